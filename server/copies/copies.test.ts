import { afterAll, beforeAll, expect, it } from 'vitest';
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
    changeCopies(at.pool, { wipeOnSignOut: true }),
    changeCopies(at.pool, { most: 500 }),
  ]);
  expect(await copySettings(at.pool)).toEqual({ wipeOnSignOut: true, most: 500 });
  expect(await changeCopies(at.pool, { most: null })).toEqual({ wipeOnSignOut: true, most: null });
});
