/** Jobs on BullMQ: on Postgres as it comes, on Redis where there is one. Every job may run twice. */
import { type ConnectionOptions, createPostgresBackend, type Job, Queue, Worker } from 'bullmq';
import type { Log } from './log.ts';
import { inTransaction, type Pool } from './postgres/pool.ts';

export type Handler = (data: unknown) => Promise<void>;

export type Work = {
  /** Takes no further job, until `resume`; those at work go on. One may slip through. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
};

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

export type JobsDeps = { pool: Pool; databaseUrl: string; redisUrl: string | null; log: Log };

const sweepMs = 1_000;
const restMs = 250;
const atOnce = 200;
const patienceMs = 3_000;
/** Tried again after 0.2 s, 0.4 s ... up to a minute apart, for about a day. */
const retries = { attempts: 1_500, backoff: { type: 'custom' } };
const retryDelay = (attempt: number): number => Math.min(60_000, 100 * 2 ** Math.min(attempt, 12));

/** `removeOnComplete` never takes a count: with concurrency that deadlocks and runs jobs again. */
const forgotten = { removeOnComplete: true, removeOnFail: { age: 7 * 24 * 3600 } };
const ticks = 'ticks';

type Backend = { connection: ConnectionOptions; factory: typeof createPostgresBackend | undefined };

export async function openJobs({ pool, databaseUrl, redisUrl, log }: JobsDeps): Promise<Jobs> {
  let closed = false;
  const onError = openComplaint(log);
  const queues = new Map<string, Queue>();
  const works: Work[] = [];

  /** The types are those of Redis; with a factory the connection is one of `pg`. */
  const backend = (role: 'queue' | 'worker', migrate = false): Backend =>
    redisUrl
      ? {
          // A worker waits for Redis; who adds a job hears at once that it is away.
          connection: { url: redisUrl, maxRetriesPerRequest: role === 'worker' ? null : 1 },
          factory: undefined,
        }
      : {
          connection: {
            connectionString: databaseUrl,
            schema: 'bullmq',
            migrate,
            max: 4,
            connectionTimeoutMillis: 5_000,
          } as unknown as ConnectionOptions,
          factory: createPostgresBackend,
        };

  async function openQueue(name: string, migrate = false): Promise<Queue> {
    const known = queues.get(name);
    if (known) return known;
    const { connection, factory } = backend('queue', migrate);
    const queue = new Queue(
      name,
      { connection, defaultJobOptions: forgotten },
      factory as never,
    ) as Queue;
    queue.on('error', onError);
    queues.set(name, queue);
    try {
      await queue.waitUntilReady();
      return queue;
    } catch (error) {
      // One that found no store at its start never finds it: the next try makes another.
      queues.delete(name);
      void queue.close().catch(() => {});
      throw error;
    }
  }

  function makeWorker(name: string, run: (job: Job) => Promise<void>, concurrency: number): Worker {
    const { connection, factory } = backend('worker');
    const worker = new Worker(
      name,
      run,
      {
        connection,
        concurrency,
        autorun: false,
        lockDuration: 30_000,
        settings: { backoffStrategy: retryDelay },
      },
      factory as never,
    ) as Worker;
    worker.on('failed', (job, error) =>
      log.info({ err: error, queue: name, job: job?.name, tries: job?.attemptsMade }, 'job failed'),
    );
    return worker;
  }

  /** A worker that survives its store: made anew when it found none, at rest while it is away. */
  function openWork(name: string, run: (job: Job) => Promise<void>, concurrency: number): Work {
    let wanted = true;
    let stopped = false;
    let worker: Worker | null = null;
    let resting: NodeJS.Timeout | null = null;

    const rest = (): void => {
      if (resting || stopped) return;
      resting = setTimeout(() => {
        resting = null;
        follow();
      }, restMs);
    };
    const open = async (): Promise<void> => {
      const made = makeWorker(name, run, concurrency);
      worker = made;
      made.on('error', (error) => {
        if (stopped) return;
        onError(error);
        // Its loop asks again at once, and would do nothing else while the store is away.
        void made.pause(true);
        rest();
      });
      try {
        await made.waitUntilReady();
        follow();
      } catch (error) {
        worker = null;
        void made.close(true).catch(() => {});
        if (stopped) return;
        onError(error as Error);
        rest();
      }
    };
    function follow(): void {
      if (stopped || resting) return;
      if (!worker) void open();
      else if (!wanted) void worker.pause(true);
      // Begins it as well; `run` of one that was paused before it ran would end at once.
      else void worker.resume();
    }
    follow();

    return {
      pause() {
        wanted = false;
        follow();
      },
      resume() {
        wanted = true;
        follow();
      },
      async stop() {
        stopped = true;
        if (resting) clearTimeout(resting);
        const last = worker;
        if (!last) return;
        // A job that hangs, as on a store that is away, is left to whoever comes next.
        await inTime(last.close(), patienceMs);
      },
    };
  }

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
  const work: Jobs['work'] = (queue, handler, concurrency) => {
    const opened = openWork(queue, (job) => handler(job.data), concurrency);
    works.push(opened);
    return opened;
  };

  return {
    wake,
    work,
    async every(name, ms, handler) {
      handlers.set(name, handler);
      const queue = await openQueue(ticks);
      // The same from every server: it is one and the same scheduler.
      await queue.upsertJobScheduler(name, { every: ms }, { name, opts: forgotten });
      if (handlers.size > 1) return;
      works.push(openWork(ticks, (job) => handlers.get(job.name)?.() ?? Promise.resolve(), 10));
    },
    async check() {
      await (await openQueue('send')).getWaitingCount();
    },
    async close() {
      closed = true;
      clearInterval(sweep);
      await handing;
      await Promise.allSettled(works.map((one) => one.stop()));
      await Promise.allSettled(
        [...queues.values()].map((queue) => inTime(queue.close(), patienceMs)),
      );
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

async function inTime(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work.catch(() => {}), over]).finally(() => clearTimeout(timer));
}
