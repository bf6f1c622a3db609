/** Queues and workers of BullMQ in the store that keeps them: Postgres as it comes, Redis where there is one. */
import {
  type ConnectionOptions,
  createPostgresBackend,
  type Processor,
  Queue,
  Worker,
} from 'bullmq';
import { inTime } from './in-time.ts';

export type JobStore = {
  /** @param migrate brings what BullMQ keeps in Postgres up to date. */
  makeQueue(name: string, migrate?: boolean): Queue;
  /** It does not run by itself. */
  makeWorker(name: string, run: Processor, concurrency: number): Worker;
};

export type JobStoreDeps = {
  databaseUrl: string;
  redisUrl: string | null;
  /** After as long without a sign of life a job is taken from its worker. */
  lockMs: number;
  retryDelay: (attempt: number) => number;
};

/** `removeOnComplete` never takes a count: with concurrency that deadlocks and runs jobs again. */
export const forgotten = { removeOnComplete: true, removeOnFail: { age: 7 * 24 * 3600 } };

/** How often a job may lose its server; with BullMQ's own 1 the second time would be its end. */
const maxStalledCount = 1_000;

/** A store that says nothing for so long is away; a worker on Redis waits up to 10 s for a job. */
const silenceMs = 15_000;

export function openJobStore({
  databaseUrl,
  redisUrl,
  lockMs,
  retryDelay,
}: JobStoreDeps): JobStore {
  const factory = redisUrl ? undefined : createPostgresBackend;
  // A worker waits for Redis; who adds a job hears at once that it is away.
  const redis = (maxRetriesPerRequest: number | null): ConnectionOptions => ({
    url: redisUrl as string,
    maxRetriesPerRequest,
    socketTimeout: silenceMs,
  });
  /** The types are those of Redis; with a factory the connection is one of `pg`. */
  const postgres = (migrate: boolean): ConnectionOptions =>
    ({
      connectionString: databaseUrl,
      schema: 'bullmq',
      migrate,
      max: 4,
      connectionTimeoutMillis: 5_000,
      query_timeout: silenceMs,
      keepAlive: true,
    }) as unknown as ConnectionOptions;

  return {
    makeQueue(name, migrate = false) {
      const connection = redisUrl ? redis(1) : postgres(migrate);
      return new Queue(
        name,
        { connection, defaultJobOptions: forgotten },
        factory as never,
      ) as Queue;
    },
    makeWorker(name, run, concurrency) {
      const opts = {
        connection: redisUrl ? redis(null) : postgres(false),
        concurrency,
        autorun: false,
        lockDuration: lockMs,
        stalledInterval: lockMs,
        maxStalledCount,
        // A store that refuses connections is asked again so often.
        runRetryDelay: 1_000,
        settings: { backoffStrategy: retryDelay },
      };
      return new Worker(name, run, opts, factory as never) as Worker;
    },
  };
}

/** One that is not closed by then would keep its jobs, and look for its store for ever. */
export async function closeInTime(one: Queue | Worker, ms: number): Promise<void> {
  await inTime(one.close(), ms);
  void one.disconnect().catch(() => {});
}
