import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Change } from '#shared/contract/change.ts';
import { letGo } from './bound.ts';
import { type Cache, openCache } from './cache/cache.ts';
import { silentLog } from './test-console.ts';
import { freshFolder } from './test-folder.ts';

let place: ReturnType<typeof freshFolder>;
let cache: Cache;
beforeEach(() => {
  place = freshFolder();
  const key = { hex: 'ab'.repeat(32), fresh: true };
  cache = openCache({ folder: place.folder, key, log: silentLog });
});
afterEach(() => {
  cache.close();
  place.remove();
});
const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** `n` conversations of 100 messages each, every tenth with a file; the first is the longest silent. */
function fill(n: number, state: 'finished' | 'open'): void {
  const changes: Change[] = [];
  for (let c = 1; c <= n; c += 1) {
    const at = new Date(Date.UTC(2026, 0, 1) + c * 60_000).toISOString();
    const place = { contactId: id(9_000 + c), lastPosition: 100, settledPosition: 100 };
    changes.push({
      entity: 'conversation',
      id: id(c),
      row: { id: id(c), ...place, lastActivityAt: at },
    });
    const times = { createdAt: at, startedAt: at, lastInteractionAt: at };
    const end = state === 'finished' ? at : null;
    changes.push({
      entity: 'service',
      id: id(5_000 + c),
      row: {
        ...{ id: id(5_000 + c), conversationId: id(c), state, attendantId: id(1), ...times },
        ...{
          finishedAt: end,
          finishReason: end === null ? null : ('attendant' as const),
          evaluation: null,
        },
      },
    });
    for (let p = 1; p <= 100; p += 1) {
      const name = id(100_000 * c + p);
      const file = { id: name, kind: 'document', name: 'a.txt', mediaType: 'text/plain' } as const;
      changes.push({
        entity: 'message',
        id: name,
        row: {
          ...{ id: name, conversationId: id(c), serviceId: id(5_000 + c), position: p },
          ...{ direction: 'in', kind: 'text', text: 'x'.repeat(5_000), authorId: null },
          ...{ status: null, failure: null, sentAt: at },
          ...(p % 10 === 0 && { attachment: { ...file, size: 1, sha256: null, state: 'here' } }),
        },
      });
    }
  }
  cache.apply(changes);
}
const removed: string[] = [];
const files = { size: () => 0, remove: (name: string) => void removed.push(name) };
const nobody = { conversations: new Set<string>(), files: new Set<string>() };
const bounded = (waiting = nobody) => {
  removed.length = 0;
  let turns = 0;
  while (letGo({ cache, files, waiting: () => waiting })) turns += 1;
  return turns;
};
const bound = (most: number | null) =>
  cache.write(() => cache.tables.meta.set('copies', { wipeOnSignOut: false, most }));
const left = (c: number) => cache.tables.messages.before(id(c), 999, 999).length;

it('without a bound nothing goes', () => {
  fill(30, 'finished');
  bound(null);
  expect(bounded()).toBe(0);
});

it('the longest silent go first, their newest messages stay, and no more than needed', () => {
  fill(30, 'finished');
  const before = cache.tables.trim.size();
  bound(Math.ceil(before / 1024 / 1024) - 4);
  bounded();
  expect(cache.tables.trim.size()).toBeLessThan(before - 3 * 1024 * 1024);
  expect(left(1)).toBe(20);
  expect(left(30)).toBe(100);
  // What went is no longer found, and its files are gone with it.
  expect(removed).toContain(id(100_010));
  expect(removed).not.toContain(id(100_090));
  expect(cache.tables.summaries.all()).toHaveLength(30);
});

it('what is open, and what waits to be sent, never goes', () => {
  fill(10, 'open');
  bound(1);
  expect(bounded()).toBe(0);
  expect(left(1)).toBe(100);
  fill(10, 'finished');
  bounded({ conversations: new Set([id(1)]), files: new Set([id(200_010)]) });
  expect(left(1)).toBe(100);
  expect(left(2)).toBe(20);
  expect(removed).not.toContain(id(200_010));
  expect(removed).toContain(id(200_020));
});
