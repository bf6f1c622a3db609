/** Jobs on BullMQ: on Postgres as it comes, on Redis where there is one. Every job may run twice. */
import { type ConnectionOptions, createPostgresBackend, type Job, Queue, Worker } from 'bullmq';
import type { Log } from './log.ts';
import type { Pool } from './postgres/pool.ts';

export type Handler = (data: unknown) => Promise<void>;

export type Jobs = {
  /** Hands what the job outbox holds to the queue, now. */
  wake(): void;
  /** Runs the jobs of a queue here until `stop`. */
  work(queue: string, handler: Handler, concurrency: number): { stop(): Promise<void> };
  /** Rejects when the queue's store does not answer. */
  check(): Promise<void>;
  close(): Promise<void>;
};

export type JobsDeps = { pool: Pool; databaseUrl: string; redisUrl: string | null; log: Log };

const sweepMs = 1_000;
const atOnce = 200;
/** Tried again after 0.2 s, 0.4 s ... up to a minute apart, for about a day. */
const retries = { attempts: 1_500, backoff: { type: 'custom' } };
const retryDelay = (attempt: number): number => Math.min(60_000, 100 * 2 ** Math.min(attempt, 12));

/** `removeOnComplete` never takes a count: with concurrency that deadlocks and runs jobs again. */
const forgotten = { removeOnComplete: true, removeOnFail: { age: 7 * 24 * 3600 } };

export async function openJobs({ pool, databaseUrl, redisUrl, log }: JobsDeps): Promise<Jobs> {
  const onError = (error: Error): void => log.warn({ err: error }, 'the job queue had trouble');
  const queues = new Map<string, Queue>();
  const workers: Worker[] = [];
  const connection = (migrate: boolean): ConnectionOptions =>
    redisUrl
      ? ({ url: redisUrl, maxRetriesPerRequest: null } as ConnectionOptions)
      : ({
          connectionString: databaseUrl,
          schema: 'bullmq',
          migrate,
          max: 4,
        } as unknown as ConnectionOptions);

  const openQueue = (name: string, migrate = false): Queue => {
    const known = queues.get(name);
    if (known) return known;
    const options = { connection: connection(migrate), defaultJobOptions: forgotten };
    const queue = redisUrl
      ? new Queue(name, options)
      : (new Queue(name, options as never, createPostgresBackend as never) as Queue);
    queue.on('error', onError);
    queues.set(name, queue);
    return queue;
  };
  const openWorker = (
    name: string,
    run: (job: Job) => Promise<void>,
    concurrency: number,
  ): Worker => {
    const options = {
      connection: connection(false),
      concurrency,
      lockDuration: 30_000,
      settings: { backoffStrategy: retryDelay },
    };
    const worker = redisUrl
      ? new Worker(name, run, options)
      : (new Worker(name, run, options as never, createPostgresBackend as never) as Worker);
    worker.on('error', onError);
    worker.on('failed', (job, error) =>
      log.warn(
        { err: error, queue: name, job: job?.name, tries: job?.attemptsMade },
        'a job failed',
      ),
    );
    workers.push(worker);
    return worker;
  };

  await openQueue('send', true).waitUntilReady();

  /**
   * One batch from the outbox. A row is deleted after its job is in the queue: a crash in between
   * hands it over twice, and the job's id keeps the second away while the first is there.
   */
  async function handOver(): Promise<number> {
    const { rows } = await pool.query<{ id: number; queue: string; name: string; data: unknown }>(
      'select id, queue, name, data from job_outbox order by id limit $1',
      [atOnce],
    );
    for (const [name, jobs] of Map.groupBy(rows, (row) => row.queue)) {
      await openQueue(name).addBulk(
        jobs.map((job) => ({
          name: job.name,
          data: job.data,
          opts: { ...retries, jobId: `outbox-${job.id}` },
        })),
      );
    }
    if (rows.length > 0) {
      await pool.query('delete from job_outbox where id = any($1)', [rows.map((row) => row.id)]);
    }
    return rows.length;
  }

  let closed = false;
  let handing: Promise<void> | null = null;
  let again = false;
  const wake = (): void => {
    if (closed) return;
    if (handing) {
      again = true;
      return;
    }
    handing = (async () => {
      do {
        again = false;
        while ((await handOver()) === atOnce);
      } while (again);
    })()
      .catch(onError)
      .finally(() => {
        handing = null;
      });
  };
  // What a crash left behind, and what a wake missed while Postgres was away.
  const sweep = setInterval(wake, sweepMs);
  wake();

  return {
    wake,
    work(queue, handler, concurrency) {
      openQueue(queue);
      const worker = openWorker(queue, (job) => handler(job.data), concurrency);
      return { stop: () => worker.close() };
    },
    async check() {
      await openQueue('send').getWaitingCount();
    },
    async close() {
      closed = true;
      clearInterval(sweep);
      await handing;
      await Promise.allSettled(workers.map((worker) => worker.close()));
      await Promise.allSettled([...queues.values()].map((queue) => queue.close()));
    },
  };
}
