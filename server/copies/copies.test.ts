import { afterAll, beforeAll, expect, it } from 'vitest';
import { nobody } from '../platform/audit.ts';
import { testDatabase } from '../platform/postgres/test-database.ts';
import { changeCopies, copySettings } from './store.ts';

let at: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  at = await testDatabase();
});
afterAll(() => at.drop());

it('consoles keep what they have, unbounded, until an admin wants it otherwise', async () => {
  expect(await copySettings(at.pool)).toEqual({ wipeOnSignOut: false, most: null });
  await Promise.all([
    changeCopies(at.pool, nobody, { wipeOnSignOut: true }),
    changeCopies(at.pool, nobody, { most: 500 }),
  ]);
  expect(await copySettings(at.pool)).toEqual({ wipeOnSignOut: true, most: 500 });
  expect(await changeCopies(at.pool, nobody, { most: null })).toEqual({
    wipeOnSignOut: true,
    most: null,
  });
});
