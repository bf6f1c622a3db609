import { BufferJSON, Curve, proto } from '@whiskeysockets/baileys';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/postgres/test-database.ts';
import { seal, unseal, WrongKey } from '../../platform/sealing.ts';
import { keptLog } from '../../platform/test-log.ts';
import { forgetLink, openAuth } from './auth-state.ts';

const key = Buffer.alloc(32, 1);
const { log, lines } = keptLog();
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(() => forgetLink(database.pool));

const open = () => openAuth(database.pool, key, log);
const places = async () =>
  (await database.pool.query('select kind, id from linked_auth order by kind, id')).rows;

test('credentials come back as they were, bytes and all', async () => {
  const auth = await open();
  auth.state.creds.me = { id: '5511:1@s.whatsapp.net', name: 'Recado' };
  auth.save();
  await auth.saved();
  const again = await open();
  const plain = (value: unknown) => JSON.stringify(value, BufferJSON.replacer);
  expect(plain(again.state.creds)).toBe(plain(auth.state.creds));
  expect(Buffer.from(again.state.creds.noiseKey.private)).toEqual(
    Buffer.from(auth.state.creds.noiseKey.private),
  );
});

test('what is saved last is what stays, though an earlier save is under way', async () => {
  const auth = await open();
  for (let n = 1; n <= 20; n += 1) {
    auth.state.creds.accountSyncCounter = n;
    auth.save();
  }
  await auth.saved();
  expect((await open()).state.creds.accountSyncCounter).toBe(20);
});

test('signal keys are rows: set, read, replaced, and gone when set to null', async () => {
  const { keys } = (await open()).state;
  const pair = Curve.generateKeyPair();
  const session = new Uint8Array([1, 2, 3]);
  await keys.set({ 'pre-key': { '1': pair }, session: { 'a.0': session, 'b.0': session } });
  expect(await places()).toEqual([
    { kind: 'pre-key', id: '1' },
    { kind: 'session', id: 'a.0' },
    { kind: 'session', id: 'b.0' },
  ]);
  expect(Object.keys(await keys.get('session', ['a.0', 'b.0', 'c.0']))).toEqual(['a.0', 'b.0']);
  const read = (await keys.get('pre-key', ['1']))['1'];
  expect(Buffer.from(read?.private ?? [])).toEqual(Buffer.from(pair.private));
  await keys.set({ session: { 'a.0': null, 'b.0': new Uint8Array([9]) } });
  expect(Object.keys(await keys.get('session', ['a.0', 'b.0']))).toEqual(['b.0']);
  expect([...((await keys.get('session', ['b.0']))['b.0'] ?? [])]).toEqual([9]);
});

test('a key of the app state is the library’s own kind of object again', async () => {
  const { keys } = (await open()).state;
  const keyData = Buffer.from('secret');
  await keys.set({ 'app-state-sync-key': { k: { keyData, timestamp: 1 } } });
  const read = (await keys.get('app-state-sync-key', ['k'])).k;
  expect(read).toBeInstanceOf(proto.Message.AppStateSyncKeyData);
  expect(Buffer.from(read?.keyData ?? [])).toEqual(keyData);
});

test('one set is one transaction: none of it stays when some of it fails', async () => {
  const { keys } = (await open()).state;
  const bad = { 'bad\u0000id': new Uint8Array([1]) };
  await expect(
    keys.set({ 'pre-key': { '1': null }, session: { good: new Uint8Array([1]), ...bad } }),
  ).rejects.toThrow();
  await keys.set({ session: { before: new Uint8Array([1]) } });
  const late = Object.fromEntries([
    ['before', null],
    ['x\u0000', null],
  ]);
  await expect(
    keys.set({ session: late, 'pre-key': { n: Curve.generateKeyPair() } }),
  ).rejects.toThrow();
  expect(await places()).toEqual([{ kind: 'session', id: 'before' }]);
});

test('nothing in the table can be read without the key', async () => {
  const auth = await open();
  auth.state.creds.me = { id: '5511999:1@s.whatsapp.net', name: 'Segredo' };
  auth.save();
  await auth.saved();
  const { rows } = await database.pool.query<{ sealed: Buffer }>('select sealed from linked_auth');
  for (const { sealed } of rows) {
    expect(sealed.includes('Segredo') || sealed.includes('5511999')).toBe(false);
  }
});

test('another key is told as that, and what is there stays', async () => {
  const auth = await open();
  auth.save();
  await auth.saved();
  const before = (await database.pool.query('select * from linked_auth')).rows;
  await expect(openAuth(database.pool, Buffer.alloc(32, 2), log)).rejects.toBeInstanceOf(WrongKey);
  expect((await database.pool.query('select * from linked_auth')).rows).toEqual(before);
});

test('a row that was put in another’s place, or changed, does not open', () => {
  const sealed = seal(key, 'session:a', 'text');
  expect(unseal(key, 'session:a', sealed)).toBe('text');
  expect(() => unseal(key, 'session:b', sealed)).toThrow(WrongKey);
  const changed = Buffer.from(sealed);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  expect(() => unseal(key, 'session:a', changed)).toThrow(WrongKey);
  expect(() => unseal(key, 'session:a', Buffer.alloc(3))).toThrow(WrongKey);
});

test('a reset forgets all; new keys are never made for a link that a phone accepted', async () => {
  const auth = await open();
  auth.state.creds.account = { details: Buffer.alloc(1) };
  const { creds } = auth.state;
  auth.renew();
  expect(auth.state.creds).toBe(creds);
  auth.save();
  await auth.state.keys.set({ session: { a: new Uint8Array([1]) } });
  await auth.reset();
  expect(await places()).toEqual([]);
  expect(auth.paired()).toBe(false);
});

test('while Postgres is away a save is tried again', async () => {
  const auth = await open();
  await database.pool.query('alter table linked_auth rename to elsewhere');
  auth.save();
  const saved = auth.saved();
  await expect.poll(() => lines.some(({ msg }) => /could not be saved/.test(msg))).toBe(true);
  await database.pool.query('alter table elsewhere rename to linked_auth');
  await saved;
  expect(await places()).toEqual([{ kind: 'creds', id: '' }]);
});
