import { afterAll, beforeAll, expect, it } from 'vitest';
import { inTransaction } from '../platform/postgres/pool.ts';
import { type TestDatabase, testDatabase } from '../platform/postgres/test-database.ts';
import { removeKeysOf } from './store.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it('keys of a linked device that are under somebody’s number go, and those of others stay', async () => {
  const { pool } = database;
  const digits = '5511970000001';
  const theirs = [`${digits}.0`, `${digits}_1.2`, `120363@g.us::${digits}::0`, '98765432101234.0'];
  const others = ['7', `${digits}0.0`, `1${digits}.0`];
  await pool.query(
    `insert into linked_auth (kind, id, sealed)
     select 'session', id, '\\x00' from unnest($1::text[]) id`,
    [[...theirs, ...others]],
  );
  await inTransaction(pool, (tx) =>
    removeKeysOf(tx, { phone: `+${digits}`, lid: '98765432101234' }),
  );
  await inTransaction(pool, (tx) => removeKeysOf(tx, { phone: null, group: '120363' }));
  const { rows } = await pool.query('select id from linked_auth order by id');
  expect(rows.map(({ id }) => id).toSorted()).toEqual(others.toSorted());
});
