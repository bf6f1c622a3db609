import pg from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { type TestDatabase, testDatabase } from './postgres/test-database.ts';
import { testJobs } from './test-jobs.ts';
import { wireToDatabase } from './test-wire.ts';

describe('jobs on Postgres', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  testJobs(async () => {
    const { wire, url } = await wireToDatabase(database.url);
    return {
      wire,
      deps: { pool: database.pool, databaseUrl: url, redisUrl: null },
      async endConnections() {
        const admin = new pg.Client(database.url);
        await admin.connect();
        await admin.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid()`,
        );
        await admin.end();
      },
    };
  });
});
