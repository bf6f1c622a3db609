import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Change } from '#shared/contract/change.ts';
import type { Contact } from '#shared/contract/contact.ts';
import type { Message } from '#shared/contract/message.ts';
import { digitsOf, termsOf } from '#shared/rules/search-words.ts';
import { freshFolder } from '../test-folder.ts';
import { type Cache, openCache } from './cache.ts';
import { openDatabase, readMigrations } from './database.ts';

const key = 'ab'.repeat(32);
let place: ReturnType<typeof freshFolder>;
let cache: Cache;
const open = (migrations?: string) =>
  openCache({
    folder: place.folder,
    key: { hex: key, fresh: false },
    log: { warn: () => {} },
    migrations,
  });
beforeEach(() => {
  place = freshFolder();
  cache = open();
});
afterEach(() => {
  cache.close();
  place.remove();
});

const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const message = (n: number, text: string | null, more: Partial<Message> = {}): Message => ({
  id: id(n),
  conversationId: id(1),
  serviceId: null,
  position: n,
  direction: 'in',
  kind: 'text',
  text,
  authorId: null,
  status: null,
  failure: null,
  sentAt: new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString(),
  ...more,
});
const put = (...rows: Message[]) =>
  void cache.apply(rows.map((row): Change => ({ entity: 'message', id: row.id, row })));
const index = (limit = 1_000) => cache.write(() => cache.tables.search.indexSome(limit));
const find = (
  typed: string,
  more: { conversationId?: string; before?: string; limit?: number } = {},
) => {
  while (index());
  return cache.tables.search.messages(termsOf(typed), { before: null, limit: 50, ...more });
};
const found = (typed: string, more = {}) =>
  find(typed, more).map(({ message: { position } }) => position);

it('finds by accents, case, prefixes and several words, newest first', () => {
  put(message(1, 'Amanhã às nove'), message(3, 'AMANHA de manhã'), message(2, 'ontem'));
  expect(found('amanhã')).toEqual([3, 1]);
  expect(found('AMA')).toEqual([3, 1]);
  expect(found('nov amanha')).toEqual([1]);
  expect(found('manha')).toEqual([3]);
  expect(found('hoje')).toEqual([]);
});

it('words in quotes are found as they stand', () => {
  put(message(1, 'bom dia a todos'), message(2, 'dia bom'), message(3, 'bom diabo'));
  expect(found('"bom dia"')).toEqual([1]);
  expect(found('bom dia')).toEqual([3, 2, 1]);
});

it('captions, names of files, cards and notes are found', () => {
  put(
    message(1, 'olha', {
      kind: 'document',
      attachment: {
        ...{ id: id(9), kind: 'document', name: 'laudo_médico.pdf', mediaType: 'application/pdf' },
        ...{ size: 1, sha256: null, state: 'here' },
      },
    }),
    message(2, null, {
      kind: 'cards',
      content: { cards: [{ name: 'Otávio', phones: ['+5511'] }] },
    }),
    message(3, 'ligar depois', { kind: 'note', direction: 'out', status: 'sent' }),
  );
  expect(found('laudo olha')).toEqual([1]);
  expect(found('medico')).toEqual([1]);
  expect(found('otavio')).toEqual([2]);
  expect(found('ligar')).toEqual([3]);
  // Names of fields are no words of anybody's.
  expect(found('phones')).toEqual([]);
});

it('what is edited, deleted or moved is found as it is now', () => {
  put(message(1, 'primeira versão'), message(2, 'fica'));
  put(message(1, 'segunda versão'));
  expect(found('primeira')).toEqual([]);
  expect(found('segunda')).toEqual([1]);
  put(message(1, null, { deletedAt: '2026-01-01T00:00:00.000Z' }));
  expect(found('segunda')).toEqual([]);
  cache.apply([{ entity: 'message', id: id(2), row: null }]);
  expect(found('fica')).toEqual([]);
  put(message(2, 'fica'));
  put(message(2, 'fica', { conversationId: id(5) }));
  expect(found('fica', { conversationId: id(5) })).toEqual([2]);
  expect(found('fica', { conversationId: id(1) })).toEqual([]);
});

it('goes on where a page ended, also among messages of one millisecond', () => {
  const at = '2026-02-02T02:02:02.222Z';
  put(...Array.from({ length: 90 }, (_, n) => message(n + 1, `pedido ${n}`, { sentAt: at })));
  const seen: number[] = [];
  let before: string | undefined;
  for (;;) {
    const page = find('pedido', { limit: 40, ...(before && { before }) });
    seen.push(...page.map((one) => one.message.position));
    before = page.at(-1)?.place;
    if (page.length < 40) break;
  }
  expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 90 }, (_, n) => n + 1));
});

it('nothing that can be typed breaks it', () => {
  put(message(1, 'a "b" c* d% 👍 NEAR(x) AND OR NOT said:'));
  for (const typed of [
    '"',
    '*',
    '%',
    '👍',
    'NEAR(',
    'said:',
    'a" OR "b',
    '-',
    '^a',
    "'",
    ')',
    '{}',
    '\u0000',
  ]) {
    expect(() => found(typed), typed).not.toThrow();
    expect(
      () => cache.tables.search.contacts(termsOf(typed), digitsOf(typed), 5),
      typed,
    ).not.toThrow();
  }
  expect(found('AND OR NOT')).toEqual([1]);
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (typed) => void found(typed)));
});

it('contacts are found by the beginnings of their names and by their digits', () => {
  const contact = (n: number, name: string, phone: string | null): Change[] => [
    {
      entity: 'contact',
      id: id(n),
      row: { id: id(n), name, whatsappName: null, phone, createdAt: '2026-01-01T00:00:00.000Z' },
    },
    {
      entity: 'conversation',
      id: id(n + 100),
      row: {
        ...{ id: id(n + 100), contactId: id(n), lastPosition: 0, settledPosition: 0 },
        lastActivityAt: `2026-01-0${n}T00:00:00.000Z`,
      },
    },
  ];
  cache.apply([
    ...contact(1, 'João Ávila', '+5511987654321'),
    ...contact(2, 'Joana', null),
    ...contact(3, 'Ana', '+5521911112222'),
  ]);
  const names = (typed: string) =>
    cache.tables.search
      .contacts(termsOf(typed), digitsOf(typed), 10)
      .map((one) => one.contact.name);
  expect(names('joa')).toEqual(['Joana', 'João Ávila']);
  expect(names('avi jo')).toEqual(['João Ávila']);
  expect(names('ana')).toEqual(['Ana']);
  expect(names('98765-4321')).toEqual(['João Ávila']);
  expect(names('%')).toEqual([]);
});

it('contacts are found by other numbers, e-mails, attributes, notes and tags, all words of them', () => {
  const vip = { id: id(50), name: 'Paciente VIP', hue: 1 };
  const contact = (n: number, name: string, more: Partial<Contact>): Change[] => [
    {
      entity: 'contact',
      id: id(n),
      row: {
        ...{ id: id(n), name, whatsappName: null, phone: '+5511987654321' },
        ...{ createdAt: '2026-01-01T00:00:00.000Z', ...more },
      },
    },
    {
      entity: 'conversation',
      id: id(n + 100),
      row: {
        ...{ id: id(n + 100), contactId: id(n), lastPosition: 0, settledPosition: 0 },
        lastActivityAt: `2026-01-0${n}T00:00:00.000Z`,
      },
    },
  ];
  cache.apply([
    { entity: 'tag', id: vip.id, row: vip },
    ...contact(1, 'Maria', { tags: [vip.id], notes: 'Alérgica a dipirona' }),
    ...contact(2, 'Rita', { emails: ['rita.alves@clinica.example'], phones: ['+5521933334444'] }),
    ...contact(3, 'Maria', { attributes: { plano: 'Saúde Ouro' } }),
    // Who noted something has an id, too, which is no tag.
    ...contact(4, 'Bia', {
      edits: { notes: { by: vip.id, at: '2026-01-01T00:00:00.000Z' } },
    }),
  ]);
  const found = (typed: string) =>
    cache.tables.search.contacts(termsOf(typed), digitsOf(typed), 10).map((one) => one.contact.id);
  expect(found('alves@clin')).toEqual([id(2)]);
  expect(found('(21) 93333-4444')).toEqual([id(2)]);
  expect(found('ouro')).toEqual([id(3)]);
  expect(found('alergica')).toEqual([id(1)]);
  expect(found('maria')).toEqual([id(3), id(1)]);
  expect(found('vip')).toEqual([id(1)]);
  expect(found('maria vip dipi')).toEqual([id(1)]);
  expect(found('rita vip')).toEqual([]);
  expect(found('clinica ouro')).toEqual([]);
  cache.apply([{ entity: 'tag', id: vip.id, row: { ...vip, name: 'Retorno' } }]);
  expect([found('vip'), found('retorn')]).toEqual([[], [id(1)]]);
  cache.apply([{ entity: 'tag', id: vip.id, row: null }]);
  expect(found('retorn')).toEqual([]);
});

it('contacts of a cache from before that are looked at anew', () => {
  cache.close();
  const own = new URL('../../../migrations/cache/', import.meta.url);
  const before = freshFolder();
  cpSync(own, before.folder, { recursive: true });
  for (const name of readdirSync(before.folder)) {
    if (name >= '0011') rmSync(join(before.folder, name));
  }
  place.remove();
  place = freshFolder();
  const old = openOld(place.folder, before.folder);
  old
    .prepare(
      `insert into contacts (id, name, phone, created_at, more, words) values (?, ?, ?, ?, ?, ?)`,
    )
    .run(id(1), 'Rita', null, '', JSON.stringify({ emails: ['rita@clinica.example'] }), ' rita');
  old
    .prepare(
      `insert into conversations (id, contact_id, last_position, settled_position, last_activity_at)
       values (?, ?, 0, 0, '')`,
    )
    .run(id(101), id(1));
  old.close();
  cache = open();
  expect(cache.tables.search.complete()).toBe(false);
  while (index());
  expect(cache.tables.search.complete()).toBe(true);
  expect(cache.tables.search.contacts(termsOf('rita@clin'), null, 5)).toHaveLength(1);
  before.remove();
});

it('a cache from before there was a search is indexed in pieces and works meanwhile', () => {
  cache.close();
  const own = new URL('../../../migrations/cache/', import.meta.url);
  const before = freshFolder();
  cpSync(own, before.folder, { recursive: true });
  for (const name of readdirSync(before.folder)) {
    if (!name.includes('search') && name < '0009') continue;
    rmSync(join(before.folder, name));
  }
  place.remove();
  place = freshFolder();
  // As an older app wrote it.
  const old = openOld(place.folder, before.folder);
  const insert = old.prepare(
    `insert into messages (id, conversation_id, position, direction, kind, text, sent_at)
     values (?, ?, ?, 'in', 'text', ?, ?)`,
  );
  for (let n = 1; n <= 250; n += 1) {
    const row = message(n, `antiga ${n}`);
    insert.run(row.id, row.conversationId, row.position, row.text, row.sentAt);
  }
  old.close();
  cache = open();
  expect(cache.tables.search.complete()).toBe(false);
  // Rows may be changed, removed and added before their turn comes, and between two turns.
  put(message(7, 'antiga e mudada'), message(999, 'antiga nova'));
  expect(index(100)).toBe(true);
  cache.apply([8, 240].map((n): Change => ({ entity: 'message', id: id(n), row: null })));
  put(message(239, 'antiga e tardia'));
  const newest = () =>
    cache.tables.search.messages(termsOf('antiga'), { before: null, limit: 99 }).length;
  expect(newest()).toBeGreaterThan(80);
  expect(cache.tables.search.complete()).toBe(false);
  let pieces = 1;
  while (index(100)) pieces += 1;
  expect(pieces).toBeLessThan(6);
  expect(cache.tables.search.complete()).toBe(true);
  expect(found('tardia')).toEqual([239]);
  expect(found('mudada')).toEqual([7]);
  expect(found('antiga', { limit: 999 })).toHaveLength(249);
  expect(found('antiga', { limit: 3 })).toEqual([999, 250, 249]);
  expect(cache.tables.messages.before(id(1), 9_999, 9_999)).toHaveLength(249);
  before.remove();
});

function openOld(folder: string, migrations: string) {
  return openDatabase(join(folder, 'cache.sqlite'), readMigrations(migrations), key);
}
