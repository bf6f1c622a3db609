import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Change } from '#shared/contract/change.ts';
import type { Conversation } from '#shared/contract/conversation.ts';
import type { Message } from '#shared/contract/message.ts';
import { freshFolder } from '../test-folder.ts';
import { type Cache, openCache } from './cache.ts';
import { openSqlite } from './sqlite.ts';

let place: ReturnType<typeof freshFolder>;
let cache: Cache;
const warned: object[] = [];
const key = 'ab'.repeat(32);
const open = (
  more: { suspect?: boolean; migrations?: string; key?: { hex: string; fresh: boolean } } = {},
) =>
  openCache({
    folder: place.folder,
    key: { hex: key, fresh: false },
    log: { warn: (fields) => void warned.push(fields) },
    ...more,
  });

beforeEach(() => {
  place = freshFolder();
  warned.length = 0;
  cache = open();
});
afterEach(() => {
  cache.close();
  place.remove();
});

const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const at = '2026-01-01T12:00:00.000Z';
const message = (number: number, position: number, more: Partial<Message> = {}): Message => ({
  id: id(number),
  conversationId: id(1),
  serviceId: id(90),
  position,
  direction: 'in',
  kind: 'text',
  text: `texto ${position}`,
  authorId: null,
  status: null,
  failure: null,
  sentAt: at,
  ...more,
});
const conversation = (number: number, lastPosition: number): Change => ({
  entity: 'conversation',
  id: id(number),
  row: { id: id(number), contactId: id(2), lastPosition, settledPosition: 0, lastActivityAt: at },
});
const written = (row: Message): Change => ({ entity: 'message', id: row.id, row });
const epoch = id(99);
const command = {
  id: id(50),
  conversationId: id(1),
  type: 'markRead',
  position: 3,
} as const;
const accept = () =>
  cache.keep(() => {
    cache.tables.commands.add({ command, givenAt: at });
    cache.tables.drafts.write(id(1), 'rascunho');
  });

it('writes a page with its cursor, says what it touched, and twice is once', () => {
  const page: Change[] = [
    conversation(1, 2),
    written(message(10, 1)),
    written(message(11, 2, { direction: 'out', status: 'sent' })),
  ];
  const touched = cache.apply(page, { epoch, seq: 3 });
  expect([...touched.conversations]).toEqual([id(1)]);
  expect(touched.arrived.map((one) => one.id)).toEqual([id(10)]);
  expect(cache.apply(page, { epoch, seq: 3 }).arrived).toEqual([]);
  expect(cache.tables.meta.get('cursor')).toEqual({ epoch, seq: 3 });
  expect(cache.tables.summaries.all()).toMatchObject([
    { lastMessage: message(11, 2, { direction: 'out', status: 'sent' }), unread: 1 },
  ]);
});

it('a page that cannot be written leaves rows and cursor as they were', () => {
  cache.apply([conversation(1, 1)], { epoch, seq: 1 });
  const broken = { ...message(10, 1), position: null } as unknown as Message;
  expect(() => cache.apply([conversation(2, 1), written(broken)], { epoch, seq: 3 })).toThrow();
  expect(cache.tables.meta.get('cursor')).toEqual({ epoch, seq: 1 });
  expect(cache.tables.summaries.all()).toHaveLength(1);
});

it('history is nobody’s to read, and no news, wherever it stands; a conversation may begin below 1', () => {
  const begins = { ...conversation(1, 2).row, firstPosition: -1 } as Conversation;
  const rows = [
    message(10, -1, { serviceId: null }),
    message(11, 0, { serviceId: null }),
    message(12, 1),
    message(13, 2, { serviceId: null }),
  ].map(written);
  const touched = cache.apply([{ entity: 'conversation', id: id(1), row: begins }, ...rows]);
  expect(touched.arrived.map((one) => one.id)).toEqual([id(12)]);
  const [entry] = cache.tables.summaries.all();
  expect(entry).toMatchObject({ unread: 1, conversation: begins });
  expect(cache.tables.summaries.unreadAbove([[id(1), 0]]).get(id(1))).toBe(1);
  const all = cache.tables.messages.before(id(1), 3, 10);
  expect(all.map(({ position }) => position)).toEqual([2, 1, 0, -1]);
});

it('rows that no longer exist go away', () => {
  cache.apply([conversation(1, 1), written(message(10, 1))]);
  const gone = cache.apply([{ entity: 'message', id: id(10), row: null }]);
  expect([...gone.messages]).toEqual([[id(10), id(1)]]);
  expect(cache.tables.summaries.all()[0]?.lastMessage).toBeNull();
  cache.apply([{ entity: 'conversation', id: id(1), row: null }]);
  expect(cache.tables.summaries.all()).toEqual([]);
});

it('after a reset only what the snapshot contained is left; pending commands and drafts stay', () => {
  cache.apply([conversation(1, 1), conversation(5, 0), written(message(10, 1))]);
  accept();
  const seen = {
    users: new Set<string>(),
    teams: new Set<string>(),
    tags: new Set<string>(),
    canned_replies: new Set<string>(),
    contacts: new Set<string>(),
    conversations: new Set([id(5)]),
    services: new Set<string>(),
    messages: new Set<string>(),
  };
  cache.retain(seen, { epoch, seq: 9 });
  expect(cache.tables.summaries.all().map((one) => one.conversation.id)).toEqual([id(5)]);
  expect(cache.tables.messages.has(id(10))).toBe(false);
  expect(cache.tables.commands.all()).toEqual([{ command, givenAt: at }]);
  expect(cache.tables.drafts.of(id(1))).toBe('rascunho');
});

it('counts as unread what came above one’s own mark and what was settled', () => {
  const rows = [1, 2, 3, 4, 5].map((position) => written(message(10 + position, position)));
  cache.apply([conversation(1, 5), ...rows]);
  const unread = () => cache.tables.summaries.some([id(1)])[0]?.unread;
  expect(unread()).toBe(5);
  const mark = { conversationId: id(1), position: 2 };
  cache.apply([{ entity: 'readMark', id: id(1), row: mark }]);
  expect(unread()).toBe(3);
  const settled = { ...(conversation(1, 5).row as object), settledPosition: 4 };
  cache.apply([{ entity: 'conversation', id: id(1), row: settled } as Change]);
  expect(unread()).toBe(1);
  expect(cache.tables.summaries.unreadAbove([[id(1), 1]]).get(id(1))).toBe(4);
});

const asides = () =>
  readdirSync(place.folder).filter((name) => /\.(damaged|newer)-.*Z$/.test(name));
const file = () => join(place.folder, 'cache.sqlite');

it('a damaged file is moved aside and begins anew, with no cursor', () => {
  cache.apply([conversation(1, 1)], { epoch, seq: 1 });
  cache.close();
  writeFileSync(file(), 'this is no database at all, and long enough to be looked at'.repeat(99));
  cache = open();
  expect(cache.tables.meta.get('cursor')).toBeNull();
  expect(cache.tables.summaries.all()).toEqual([]);
  expect(asides()).toHaveLength(1);
  expect(warned).toMatchObject([{ why: 'damaged' }]);
});

it('pending commands and drafts come out of a file that is damaged elsewhere', () => {
  const many = Array.from({ length: 3_000 }, (_, index) =>
    written(message(1_000 + index, index + 1)),
  );
  cache.apply([conversation(1, 3_000), ...many], { epoch, seq: 1 });
  accept();
  cache.close();
  const bytes = readFileSync(file());
  // The middle of the file is messages; the first pages are schema and small tables.
  bytes.fill(0x5a, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 200_000);
  writeFileSync(file(), bytes);
  cache = open();
  expect(() => cache.tables.messages.before(id(1), 9_999, 9_999)).toThrow(/malformed/);
  cache.close();
  cache = open({ suspect: true });
  expect(cache.tables.meta.get('cursor')).toBeNull();
  expect(cache.tables.commands.all()).toEqual([{ command, givenAt: at, sent: true }]);
  expect(cache.tables.drafts.of(id(1))).toBe('rascunho');
});

it('a file of a newer app is kept aside, and what waits in it goes on waiting here', () => {
  accept();
  cache.close();
  const newer = openSqlite(file(), { key, timeout: 0 });
  newer.pragma('user_version = 9000');
  newer.exec(`insert into commands (id, body, given_at) values ('x', '{"type":"unheardOf"}', '')`);
  newer.close();
  cache = open();
  expect(asides()).toHaveLength(1);
  expect(cache.tables.commands.all()).toEqual([{ command, givenAt: at, sent: true }]);
  expect(cache.tables.drafts.of(id(1))).toBe('rascunho');
  expect(warned).toMatchObject([{ why: 'newer', rescued: { commands: 1, unreadable: 1 } }]);
});

it('an older file is brought forward, once and with everything in it', () => {
  accept();
  cache.close();
  const own = new URL('../../../migrations/cache/', import.meta.url);
  const sql = freshFolder();
  cpSync(own, sql.folder, { recursive: true });
  writeFileSync(join(sql.folder, '9999-more.sql'), 'create table more (id integer);');
  cache = open({ migrations: sql.folder });
  expect(cache.tables.commands.all()).toHaveLength(1);
  cache.close();
  cache = open({ migrations: sql.folder });
  expect(asides()).toEqual([]);
  sql.remove();
});

it('drafts: what could not be sent goes below what is being written', () => {
  const { drafts } = cache.tables;
  drafts.append(id(1), 'um');
  drafts.append(id(1), 'dois');
  expect(drafts.of(id(1))).toBe('um\ndois');
  drafts.write(id(1), 'bom d');
  drafts.spend(id(1), 'bom dia');
  expect(drafts.of(id(1))).toBe('');
  drafts.write(id(1), 'outra coisa');
  drafts.spend(id(1), 'bom dia');
  expect(drafts.of(id(1))).toBe('outra coisa');
});

it('what the system wrote by itself is no last word: the contact still waits for an answer', () => {
  const apply = (...changes: Change[]) => cache.apply(changes);
  const said = message(11, 1);
  const greeting = message(12, 2, { direction: 'out', content: { automatic: 'greeting' } });
  const asked = message(13, 3, { direction: 'out', content: { evaluation: { part: 'question' } } });
  apply(conversation(1, 2), written(said), written(greeting));
  expect(cache.tables.summaries.all()[0]).toMatchObject({
    lastMessage: { id: said.id },
    unread: 1,
  });
  apply(conversation(1, 3), written(asked));
  expect(cache.tables.summaries.all()[0]?.lastMessage?.id).toBe(asked.id);
});
