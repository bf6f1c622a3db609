import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Command } from '#shared/contract/command.ts';
import type { Refusal } from '#shared/contract/refusal.ts';
import { type Cache, openCache } from '../cache/cache.ts';
import { silentLog } from '../test-console.ts';
import { freshFolder } from '../test-folder.ts';
import { type Outbox, openOutbox } from './outbox.ts';

const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const at = '2026-01-01T12:00:00.000Z';
let next = 100;
const commandOf = (conversation: number, text: string): Command => {
  next += 2;
  return {
    id: id(next),
    type: 'sendMessage',
    conversationId: id(conversation),
    messageId: id(next + 1),
    kind: 'text',
    text,
  };
};
const markOf = (conversation: number, position: number): Command => {
  next += 2;
  return { id: id(next), type: 'markRead', conversationId: id(conversation), position };
};

type Flight = { command: Command; answer: (answer: unknown) => void; fail: () => void };

let place: ReturnType<typeof freshFolder>;
let cache: Cache;
let outbox: Outbox;
let flights: Flight[];
let refused: [Command, Refusal][];
let ready: boolean;
let signInNeeded: number;

const openOne = () =>
  openOutbox({
    cache,
    send: (command) =>
      new Promise((answer, reject) => {
        flights.push({ command, answer, fail: () => reject(new Error('no acknowledgement')) });
      }),
    ready: () => ready,
    absorb: () => {},
    log: silentLog,
    now: () => at,
    changed: () => {},
    refused: (...what) => void refused.push(what),
    unauthenticated: () => {
      signInNeeded += 1;
      ready = false;
    },
    failed: (error) => {
      throw error;
    },
    files: { there: () => true, carry: async () => true, forget: () => {} },
    retry: { first: 5, most: 20 },
  });

beforeEach(() => {
  place = freshFolder();
  cache = openCache({
    key: { hex: 'ab'.repeat(32), fresh: false },
    folder: place.folder,
    log: silentLog,
  });
  flights = [];
  refused = [];
  ready = true;
  signInNeeded = 0;
  outbox = openOne();
});
afterEach(() => {
  outbox.close();
  cache.close();
  place.remove();
});

const settled = () => new Promise((resolve) => setImmediate(resolve));
const done = { ok: true, value: { service: null, message: null } };
const no: Refusal = { ok: false, code: 'service-held', detail: 'No.' };
const texts = () => flights.map(({ command }) => ('text' in command ? command.text : command.type));
async function flown(count: number) {
  while (flights.length < count) await settled();
}

it('keeps the order within a conversation and lets others pass beside it', async () => {
  for (const text of ['a1', 'a2']) outbox.give(commandOf(1, text));
  outbox.give(commandOf(2, 'b1'));
  expect(texts()).toEqual(['a1', 'b1']);
  flights[1]?.answer(done);
  await settled();
  expect(texts()).toEqual(['a1', 'b1']);
  flights[0]?.answer(done);
  await flown(3);
  expect(texts()).toEqual(['a1', 'b1', 'a2']);
});

it('never has more than a few under way', () => {
  for (let at = 1; at <= 30; at += 1) outbox.give(commandOf(at, 'x'));
  expect(flights).toHaveLength(8);
  expect(outbox.waiting()).toBe(30);
});

it('what was not acknowledged goes again under the same id, before what came after it', async () => {
  outbox.give(commandOf(1, 'a1'));
  outbox.give(commandOf(1, 'a2'));
  flights[0]?.fail();
  await flown(2);
  flights[1]?.answer(undefined);
  await flown(3);
  expect(new Set(flights.map(({ command }) => command.id)).size).toBe(1);
  flights[2]?.answer(done);
  await flown(4);
  expect(texts()).toEqual(['a1', 'a1', 'a1', 'a2']);
});

it('a refusal is final, gives the text back, and what follows is still asked', async () => {
  cache.tables.drafts.write(id(1), 'em curso');
  outbox.give(commandOf(1, 'a1'));
  outbox.give(commandOf(1, 'a2'));
  flights[0]?.answer(no);
  await flown(2);
  flights[1]?.answer({ ...no, code: 'a code of a newer server' });
  await settled();
  expect(cache.tables.drafts.of(id(1))).toBe('em curso\na1\na2');
  expect(refused.map(([, { code }]) => code)).toEqual(['service-held', 'invalid']);
  expect(outbox.waiting()).toBe(0);
  expect(cache.tables.commands.all()).toEqual([]);
});

it('an ended sign-in is not final: everything waits', async () => {
  outbox.give(commandOf(1, 'a1'));
  flights[0]?.answer({ ok: false, code: 'unauthenticated', detail: 'Sign in.' });
  await settled();
  expect(signInNeeded).toBe(1);
  expect(cache.tables.commands.all()).toHaveLength(1);
  ready = true;
  outbox.wake();
  await flown(2);
  expect(texts()).toEqual(['a1', 'a1']);
});

it('reading collapses to the furthest, except the one that is under way', async () => {
  ready = false;
  outbox.give(markOf(1, 5));
  outbox.give(markOf(1, 3));
  outbox.give(markOf(1, 7));
  outbox.give(markOf(2, 1));
  expect(cache.tables.commands.all().map(({ command }) => command)).toMatchObject([
    { conversationId: id(1), position: 7 },
    { conversationId: id(2), position: 1 },
  ]);
  ready = true;
  outbox.pump();
  outbox.give(markOf(1, 9));
  expect(outbox.of(id(1)).map(({ command }) => command)).toMatchObject([
    { position: 7 },
    { position: 9 },
  ]);
});

it('the same message given twice is one command', () => {
  const command = commandOf(1, 'a1');
  expect(outbox.give(command)).toBe(command.id);
  expect(outbox.give({ ...command, id: id(9_999) })).toBe(command.id);
  expect(outbox.waiting()).toBe(1);
});

it('what waited is there again after a restart, in the order given', () => {
  ready = false;
  for (const text of ['a1', 'a2', 'a3']) outbox.give(commandOf(1, text));
  outbox.close();
  cache.close();
  cache = openCache({
    key: { hex: 'ab'.repeat(32), fresh: false },
    folder: place.folder,
    log: silentLog,
  });
  outbox = openOne();
  ready = true;
  outbox.pump();
  expect(outbox.of(id(1)).map(({ command }) => 'text' in command && command.text)).toEqual([
    'a1',
    'a2',
    'a3',
  ]);
  expect(texts()).toEqual(['a1']);
});

it('the first answer, heard again long after, does not turn a service back', async () => {
  const service = {
    id: id(7),
    conversationId: id(1),
    state: 'open' as const,
    attendantId: id(2),
    createdAt: at,
    startedAt: at,
    finishedAt: null,
    finishReason: null,
    lastInteractionAt: at,
    evaluation: null,
  };
  ready = false;
  outbox.give({ id: id(8), type: 'startService', conversationId: id(1), serviceId: id(7) });
  outbox.close();
  const finished = { ...service, state: 'finished' as const, finishedAt: at };
  cache.apply([{ entity: 'service', id: id(7), row: finished }]);
  ready = true;
  outbox = openOne();
  outbox.pump();
  flights[0]?.answer({ ok: true, value: { service, message: null } });
  await settled();
  expect(outbox.waiting()).toBe(0);
  expect(cache.tables.services.one(id(7))).toEqual(finished);
});

it('takes back anything that never left, and nothing that may have, not even after a restart', async () => {
  ready = false;
  const finish = (): Command => {
    next += 2;
    return { id: id(next), type: 'finishService', conversationId: id(1), serviceId: id(7) };
  };
  const [first, message, second] = [finish(), commandOf(1, 'oi'), finish()];
  for (const command of [first, message, second]) outbox.give(command);
  expect(outbox.takeBack(first.id)).toBe(true);
  expect(outbox.takeBack(message.id)).toBe(true);
  expect(outbox.takeBack(message.id)).toBe(false);
  expect(cache.tables.commands.all().map(({ command }) => command.id)).toEqual([second.id]);
  ready = true;
  outbox.pump();
  expect(flights.map(({ command }) => command.id)).toEqual([second.id]);
  expect(outbox.takeBack(second.id)).toBe(false);
  outbox.close();
  ready = false;
  outbox = openOne();
  expect(outbox.takeBack(second.id)).toBe(false);
  expect(outbox.waiting()).toBe(1);
});
