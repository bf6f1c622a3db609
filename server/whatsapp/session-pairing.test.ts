/** Pairing by a code, and why a session is not open. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../platform/postgres/test-database.ts';
import { until } from '../platform/test-waiting.ts';
import { words } from './linked/disconnects.ts';
import { readWanted } from './store.ts';
import { type Options, testSession } from './test-session.ts';

const elsewhere = 'Another server holds the session.';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(() => database.pool.query('delete from settings'));
afterAll(() => database.drop());

const open = (options?: Options) => testSession(database, options);

test('who is shown a QR and gives a phone gets a code instead, and back', async () => {
  const pairs = async (say: (now: { state: 'pairing' }) => void) => say({ state: 'pairing' });
  const { session, calls, phones } = await open({ start: pairs });
  const pairing = () => session.now().state === 'pairing';
  await until(pairing);
  await session.start('+5511912345678');
  await until(pairing);
  await session.start('+5511912345678');
  await session.start();
  await until(pairing);
  expect(phones).toEqual([undefined, '+5511912345678', undefined]);
  expect(calls).toEqual(['start', 'stop', 'start', 'stop', 'start']);
});

test('the phone to pair with is the number’s, not the server’s: asked of one, it pairs at the other', async () => {
  const pairs = async (say: (now: { state: 'pairing' }) => void) => say({ state: 'pairing' });
  const holds = await open({ start: pairs });
  await until(() => holds.session.now().state === 'pairing');
  const other = await open({ start: pairs });
  await until(() => other.session.now().reason === elsewhere);
  await other.session.start('+5511912345678');
  await until(() => holds.phones.length === 2);
  expect(holds.phones).toEqual([undefined, '+5511912345678']);
  // A restart in the middle of it goes on with the code; paired, it is over.
  await holds.close();
  await until(() => other.phones.length === 1);
  expect(other.phones).toEqual(['+5511912345678']);
  other.say({ state: 'open' });
  await until(async () => (await readWanted(database.pool)).pairingPhone === null);
  expect(other.session.now().state).toBe('open');
  expect(other.calls).toEqual(['start']);
});

test('a reason that is known has its name, and any other is told as it is', async () => {
  const { session, say, isOpen } = await open();
  await until(isOpen);
  say({ state: 'reconnecting', reason: words.replaced });
  expect(session.now()).toMatchObject({ reason: words.replaced, reasonCode: 'replaced' });
  say({ state: 'reconnecting', reason: 'AWS cannot be reached: as it says' });
  expect(session.now()).not.toHaveProperty('reasonCode');
});
