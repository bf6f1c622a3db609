/** Jobs on BullMQ: on Postgres as it comes, on Redis where there is one. Every job may run twice. */
import type { Job, Queue } from 'bullmq';
import { inTime } from './in-time.ts';
import { closeInTime, forgotten, openJobStore } from './job-store.ts';
import { openWork, type Work } from './job-worker.ts';
import type { Log } from './log.ts';
import { inTransaction, type Pool } from './postgres/pool.ts';

export type { Work };

export type Handler = (data: unknown) => Promise<void>;

export type Jobs = {
  /** Hands what the job outbox holds to the queue, now. */
  wake(): void;
  /** Runs the jobs of a queue here until `stop`; one that throws is tried again, later and later. */
  work(queue: string, handler: Handler, concurrency: number): Work;
  /** Runs `handler` every so many ms on one of the servers that asked for it, whichever is free. */
  every(name: string, ms: number, handler: () => Promise<void>): Promise<void>;
  /** Rejects when the queue's store does not answer. */
  check(): Promise<void>;
  close(): Promise<void>;
};

export type JobsDeps = {
  pool: Pool;
  databaseUrl: string;
  redisUrl: string | null;
  log: Log;
  /** After as long without a sign of life a job is taken from its server. */
  lockMs?: number;
  /** How long a job that hangs may hold up the end. */
  patienceMs?: number;
};

const sweepMs = 1_000;
const atOnce = 200;
/** Tried again after 0.2 s, 0.4 s ... up to a minute apart, for about a day. */
const retries = { attempts: 1_500, backoff: { type: 'custom' } };
const retryDelay = (attempt: number): number => Math.min(60_000, 100 * 2 ** Math.min(attempt, 12));
const ticks = 'ticks';

export async function openJobs(deps: JobsDeps): Promise<Jobs> {
  const { pool, databaseUrl, redisUrl, log, lockMs = 30_000, patienceMs = 3_000 } = deps;
  let closed = false;
  const onError = openComplaint(log);
  const queues = new Map<string, { queue: Queue; ready: Promise<unknown> }>();
  const works: Work[] = [];
  const store = openJobStore({ databaseUrl, redisUrl, lockMs, retryDelay });

  async function openQueue(name: string, migrate = false): Promise<Queue> {
    let known = queues.get(name);
    if (!known) {
      const queue = store.makeQueue(name, migrate).on('error', onError);
      const ready = queue.waitUntilReady().catch((error) => {
        // One that found no store at its start never finds it: the next try makes another.
        queues.delete(name);
        void queue.close().catch(() => {});
        throw error;
      });
      known = { queue, ready };
      queues.set(name, known);
    }
    await known.ready;
    return known.queue;
  }

  const workOn = (name: string, run: (job: Job) => Promise<void>, concurrency: number): Work => {
    const make = () =>
      store
        .makeWorker(name, run, concurrency)
        .on('failed', (job, error) =>
          log.info(
            { err: error, queue: name, job: job?.name, tries: job?.attemptsMade },
            'job failed',
          ),
        );
    const work = openWork({ make, patienceMs, onError });
    works.push(work);
    return work;
  };

  await openQueue('send', true);

  /**
   * One batch from the outbox; another server takes other rows at the same time. The rows go after
   * their jobs are in the queue: a crash in between hands them over twice, and the job's id keeps
   * the second away while the first is there.
   */
  const handOver = (): Promise<number> =>
    inTransaction(pool, async (tx) => {
      const { rows } = await tx.query<{ id: number; queue: string; name: string; data: unknown }>(
        `select id, queue, name, data from job_outbox order by id limit $1
         for update skip locked`,
        [atOnce],
      );
      if (rows.length === 0) return 0;
      for (const [name, jobs] of Map.groupBy(rows, (row) => row.queue)) {
        const queue = await openQueue(name);
        await queue.addBulk(
          jobs.map((job) => ({
            name: job.name,
            data: job.data,
            opts: { ...retries, jobId: `outbox-${job.id}` },
          })),
        );
      }
      await tx.query('delete from job_outbox where id = any($1)', [rows.map((row) => row.id)]);
      return rows.length;
    });

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
        while ((await handOver()) === atOnce && !closed);
      } while (again && !closed);
    })()
      .catch(onError)
      .finally(() => {
        handing = null;
      });
  };
  // What a crash left behind, and what a wake missed while Postgres was away.
  const sweep = setInterval(wake, sweepMs);
  wake();

  const handlers = new Map<string, () => Promise<void>>();
  return {
    wake,
    work: (queue, handler, concurrency) => workOn(queue, (job) => handler(job.data), concurrency),
    async every(name, ms, handler) {
      handlers.set(name, handler);
      const queue = await openQueue(ticks);
      // The same from every server: it is one and the same scheduler.
      await queue.upsertJobScheduler(name, { every: ms }, { name, opts: forgotten });
      if (handlers.size > 1) return;
      workOn(ticks, async (job) => handlers.get(job.name)?.(), 10);
    },
    async check() {
      await (await openQueue('send')).getWaitingCount();
    },
    async close() {
      closed = true;
      clearInterval(sweep);
      await inTime(Promise.allSettled([handing, ...works.map((one) => one.stop())]), patienceMs);
      await Promise.all([...queues.values()].map(({ queue }) => closeInTime(queue, 1_000)));
    },
  };
}

/** While a store is away, every try complains: one line in five seconds says it. */
function openComplaint(log: Log): (error: Error) => void {
  const quietMs = 5_000;
  let last = Number.NEGATIVE_INFINITY;
  let kept = 0;
  return (error) => {
    kept += 1;
    if (performance.now() - last < quietMs) return;
    log.warn({ err: error, times: kept }, 'the job queue had trouble');
    last = performance.now();
    kept = 0;
  };
}
