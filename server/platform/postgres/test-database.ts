/** For tests: a migrated database of one's own, cloned from the run's template. */
import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { openPool, type Pool } from './pool.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

export const templateDatabase = 'recado_template';

export function otherDatabase(url: string, name: string): string {
  return url.replace(/\/[^/]*$/, `/${name}`);
}

export type TestDatabase = { pool: Pool; url: string; drop(): Promise<void> };

async function asAdmin(sql: string): Promise<void> {
  const admin = openPool(inject('postgresUrl'), { max: 1 });
  await admin.query(sql).finally(() => admin.end());
}

/** @param empty without the schema. Drop it when done: open connections are cut. */
export async function testDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(
    `create database ${name} template ${empty ? 'template0' : templateDatabase} strategy file_copy`,
  );
  const url = otherDatabase(inject('postgresUrl'), name);
  const pool = openPool(url);
  return {
    pool,
    url,
    async drop() {
      await pool.end();
      await asAdmin(`drop database if exists ${name} with (force)`);
    },
  };
}
