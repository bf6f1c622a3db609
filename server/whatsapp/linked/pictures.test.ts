/** Each of these fails when its remedy is taken out. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { BinaryNode } from '@whiskeysockets/baileys';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/postgres/test-database.ts';
import { keptLog } from '../../platform/test-log.ts';
import { AttachmentGone, type DriverEvent, type PersonEvent } from '../driver.ts';
import { type Clock, realClock } from './pacing.ts';
import { fetchPicture, openPictures } from './pictures.ts';
import { openTestLinked, pairedBefore, testLinked } from './test-linked.ts';
import {
  messageNode,
  nothingMore,
  result,
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

const ana = '5511999990001@s.whatsapp.net';
const isAbout = (event: DriverEvent): event is PersonEvent =>
  event.type === 'person' && event.picture !== undefined;
const isMessage = (id: string) => (event: DriverEvent) =>
  event.type === 'message' && event.whatsappId === id;
const isQuestion = ({ attrs }: BinaryNode) => attrs.xmlns === 'w:profile:picture';
/** No gaps: what is asked is what is tried. */
const atOnce = { clock: { ...realClock, wait: async () => {} } };

/** A session that is asked for pictures: what it answers, and whom it was asked about. */
async function session(answer: (target: string) => string | number | null) {
  const asked: string[] = [];
  whatsapp.answer = (question) => {
    if (!isQuestion(question)) return undefined;
    const { id = '', target = '' } = question.attrs;
    asked.push(target);
    const url = answer(target);
    if (typeof url === 'number') {
      const error = { tag: 'error', attrs: { code: String(url), text: 'no' } };
      return { tag: 'iq', attrs: { id, type: 'error', from: 's.whatsapp.net' }, content: [error] };
    }
    return result(id, url === null ? [] : [{ tag: 'picture', attrs: { id: '1', url } }]);
  };
  const linked = testLinked(database.pool, whatsapp.url, { parts: atOnce });
  const visit = await openTestLinked(linked, whatsapp);
  nothingMore(visit);
  return { linked, visit, asked };
}
const notified = (tag: 'set' | 'delete', id: string): BinaryNode => ({
  tag: 'notification',
  attrs: { id, from: ana, type: 'picture', t: '1700000000' },
  content: [{ tag, attrs: { jid: ana, id: '2' } }],
});

test('whoever writes first is asked for once, and the picture is named without its signature', async () => {
  const { linked, visit, asked } = await session(() => 'https://pps.example/v/1_n.jpg?oh=a&oe=b');
  visit.send(messageNode('P1', { conversation: 'oi' }));
  expect(await linked.event(isAbout)).toMatchObject({
    phone: '+5511999990001',
    picture: { id: '/v/1_n.jpg', source: { picture: 'https://pps.example/v/1_n.jpg?oh=a&oe=b' } },
  });
  visit.send(messageNode('P2', { conversation: 'oi?' }));
  visit.send(messageNode('P3', { conversation: 'oi' }, { from: '5511999990002@s.whatsapp.net' }));
  await linked.event((event) => isAbout(event) && event.phone === '+5511999990002');
  expect(asked).toEqual([ana, '5511999990002@s.whatsapp.net']);
  // The person is there before their picture is told of.
  expect(linked.events.findIndex(isMessage('P1'))).toBeLessThan(linked.events.findIndex(isAbout));
});

test.each([
  ['will not show it', 401],
  ['has none', 404],
  ['says nothing of one', null],
])('where WhatsApp %s there is none, and it is not asked again', async (_, answer) => {
  const { linked, visit, asked } = await session(() => answer);
  visit.send(messageNode('N1', { conversation: 'oi' }));
  expect(await linked.event(isAbout)).toMatchObject({ picture: null });
  visit.send(messageNode('N2', { conversation: 'oi?' }));
  await linked.event(isMessage('N2'));
  expect(asked).toEqual([ana]);
});

test('another picture is asked for when WhatsApp says so, and one that is gone is gone at once', async () => {
  let now = 'https://pps.example/v/1_n.jpg?oh=a';
  const { linked, visit, asked } = await session(() => now);
  visit.send(messageNode('C1', { conversation: 'oi' }));
  await linked.event(isAbout);
  now = 'https://pps.example/v/2_n.jpg?oh=b';
  visit.send(notified('set', 'NOTE1'));
  await linked.event((event) => isAbout(event) && event.picture?.id === '/v/2_n.jpg');
  visit.send(notified('delete', 'NOTE2'));
  await linked.event((event) => isAbout(event) && event.picture === null);
  expect(asked).toEqual([ana, ana]);
});

/** A clock that stands still until it is told to go on. */
function heldClock() {
  const waits: { ms: number; go(): void }[] = [];
  const clock: Clock = {
    now: () => 0,
    random: () => 0,
    wait: (ms, signal) =>
      new Promise((go) => {
        waits.push({ ms, go });
        signal?.addEventListener('abort', () => go());
      }),
  };
  return { clock, waits };
}
const turns = async () => {
  for (let n = 0; n < 20; n += 1) await Promise.resolve();
};
const number = (n: number) => `+55119000${String(n).padStart(5, '0')}`;

test('after a history there is no burst, and those who write now come first', async () => {
  const { clock, waits } = heldClock();
  const asked: string[] = [];
  const sock = {
    profilePictureUrl: async (jid: string) => {
      asked.push(jid);
      return undefined;
    },
  };
  const events: DriverEvent[] = [];
  const deps = { open: () => sock, clock, log: keptLog().log };
  const pictures = openPictures({ ...deps, take: (all) => void events.push(...all) });
  for (let n = 0; n < 3_000; n += 1) pictures.seen({ phone: number(n) }, true);
  pictures.seen({ phone: '+5511999990001' });
  await turns();
  expect(asked).toHaveLength(1);
  expect(waits.map(({ ms }) => ms)).toEqual([6_000]);
  waits[0]?.go();
  await turns();
  expect(asked.at(-1)).toBe(ana);
  expect(asked).toHaveLength(2);
  pictures.close();
  await turns();
  expect(asked).toHaveLength(2);
});

test('WhatsApp says “too many”: it is left alone for minutes, and nobody is asked twice', async () => {
  const { clock, waits } = heldClock();
  const asked: string[] = [];
  const sock = {
    profilePictureUrl: async (jid: string) => {
      asked.push(jid);
      throw Object.assign(new Error('rate-overlimit'), { data: 429 });
    },
  };
  const pictures = openPictures({
    ...{ open: () => sock, clock, log: keptLog().log },
    take: () => expect.unreachable('nothing was said'),
  });
  pictures.seen({ phone: number(1) });
  await turns();
  expect(waits.map(({ ms }) => ms)).toEqual([600_000]);
  waits[0]?.go();
  pictures.seen({ phone: number(1), lid: '77' });
  await turns();
  expect(asked).toHaveLength(1);
});

test('what waits while the connection is away is asked for when it is back', async () => {
  const { clock } = heldClock();
  let isOpen = false;
  const asked: string[] = [];
  const sock = { profilePictureUrl: async (jid: string) => void asked.push(jid) as never };
  const pictures = openPictures({
    ...{ open: () => (isOpen ? sock : null), clock, log: keptLog().log, take: () => {} },
  });
  pictures.seen({ phone: number(1) });
  await turns();
  isOpen = true;
  pictures.resume();
  await turns();
  expect(asked).toHaveLength(1);
});

async function host(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/p.jpg`;
}

test('its bytes are fetched from where WhatsApp says', async () => {
  const address = await host((_, response) => response.end('bytes'));
  expect(String(await buffer(await fetchPicture({ picture: address }, true)))).toBe('bytes');
  await expect(fetchPicture({ picture: address }, false)).rejects.toThrow(AttachmentGone);
});

test.each([401, 403, 404, 410])('%i: it is gone', async (status) => {
  const address = await host((_, response) => response.writeHead(status).end());
  await expect(fetchPicture({ picture: address }, true)).rejects.toThrow(AttachmentGone);
});

test('anything else is worth another try, and what does not end is none', async () => {
  const failing = await host((_, response) => response.writeHead(503).end());
  const failed = await fetchPicture({ picture: failing }, true).catch((error) => error);
  expect(failed).not.toBeInstanceOf(AttachmentGone);
  const elsewhere = await host((_, response) =>
    response.writeHead(302, { location: failing }).end(),
  );
  await expect(fetchPicture({ picture: elsewhere }, true)).rejects.toThrow();
  const endless = await host((_, response) => {
    const more = () => response.write(Buffer.alloc(256 * 1024), (error) => error || more());
    more();
  });
  await expect(buffer(await fetchPicture({ picture: endless }, true))).rejects.toThrow(
    AttachmentGone,
  );
});
