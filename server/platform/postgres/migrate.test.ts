import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from './migrate.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await testDatabase({ empty: true });
  folder = await mkdtemp(join(tmpdir(), 'recado-migrations-'));
  await writeFile(join(folder, '0001-one.sql'), 'create table one (id int); select pg_sleep(0.1)');
  await writeFile(join(folder, '0002-two.sql'), 'create table two (id int)');
});
afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

const tables = async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' order by 1`,
  );
  return rows.map((row) => row.name);
};

test('two servers that start together apply each file once', async () => {
  const applied = await Promise.all([
    migrate(database.pool, folder),
    migrate(database.pool, folder),
    migrate(database.pool, folder),
  ]);
  expect(applied.flat().sort()).toEqual(['0001-one.sql', '0002-two.sql']);
  expect(await tables()).toEqual(['migrations', 'one', 'two']);
  expect(await migrate(database.pool, folder)).toEqual([]);
});

test('a schema newer than the files is refused and left alone', async () => {
  await migrate(database.pool, folder);
  await rm(join(folder, '0002-two.sql'));
  await expect(migrate(database.pool, folder)).rejects.toThrow(/newer than this version/);
  expect(await tables()).toEqual(['migrations', 'one', 'two']);
});

test('a file that fails is named, and leaves nothing behind', async () => {
  await writeFile(
    join(folder, '0002-two.sql'),
    'create table two (id int); insert into nowhere values (1)',
  );
  await expect(migrate(database.pool, folder)).rejects.toThrow(/0002-two\.sql.*nowhere/);
  expect(await tables()).toEqual(['migrations', 'one']);
  await writeFile(join(folder, '0002-two.sql'), 'create table two (id int)');
  expect(await migrate(database.pool, folder)).toEqual(['0002-two.sql']);
});

test('a file without its number is refused', async () => {
  await writeFile(join(folder, '0004-four.sql'), 'select 1');
  await expect(migrate(database.pool, folder)).rejects.toThrow(/0004-four\.sql/);
});

test('the real migrations apply to an empty database', async () => {
  await migrate(database.pool);
  expect(await tables()).toContain('conversations');
});
