import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Command } from '#shared/contract/command.ts';
import { type Cache, openCache } from '../cache/cache.ts';
import { silentLog } from '../test-console.ts';
import { freshFolder } from '../test-folder.ts';
import { type Outbox, openOutbox } from './outbox.ts';

const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
let next = 100;
const common = (conversation = 1) => {
  next += 2;
  return { id: id(next), conversationId: id(conversation) };
};
const say = (text: string, conversation = 1) =>
  ({
    ...common(conversation),
    type: 'sendMessage',
    messageId: id(next + 1),
    kind: 'text',
    text,
  }) as const;
const note = () => ({ ...common(), type: 'addNote', messageId: id(next + 1), text: 'n' }) as const;
const react = (messageId: string) =>
  ({ ...common(), type: 'reactToMessage', messageId, emoji: '👍' }) as const;
const finish = () => ({ ...common(), type: 'finishService', serviceId: id(9) }) as const;
const transfer = () =>
  ({ ...common(), type: 'transferService', serviceId: id(9), attendantId: id(8) }) as const;

let place: ReturnType<typeof freshFolder>;
let cache: Cache;
let outbox: Outbox;
let sent: Command[];
const hold = 5_000;
const done = { ok: true, value: { service: null, message: null } };

const openOne = () =>
  openOutbox({
    cache,
    send: async (command) => {
      sent.push(command);
      return done;
    },
    ready: () => true,
    absorb: () => {},
    log: silentLog,
    now: () => '2026-01-01T12:00:00.000Z',
    changed: () => {},
    refused: () => {},
    unauthenticated: () => {},
    failed: (error) => {
      throw error;
    },
    files: { there: () => true, carry: async () => true, forget: () => {} },
  });
const names = () => sent.map((command) => ('text' in command ? command.text : command.type));
const after = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  place = freshFolder();
  cache = openCache({
    folder: place.folder,
    log: silentLog,
    key: { hex: 'ab'.repeat(32), fresh: false },
  });
  sent = [];
  outbox = openOne();
});
afterEach(() => {
  outbox.close();
  cache.close();
  place.remove();
  vi.useRealTimers();
});

it('a message waits for its time, in its order, and holds up no other conversation', async () => {
  outbox.give(say('a'), hold);
  await after(1_000);
  outbox.give(say('b'), hold);
  // Given while there was nothing to take back: still after those before it.
  outbox.give(say('c'));
  outbox.give(say('other', 2));
  expect(outbox.given()).toBe(2);
  await after(3_900);
  expect(names()).toEqual(['other']);
  await after(200);
  expect(names()).toEqual(['other', 'a']);
  await after(1_000);
  expect(names()).toEqual(['other', 'a', 'b', 'c']);
});

it('notes, reactions and starts do not wait for it; what is done to it does', async () => {
  const held = say('a');
  outbox.give(held, hold);
  outbox.give(note());
  outbox.give(react(id(50)));
  outbox.give(react(held.messageId));
  outbox.give({ ...common(), type: 'startService', serviceId: id(9) });
  await after(0);
  expect(names()).toEqual(['n', 'reactToMessage', 'startService']);
  await after(hold);
  expect(names().slice(3)).toEqual(['a', 'reactToMessage']);
});

it('it goes at once before the end of the service, and when nobody looks any more', async () => {
  outbox.give(say('a'), hold);
  outbox.give(finish());
  await after(0);
  expect(names()).toEqual(['a', 'finishService']);
  outbox.give(say('b'), hold);
  outbox.give(say('c', 2), hold);
  outbox.release(id(1));
  await after(0);
  expect(names().slice(2)).toEqual(['b']);
  outbox.release(null);
  await after(0);
  expect(names().slice(2)).toEqual(['b', 'c']);
});

it('it goes at once before the service is handed over', async () => {
  outbox.give(say('a'), hold);
  outbox.give(transfer());
  await after(0);
  expect(names()).toEqual(['a', 'transferService']);
});

it('taken back it never goes, and what came after it does; gone it cannot be', async () => {
  const held = say('a');
  outbox.give(held, hold);
  outbox.give(say('b'));
  expect(outbox.cancel(held.messageId)).toBe(true);
  await after(hold);
  expect(names()).toEqual(['b']);
  const late = say('c');
  outbox.give(late, hold);
  await after(hold);
  expect(outbox.cancel(late.messageId)).toBe(false);
});

it('a restart loses nothing: what was held goes then', async () => {
  outbox.give(say('a'), hold);
  outbox.give(say('b'), hold);
  outbox.close();
  await after(hold);
  expect(names()).toEqual([]);
  outbox = openOne();
  outbox.pump();
  await after(0);
  expect(names()).toEqual(['a', 'b']);
});

it('a finish that is held lets what was said go, and keeps what is said next behind it', async () => {
  outbox.give(say('before'), hold);
  const held = finish();
  outbox.give(held, 2 * hold);
  outbox.give(say('after'));
  await after(hold);
  expect(names()).toEqual(['before']);
  expect(outbox.given()).toBe(1);
  await after(hold);
  expect(names()).toEqual(['before', 'finishService', 'after']);
  expect(outbox.takeBack(held.id)).toBe(false);
});

it('a finish that is taken back never goes; after a restart it does', async () => {
  const held = finish();
  outbox.give(held, hold);
  expect(outbox.takeBack(held.id)).toBe(true);
  outbox.give(finish(), hold);
  outbox.close();
  expect(names()).toEqual([]);
  outbox = openOne();
  outbox.pump();
  await after(0);
  expect(names()).toEqual(['finishService']);
});
