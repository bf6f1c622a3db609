/**
 * What a console has after years: 500,000 messages of 5,000 conversations, encrypted and indexed. Made
 * once (a minute or two) and kept below node_modules/.cache for the next run.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { type Cache, openCache } from '#core/cache/cache.ts';
import type { Change } from '#shared/contract/change.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { root } from '../programs.ts';
import { openVocabulary } from './vocabulary.ts';

export const conversations = 5_000;
/** The first ones have a history to scroll in. */
export const long = 10;
const waiting = 500;
const each = 96;
const messagesOf = (n: number): number => (n < long ? each + 2_000 : each);
export const messages = Array.from({ length: conversations }, (_, n) => messagesOf(n)).reduce(
  (sum, count) => sum + count,
);

/** The same in every history, so that one can be kept: who looks at it. */
export const attendantId: Id = '01930000-0000-7000-8000-000000000001';
export const cacheKey = 'ab'.repeat(32);
export const phoneOf = (n: number): string => `55119${80_000_000 + n}`;
export const nameOf = (n: number): string => `Contato ${n}`;

const warn = { warn: (fields: object, text: string) => console.error(text, fields) };
export const openHistory = (folder: string): Cache =>
  openCache({ folder, key: { hex: cacheKey, fresh: false }, log: warn });

/** The folder of the finished cache. */
export function longHistory(): string {
  const kept = join(root, 'node_modules/.cache/bench');
  const folder = join(kept, `history-${madeBy()}`);
  if (existsSync(folder)) return folder;
  rmSync(kept, { recursive: true, force: true });
  const making = `${folder}.making`;
  mkdirSync(making, { recursive: true });
  console.log(`making a history of ${messages} messages, once`);
  const cache = openHistory(making);
  write(cache);
  while (cache.write(() => cache.tables.search.indexSome(2_000)));
  cache.close();
  renameSync(making, folder);
  return folder;
}

/** What it depends on: another history is made where any of it changes. */
function madeBy(): string {
  const sql = join(root, 'migrations/cache');
  const files = [
    ...readdirSync(sql).map((name) => join(sql, name)),
    ...['long-history.ts', 'vocabulary.ts'].map((name) => join(root, 'e2e/bench', name)),
  ];
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

const minute = 60_000;

function write(cache: Cache): void {
  const { chance, sentence } = openVocabulary();
  const now = Date.now();
  for (let n = 0; n < conversations; n += 1) {
    const [contactId, id, serviceId] = [newId(), newId(), newId()];
    const count = messagesOf(n);
    const last = now - n * 4 * minute;
    const at = (position: number) => new Date(last - (count - position) * 7 * minute).toISOString();
    const [begun, ended] = [at(count - each + 1), at(count)];
    const state = n < long ? 'open' : n < long + waiting ? 'waiting' : 'finished';
    const held = state !== 'waiting';
    const rows: Change[] = [
      {
        entity: 'contact',
        id: contactId,
        row: {
          ...{ id: contactId, name: nameOf(n), whatsappName: null },
          ...{ phone: `+${phoneOf(n)}`, createdAt: at(1) },
        },
      },
      {
        entity: 'conversation',
        id,
        row: {
          ...{ id, contactId, lastPosition: count, lastActivityAt: ended },
          settledPosition: state === 'waiting' ? count - 4 : count,
        },
      },
      {
        entity: 'service',
        id: serviceId,
        row: {
          ...{ id: serviceId, conversationId: id, state, createdAt: begun, evaluation: null },
          attendantId: held ? attendantId : null,
          startedAt: held ? begun : null,
          finishedAt: state === 'finished' ? ended : null,
          finishReason: state === 'finished' ? 'attendant' : null,
          lastInteractionAt: ended,
        },
      },
    ];
    for (let position = 1; position <= count; position += 1) {
      // Who waits has had no answer yet.
      const own = position % 3 === 0 && (held || position <= count - 4);
      const messageId = newId();
      rows.push({
        entity: 'message',
        id: messageId,
        row: {
          ...{ id: messageId, conversationId: id, position, kind: 'text', failure: null },
          serviceId: position > count - each ? serviceId : null,
          direction: own ? 'out' : 'in',
          text: chance() < 0.1 ? `${sentence()}\n\n*${sentence()}*\n${sentence()}` : sentence(),
          authorId: own ? attendantId : null,
          status: own ? 'read' : null,
          sentAt: at(position),
          ...(chance() < 0.05 && {
            quote: { messageId: null, direction: 'in', kind: 'text', text: sentence() },
          }),
          ...(chance() < 0.05 && {
            reactions: [{ direction: own ? 'in' : 'out', emoji: '👍', userId: null }],
          }),
        },
      });
    }
    cache.apply(rows);
  }
}
