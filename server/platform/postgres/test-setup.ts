/** Vitest's global set-up: one PostgreSQL for the run, with a migrated template to clone. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import { openPool } from './pool.ts';
import { otherDatabase, templateDatabase } from './test-database.ts';

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'recado-test-'));
  const postgres = await startEmbedded({
    folder: join(folder, 'postgres'),
    log: { info: () => undefined, warn: (_, text) => console.warn(text) },
    // Nothing here must survive the machine.
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '300' },
  });
  const admin = openPool(postgres.url, { max: 1 });
  await admin.query(`create database ${templateDatabase}`);
  await admin.end();
  const template = openPool(otherDatabase(postgres.url, templateDatabase), { max: 1 });
  await migrate(template);
  await template.end();
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
