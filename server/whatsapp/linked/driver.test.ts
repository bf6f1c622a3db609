import { makeWASocket, type UserFacingSocketConfig, type WASocket } from '@whiskeysockets/baileys';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/postgres/test-database.ts';
import { openTestLinked, ownPhone, pairedBefore, testLinked } from './test-linked.ts';
import {
  messageNode,
  nothingMore,
  type WhatsappServer,
  whatsappServer,
} from './test-whatsapp-server.ts';

let database: TestDatabase;
let whatsapp: WhatsappServer;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.pool.query('delete from linked_auth');
  whatsapp = await whatsappServer();
  onTestFinished(() => whatsapp.close());
});

const isMessage = (id: string) => (event: { type: string; whatsappId?: string }) =>
  event.type === 'message' && event.whatsappId === id;

test('it opens with the link in the database, and says which phone it is', async () => {
  await pairedBefore(database.pool);
  const linked = testLinked(database.pool, whatsapp.url);
  const visit = await openTestLinked(linked, whatsapp);
  expect(visit.login.username?.toString()).toBe('5511900000000');
  expect(linked.states.at(-1)).toEqual({ state: 'open', phone: ownPhone, name: 'Recado' });
});

test('a name that comes, or changes, after it has opened is told', async () => {
  await pairedBefore(database.pool);
  const socks: WASocket[] = [];
  const makeSocket = (config: UserFacingSocketConfig) => {
    const sock = makeWASocket(config);
    socks.push(sock);
    return sock;
  };
  const linked = testLinked(database.pool, whatsapp.url, { parts: { makeSocket } });
  await openTestLinked(linked, whatsapp);
  const [sock] = socks;
  const me = { ...sock?.authState.creds.me, id: '5511900000000:3@s.whatsapp.net' };
  sock?.ev.emit('creds.update', { me: { ...me, name: 'Clínica Aurora' } });
  const named = await linked.state(({ name }) => name === 'Clínica Aurora');
  expect(named).toMatchObject({ state: 'open', phone: ownPhone });
});

test('a message reaches the journal', async () => {
  await pairedBefore(database.pool);
  const linked = testLinked(database.pool, whatsapp.url);
  const visit = await openTestLinked(linked, whatsapp);
  nothingMore(visit);
  visit.send(messageNode('A1', { conversation: 'olá' }));
  expect(await linked.event(isMessage('A1'))).toEqual({
    type: 'message',
    phone: '+5511999990001',
    whatsappId: 'A1',
    name: 'Ana',
    kind: 'text',
    text: 'olá',
    sentAt: new Date(1_700_000_001_000).toISOString(),
  });
});

test('who types is told, and asked for while somebody looks; a group is nobody', async () => {
  await pairedBefore(database.pool);
  const linked = testLinked(database.pool, whatsapp.url);
  const visit = await openTestLinked(linked, whatsapp);
  const types = (from: string, tag: string, attrs = {}) =>
    visit.send({ tag: 'chatstate', attrs: { from }, content: [{ tag, attrs }] });
  types('123456@g.us', 'composing');
  types('5511999990001@s.whatsapp.net', 'composing');
  types('5511999990001@s.whatsapp.net', 'paused');
  types('777@lid', 'composing', { media: 'audio' });
  await linked.typed(({ who }) => who.lid === '777');
  const ana = { phone: '+5511999990001' };
  expect(linked.typing).toEqual([
    { who: ana, is: true },
    { who: ana, is: false },
    { who: { phone: null, lid: '777' }, is: true },
  ]);
  expect(linked.events).toEqual([]);
  await linked.driver.watch?.(ana);
  const asked = await visit.hears(
    ({ tag, attrs }) => tag === 'presence' && attrs.type === 'subscribe',
  );
  expect(asked.attrs.to).toBe('5511999990001@s.whatsapp.net');
});

test('what goes out is sent when WhatsApp has said so, and not before', async () => {
  await pairedBefore(database.pool);
  const linked = testLinked(database.pool, whatsapp.url);
  const visit = await openTestLinked(linked, whatsapp);
  whatsapp.ack = () => null;
  let done = false;
  const sent = linked.driver
    .send({ phone: '+5511999990001', whatsappId: '3EB0AA', kind: 'text', text: 'oi' })
    .finally(() => {
      done = true;
    });
  const node = await visit.hears(({ tag }) => tag === 'message');
  expect(node.attrs.id).toBe('3EB0AA');
  expect(done).toBe(false);
  visit.send({ tag: 'ack', attrs: { id: '3EB0AA', class: 'message', from: node.attrs.to ?? '' } });
  expect(await sent).toEqual({ ok: true });
});
