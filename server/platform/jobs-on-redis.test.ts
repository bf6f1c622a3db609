import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe } from 'vitest';
import { type TestDatabase, testDatabase } from './postgres/test-database.ts';
import { testJobs } from './test-jobs.ts';
import { redisServer, startRedis } from './test-redis.ts';
import { layWire } from './test-wire.ts';

describe.runIf(redisServer)('jobs on Redis', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
    redis = await startRedis();
  });
  afterAll(async () => {
    await database.drop();
    await redis.stop();
  });

  testJobs(async () => {
    const wire = await layWire({ path: redis.socket });
    return {
      wire,
      deps: {
        pool: database.pool,
        databaseUrl: database.url,
        redisUrl: `redis://127.0.0.1:${wire.port}`,
      },
      async endConnections() {
        const admin = new Redis(redis.socket);
        await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
        await admin.quit();
      },
    };
  });
});
