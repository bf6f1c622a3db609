/** Each of these was seen to lose or to spoil something; each fails when its remedy is taken out. */
import { makeWASocket, type UserFacingSocketConfig, type WASocket } from '@whiskeysockets/baileys';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/postgres/test-database.ts';
import type { DriverEvent } from '../driver.ts';
import { openTestLinked, pairedBefore, testLinked } from './test-linked.ts';
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
  await pairedBefore(database.pool);
  whatsapp = await whatsappServer();
  onTestFinished(() => whatsapp.close());
});

const isMessage = (id: string) => (event: DriverEvent) =>
  event.type === 'message' && event.whatsappId === id;
const textsIn = (events: DriverEvent[]) =>
  events.flatMap((event) => (event.type === 'message' ? [event.text] : []));
/** As if the library did not tell what it has just decrypted: only its events are left. */
const withoutEarly = {
  makeSocket: (config: UserFacingSocketConfig) =>
    makeWASocket({ ...config, enableRecentMessageCache: false }),
};
const six = ['1', '2', '3', '4', '5', '6'];

test.each([
  { name: 'read early', parts: {} },
  { name: 'by the events alone', parts: withoutEarly },
])(
  'what WhatsApp has the receipt of is in the journal, though the connection dies mid-drain: $name',
  async ({ parts }) => {
    const linked = testLinked(database.pool, whatsapp.url, { parts });
    const visit = await openTestLinked(linked, whatsapp);
    const early: boolean[] = [];
    for (const id of six) {
      void visit
        .hears((node) => node.tag === 'receipt' && node.attrs.id === `D${id}`)
        .then(() => early.push(linked.events.some(isMessage(`D${id}`))));
      visit.send(messageNode(`D${id}`, { conversation: id }, { offline: '0' }));
    }
    // No word that the drain is over: the library's buffer is full of them.
    await visit.hears((node) => node.tag === 'receipt' && node.attrs.id === 'D6');
    visit.cut();
    await linked.state(({ state }) => state === 'reconnecting');
    expect(textsIn(linked.events)).toEqual(six);
    expect(early).toEqual(six.map(() => true));
  },
);

test('what was decrypted is in the journal, though its receipt could not go any more', async () => {
  let sock: WASocket | undefined;
  const linked = testLinked(database.pool, whatsapp.url, {
    parts: {
      makeSocket(config) {
        sock = makeWASocket(config);
        return sock;
      },
    },
  });
  const visit = await openTestLinked(linked, whatsapp);
  nothingMore(visit);
  // Gone, as far as whoever wants to send is concerned: the library then drops the message.
  Object.defineProperty(sock?.ws ?? {}, 'isOpen', { value: false });
  // A hidden number: for another one the library would ask WhatsApp before it decrypts.
  visit.send(messageNode('GONE', { conversation: 'chegou' }, { from: '777@lid' }));
  expect(await linked.event(isMessage('GONE'))).toMatchObject({ text: 'chegou', name: 'Ana' });
  expect(visit.said.filter(({ attrs }) => attrs.id === 'GONE')).toEqual([]);
});

test.each([
  { name: 'read early', parts: {} },
  { name: 'by the events alone', parts: withoutEarly },
])('what came while we were away counts as much as what comes now: $name', async ({ parts }) => {
  const linked = testLinked(database.pool, whatsapp.url, { parts });
  const visit = await openTestLinked(linked, whatsapp);
  visit.send(messageNode('AWAY', { conversation: 'antes' }, { offline: '0' }));
  nothingMore(visit);
  visit.send(messageNode('NOW', { conversation: 'agora' }));
  await linked.event(isMessage('NOW'));
  expect(textsIn(linked.events)).toEqual(['antes', 'agora']);
});

test('each message is handed over once, and one that another person gave the same id is another', async () => {
  const linked = testLinked(database.pool, whatsapp.url);
  const visit = await openTestLinked(linked, whatsapp);
  nothingMore(visit);
  visit.send(messageNode('SAME', { conversation: 'da Ana' }));
  visit.send(
    messageNode('SAME', { conversation: 'do Rui' }, { from: '5511999990002@s.whatsapp.net' }),
  );
  visit.send(messageNode('END', { conversation: 'fim' }));
  await linked.event(isMessage('END'));
  await visit.hears((node) => node.tag === 'receipt' && node.attrs.id === 'END');
  expect(
    linked.events.flatMap((event) => (event.type === 'message' ? [[event.phone, event.text]] : [])),
  ).toEqual([
    ['+5511999990001', 'da Ana'],
    ['+5511999990002', 'do Rui'],
    ['+5511999990001', 'fim'],
  ]);
});

test('a message that could not be read is a placeholder, and its content comes under the same id', async () => {
  const linked = testLinked(database.pool, whatsapp.url);
  const visit = await openTestLinked(linked, whatsapp);
  nothingMore(visit);
  const t = String(Math.floor(Date.now() / 1_000));
  const unreadable = messageNode('STUB', {}, { t });
  visit.send({ ...unreadable, content: [{ tag: 'unavailable', attrs: {} }] });
  const stub = await linked.event(isMessage('STUB'));
  expect(stub).toMatchObject({ kind: 'unknown', text: null, raw: { unreadable: true } });
  visit.send(messageNode('STUB', { conversation: 'agora sim' }, { t }));
  const read = await linked.event((event) => isMessage('STUB')(event) && event !== stub);
  expect(read).toMatchObject({ kind: 'text', text: 'agora sim' });
});

test('without an answer from WhatsApp a message is not sent; it is tried again under its id', async () => {
  const linked = testLinked(database.pool, whatsapp.url, { parts: { ackMs: 50 } });
  await openTestLinked(linked, whatsapp);
  whatsapp.ack = () => null;
  const message = { phone: '+5511999990001', whatsappId: '3EB0', kind: 'text', text: 'a' } as const;
  expect(await linked.driver.send(message)).toMatchObject({ ok: false, permanent: false });
  whatsapp.ack = () => 'ok';
  expect(await linked.driver.send(message)).toEqual({ ok: true });
});

test('a connection that dies while sending is no success', async () => {
  const linked = testLinked(database.pool, whatsapp.url);
  const visit = await openTestLinked(linked, whatsapp);
  whatsapp.ack = () => null;
  const sent = linked.driver.send({ phone: '+551199', whatsappId: 'C', kind: 'text', text: 'a' });
  await visit.hears(({ tag }) => tag === 'message');
  visit.cut();
  expect(await sent).toMatchObject({ ok: false, permanent: false });
});

test('a first contact that WhatsApp refuses (463) is given up at once and sent once', async () => {
  const linked = testLinked(database.pool, whatsapp.url);
  const visit = await openTestLinked(linked, whatsapp);
  whatsapp.ack = () => 463;
  const sent = await linked.driver.send({
    phone: '+5511999990001',
    whatsappId: 'COLD',
    kind: 'text',
    text: 'oi',
  });
  expect(sent).toMatchObject({ ok: false, permanent: true, code: 463 });
  expect(visit.said.filter(({ tag }) => tag === 'message')).toHaveLength(1);
});

test('a 463 that comes when nobody waits any more is a failure, too', async () => {
  const linked = testLinked(database.pool, whatsapp.url, { parts: { ackMs: 20 } });
  const visit = await openTestLinked(linked, whatsapp);
  nothingMore(visit);
  whatsapp.ack = () => null;
  const phone = '+5511999990001';
  await linked.driver.send({ phone, whatsappId: 'LATE', kind: 'text', text: 'oi' });
  const from = '5511999990001@s.whatsapp.net';
  visit.send({ tag: 'ack', attrs: { id: 'LATE', class: 'message', from, error: '463' } });
  expect(await linked.event(({ type }) => type === 'failure')).toMatchObject({
    phone,
    whatsappId: 'LATE',
    code: 463,
  });
});

test('a phone that could not read a message gets its text from the database, or nothing', async () => {
  let config: UserFacingSocketConfig | undefined;
  const linked = testLinked(database.pool, whatsapp.url, {
    getMessage: async (id, who) => (id === 'KNOWN' && who.phone ? 'o texto' : null),
    parts: {
      makeSocket(given) {
        config = given;
        return makeWASocket(given);
      },
    },
  });
  await openTestLinked(linked, whatsapp);
  const asked = (id: string) =>
    config?.getMessage?.({ id, remoteJid: '5511999990001@s.whatsapp.net', fromMe: true });
  expect(await asked('KNOWN')).toEqual({ conversation: 'o texto' });
  expect(await asked('OTHER')).toBeUndefined();
});

test('what the journal refuses is kept, nothing more is taken, and it goes on by itself', async () => {
  let full = false;
  const linked = testLinked(database.pool, whatsapp.url, {
    take() {
      if (full) throw new Error('disk full');
    },
  });
  const visit = await openTestLinked(linked, whatsapp);
  nothingMore(visit);
  full = true;
  visit.send(messageNode('FULL', { conversation: 'não se perde' }));
  await linked.state(({ state, reason }) => state === 'failed' && /disk/.test(reason ?? ''));
  await visit.closed;
  expect(textsIn(linked.events)).toEqual([]);
  full = false;
  expect(await linked.event(isMessage('FULL'))).toMatchObject({ text: 'não se perde' });
  await whatsapp.visit();
});

test('groups, status and channels are nobody’s conversation', async () => {
  const linked = testLinked(database.pool, whatsapp.url);
  const visit = await openTestLinked(linked, whatsapp);
  nothingMore(visit);
  const participant = '5511999990001@s.whatsapp.net';
  for (const from of ['12036@g.us', 'status@broadcast', '123@broadcast', '9@newsletter']) {
    visit.send(messageNode(`G${from}`, { conversation: 'x' }, { from, participant }));
  }
  visit.send(messageNode('END', { conversation: 'fim' }));
  await linked.event(isMessage('END'));
  expect(textsIn(linked.events)).toEqual(['fim']);
});

test('while it runs the console is the log’s, and afterwards everyone’s again', async () => {
  const before = console.info;
  const linked = testLinked(database.pool, whatsapp.url);
  await openTestLinked(linked, whatsapp);
  console.info('Closing session:', { privKey: Buffer.alloc(32, 1) });
  await linked.driver.stop();
  expect(console.info).toBe(before);
  const said = linked.lines.filter((line) => line.console === 'info');
  expect(said).toMatchObject([{ msg: 'console: Closing session:' }]);
});

test('a message that cannot be translated is kept, to be read on the phone', async () => {
  const socks: WASocket[] = [];
  const makeSocket = (config: UserFacingSocketConfig) => {
    const sock = makeWASocket(config);
    socks.push(sock);
    return sock;
  };
  const linked = testLinked(database.pool, whatsapp.url, { parts: { makeSocket } });
  await openTestLinked(linked, whatsapp);
  const odd = {
    get conversation(): string {
      throw new Error('of a form that nobody knew');
    },
    toJSON: () => ({ odd: true }),
  };
  const key = { remoteJid: '5511999990001@s.whatsapp.net', id: 'ODD1', fromMe: false };
  const given = { key, messageTimestamp: 1_700_000_000, pushName: 'Ana', message: odd };
  socks[0]?.ev.emit('messages.upsert', { type: 'notify', messages: [given] });
  expect(await linked.event(isMessage('ODD1'))).toMatchObject({
    ...{ phone: '+5511999990001', name: 'Ana', kind: 'unknown', text: null },
    raw: { untranslated: true, message: { odd: true } },
    sentAt: '2023-11-14T22:13:20.000Z',
  });
  expect(linked.lines.map(({ msg }) => msg)).toContain('a message could not be translated');
});
