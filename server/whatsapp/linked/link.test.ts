/** What the driver does when a connection ends, against WhatsApp's own codes. */
import { makeWASocket, type UserFacingSocketConfig } from '@whiskeysockets/baileys';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/postgres/test-database.ts';
import { keptLog } from '../../platform/test-log.ts';
import { openAuth } from './auth-state.ts';
import { words } from './disconnects.ts';
import type { LinkParts } from './link.ts';
import { openTestLinked, pairedBefore, testKey, testLinked } from './test-linked.ts';
import {
  letIn,
  result,
  type Visit,
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

const rows = async () => (await database.pool.query('select 1 from linked_auth')).rows.length;

/** Timers that go off when the test says so. */
function heldTimers() {
  const waiting: { work: () => void; ms: number }[] = [];
  const heard: (() => void)[] = [];
  const setTimer: LinkParts['setTimer'] = (work, ms) => {
    const one = { work, ms };
    waiting.push(one);
    for (const look of heard.splice(0)) look();
    return { clear: () => void (waiting.includes(one) && waiting.splice(waiting.indexOf(one), 1)) };
  };
  return {
    setTimer,
    waiting,
    /** The next that is not the watch over a silent server. */
    async next(): Promise<{ ms: number; fire(): void }> {
      for (;;) {
        const one = waiting.find(({ ms }) => ms !== 60_000);
        if (one) {
          waiting.splice(waiting.indexOf(one), 1);
          return { ms: one.ms, fire: one.work };
        }
        await new Promise<void>((resolve) => heard.push(resolve));
      }
    },
  };
}

const fail = (visit: Visit, code: number) =>
  visit.send({ tag: 'failure', attrs: { reason: String(code) } });
const streamError = (visit: Visit, code: number) =>
  visit.send({ tag: 'stream:error', attrs: { code: String(code) } });

function held(more: Partial<LinkParts> = {}) {
  const timers = heldTimers();
  const linked = testLinked(database.pool, whatsapp.url, {
    parts: { setTimer: timers.setTimer, random: () => 0.5, ...more },
  });
  return { linked, timers };
}

test('515: another connection at once', async () => {
  await pairedBefore(database.pool);
  const { linked, timers } = held();
  streamError(await openTestLinked(linked, whatsapp), 515);
  const next = await timers.next();
  expect(next.ms).toBe(0);
  next.fire();
  await whatsapp.visit();
  expect(linked.states.every(({ state }) => state === 'open')).toBe(true);
});

test.each([408, 428, 503])('%i: later and later, though it was open for a moment', async (code) => {
  await pairedBefore(database.pool);
  const { linked, timers } = held();
  await linked.driver.start();
  const waits: number[] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    const visit = await whatsapp.visit();
    letIn(visit);
    await visit.hears(({ tag }) => tag === 'iq');
    fail(visit, code);
    const next = await timers.next();
    waits.push(next.ms);
    next.fire();
  }
  expect(waits).toEqual([750, 1_500, 3_000, 6_000]);
  expect(linked.states).toContainEqual({ state: 'reconnecting', reason: words.lost });
});

test('a cut is a 428: the state says that it is tried again', async () => {
  await pairedBefore(database.pool);
  const { linked, timers } = held();
  (await openTestLinked(linked, whatsapp)).cut();
  (await timers.next()).fire();
  expect(linked.states.at(-1)).toEqual({ state: 'reconnecting', reason: words.lost });
  letIn(await whatsapp.visit());
  await linked.state((state) => state === linked.states.at(-1) && state.state === 'open');
});

test('440: somebody else has the session: a long wait, and an alarm', async () => {
  await pairedBefore(database.pool);
  const { linked, timers } = held();
  fail(await openTestLinked(linked, whatsapp), 440);
  expect((await timers.next()).ms).toBeGreaterThanOrEqual(5 * 60_000);
  expect(linked.states.at(-1)).toEqual({ state: 'reconnecting', reason: words.replaced });
  expect(linked.lines).toContainEqual(expect.objectContaining({ alarm: true, code: 440 }));
});

test('401: the link is forgotten, the admin is told, and a new code is shown', async () => {
  await pairedBefore(database.pool);
  const { linked, timers } = held();
  fail(await openTestLinked(linked, whatsapp), 401);
  (await timers.next()).fire();
  const visit = await whatsapp.visit();
  // It does not log in any more: it registers.
  expect(visit.login.username).toBeFalsy();
  pairDevice(visit, ['ref1']);
  const shown = await linked.state(({ state }) => state === 'pairing');
  expect(shown).toEqual({
    state: 'pairing',
    qr: expect.stringContaining('ref1'),
    reason: words.loggedOut,
  });
  expect(linked.lines).toContainEqual(expect.objectContaining({ alarm: true, code: 401 }));
});

test('a new link knows nothing of the old one’s keys', async () => {
  await pairedBefore(database.pool);
  const configs: UserFacingSocketConfig[] = [];
  const { linked, timers } = held({
    makeSocket(config) {
      configs.push(config);
      return makeWASocket(config);
    },
  });
  const visit = await openTestLinked(linked, whatsapp);
  await configs[0]?.auth.keys.set({ session: { 'ana.0': new Uint8Array([1]) } });
  fail(visit, 401);
  (await timers.next()).fire();
  expect(await configs[1]?.auth.keys.get('session', ['ana.0'])).toEqual({});
});

test('what WhatsApp changes of the credentials is kept as it then is', async () => {
  await pairedBefore(database.pool);
  const linked = testLinked(database.pool, whatsapp.url);
  await linked.driver.start();
  letIn(await whatsapp.visit(), '12345');
  await linked.state(({ state }) => state === 'open');
  await linked.driver.stop();
  const { state } = await openAuth(database.pool, testKey, keptLog().log);
  expect(state.creds.me?.lid).toBe('12345@lid');
});

test('403: it stops, with an alarm, and the link is kept', async () => {
  await pairedBefore(database.pool);
  const { linked, timers } = held();
  fail(await openTestLinked(linked, whatsapp), 403);
  await linked.state(({ state }) => state === 'failed');
  expect(linked.states.at(-1)).toEqual({ state: 'failed', reason: words.forbidden });
  expect(linked.lines).toContainEqual(expect.objectContaining({ alarm: true, code: 403 }));
  expect(timers.waiting).toEqual([]);
  expect(await rows()).toBeGreaterThan(0);
});

test('405: the current version is asked for, and used', async () => {
  await pairedBefore(database.pool);
  const { linked, timers } = held({ askVersion: async () => [2, 3000, 42] });
  await linked.driver.start();
  const first = await whatsapp.visit();
  expect(first.login.userAgent?.appVersion?.tertiary).not.toBe(42);
  fail(first, 405);
  (await timers.next()).fire();
  const second = await whatsapp.visit();
  expect(second.login.userAgent?.appVersion?.tertiary).toBe(42);
});

test('405 with nobody to ask: it is tried again with the version that it has', async () => {
  await pairedBefore(database.pool);
  const { linked, timers } = held({ askVersion: () => Promise.reject(new Error('no net')) });
  await linked.driver.start();
  fail(await whatsapp.visit(), 405);
  (await timers.next()).fire();
  await whatsapp.visit();
});

test.each([
  { code: 411, times: 1, reason: words.mismatch },
  { code: 500, times: 3, reason: words.bad },
])('$code, $times times: paired again', async ({ code, times, reason }) => {
  await pairedBefore(database.pool);
  const { linked, timers } = held();
  await linked.driver.start();
  for (let turn = 0; turn < times; turn += 1) {
    const visit = await whatsapp.visit();
    expect(visit.login.username).toBeTruthy();
    fail(visit, code);
    (await timers.next()).fire();
  }
  const visit = await whatsapp.visit();
  expect(visit.login.username).toBeFalsy();
  expect(linked.states).toContainEqual({ state: 'starting', reason });
});

test('a server that says nothing is left after a minute', async () => {
  await pairedBefore(database.pool);
  const { linked, timers } = held();
  await linked.driver.start();
  await whatsapp.visit();
  timers.waiting.find(({ ms }) => ms === 60_000)?.work();
  expect((await timers.next()).ms).toBe(750);
});

function pairDevice(visit: Visit, refs: string[]): void {
  visit.send({
    tag: 'iq',
    attrs: { id: 'pair', type: 'set', from: 's.whatsapp.net', xmlns: 'md' },
    content: [
      {
        tag: 'pair-device',
        attrs: {},
        content: refs.map((ref) => ({ tag: 'ref', attrs: {}, content: Buffer.from(ref) })),
      },
    ],
  });
}

test('a new device shows a QR code', async () => {
  const { linked } = held();
  await linked.driver.start();
  pairDevice(await whatsapp.visit(), ['one', 'two']);
  const { qr } = await linked.state(({ state }) => state === 'pairing');
  expect(qr).toContain('one');
});

test('with a phone to pair with, a code to type there is asked for', async () => {
  const linked = testLinked(database.pool, whatsapp.url, {
    pairingPhone: () => '+55 11 90000-0000',
  });
  await linked.driver.start();
  const visit = await whatsapp.visit();
  pairDevice(visit, ['one']);
  const { pairingCode } = await linked.state(({ state }) => state === 'pairing');
  expect(pairingCode).toMatch(/^[A-Z0-9]{8}$/);
  const asked = await visit.hears(
    ({ content }) => Array.isArray(content) && content[0]?.tag === 'link_code_companion_reg',
  );
  expect(asked.content).toMatchObject([{ attrs: { jid: '5511900000000@s.whatsapp.net' } }]);
});

test('a link made with another server key is refused in words and left alone', async () => {
  await pairedBefore(database.pool);
  const before = await database.pool.query('select * from linked_auth');
  const linked = testLinked(database.pool, whatsapp.url, { key: Buffer.alloc(32, 8) });
  await expect(linked.driver.start()).rejects.toThrow(/another server key/);
  await linked.driver.stop();
  expect((await database.pool.query('select * from linked_auth')).rows).toEqual(before.rows);
  const right = testLinked(database.pool, whatsapp.url, { key: testKey });
  await openTestLinked(right, whatsapp);
});

test('it stops: the connection is closed and none is made', async () => {
  await pairedBefore(database.pool);
  const { linked, timers } = held();
  const visit = await openTestLinked(linked, whatsapp);
  await linked.driver.stop();
  await visit.closed;
  expect(timers.waiting).toEqual([]);
  expect(whatsapp.visits).toBe(1);
});

test('a restart needs no new code', async () => {
  await pairedBefore(database.pool);
  const first = testLinked(database.pool, whatsapp.url);
  await openTestLinked(first, whatsapp);
  await first.driver.stop();
  const second = testLinked(database.pool, whatsapp.url);
  expect((await openTestLinked(second, whatsapp)).login.username).toBeTruthy();
});

test('unlinked: WhatsApp is told, and nothing of the link is left', async () => {
  await pairedBefore(database.pool);
  const linked = testLinked(database.pool, whatsapp.url);
  await openTestLinked(linked, whatsapp);
  await linked.driver.stop();
  const unlinked = linked.driver.unlink();
  const visit = await whatsapp.visit();
  letIn(visit);
  const told = await visit.hears(
    ({ content }) => Array.isArray(content) && content[0]?.tag === 'remove-companion-device',
  );
  expect(told.attrs.xmlns).toBe('md');
  await unlinked;
  expect(await rows()).toBe(0);
});

test('a call link is WhatsApp’s own', async () => {
  await pairedBefore(database.pool);
  whatsapp.answer = ({ tag, attrs }) =>
    tag === 'call'
      ? { ...result(attrs.id ?? ''), content: [{ tag: 'link_create', attrs: { token: 'T0K' } }] }
      : undefined;
  const linked = testLinked(database.pool, whatsapp.url);
  await openTestLinked(linked, whatsapp);
  expect(await linked.driver.calls?.link?.(false)).toBe('https://call.whatsapp.com/voice/T0K');
  expect(await linked.driver.calls?.link?.(true)).toBe('https://call.whatsapp.com/video/T0K');
});

test('a call that rings is told of, and declined', async () => {
  await pairedBefore(database.pool);
  const linked = testLinked(database.pool, whatsapp.url);
  const visit = await openTestLinked(linked, whatsapp);
  const from = '5511999990001@s.whatsapp.net';
  visit.send({
    tag: 'call',
    attrs: { id: 'n1', from, t: '1700000100' },
    content: [{ tag: 'offer', attrs: { 'call-id': 'CALL1', 'call-creator': from } }],
  });
  await visit.hears(({ tag, attrs }) => tag === 'ack' && attrs.id === 'n1');
  await linked.driver.calls?.decline('CALL1');
  await visit.hears(({ tag, content }) => tag === 'call' && Array.isArray(content));
  expect(linked.events).toContainEqual(
    expect.objectContaining({ type: 'call', whatsappId: 'CALL1', outcome: 'ringing' }),
  );
  await expect(linked.driver.calls?.decline('NONE')).rejects.toThrow('rings no more');
});

test('the contact is told that their messages were read', async () => {
  await pairedBefore(database.pool);
  whatsapp.answer = ({ attrs }) =>
    attrs.xmlns === 'privacy'
      ? result(attrs.id ?? '', [
          {
            tag: 'privacy',
            attrs: {},
            content: [{ tag: 'category', attrs: { name: 'readreceipts', value: 'all' } }],
          },
        ])
      : undefined;
  const linked = testLinked(database.pool, whatsapp.url);
  const visit = await openTestLinked(linked, whatsapp);
  const who = { phone: '+5511999990001' };
  await linked.driver.markRead?.(who, ['R1', 'R2']);
  const receipt = (id: string) =>
    visit.hears(({ tag, attrs }) => tag === 'receipt' && attrs.id === id);
  expect((await receipt('R1')).attrs.type).toBe('read');
});
