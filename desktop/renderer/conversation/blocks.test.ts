import fc from 'fast-check';
import { expect, it } from 'vitest';
import { message } from '../preview/samples.ts';
import { blockSize, blocksOf } from './blocks.ts';
import { isSame } from './row-view.tsx';
import { firstIndexOf, rowsOf } from './rows.ts';
import { newThread, type Thread, withChanges, withPage } from './thread.ts';

const page = (from: number, to: number) => ({
  messages: Array.from({ length: to - from + 1 }, (_, n) => message(from + n)),
  services: [],
  more: true,
});
const blocks = (thread: Thread) => {
  const rows = rowsOf(thread);
  return blocksOf(rows, firstIndexOf(rows, thread.anchor));
};
const placeOf = (thread: Thread, key: string) =>
  blocks(thread).find(({ rows }) => rows.some((row) => row.key === key))?.n;

it('have every row once, and a message stays in its block whatever comes above and below', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 70 }), (up, down) => {
      const before = withPage(newThread, page(200, 260), true);
      const after = withChanges(
        withPage(before, page(200 - up, 199), false),
        page(261, 260 + down).messages,
        [],
        [],
      );
      const all = blocks(after);
      expect(all.flatMap(({ rows }) => rows.map(({ key }) => key))).toEqual(
        rowsOf(after).map(({ key }) => key),
      );
      expect(all.every(({ rows }) => rows.length <= blockSize)).toBe(true);
      expect(all.map(({ n }) => n)).toEqual(all.map((_, n) => (all[0]?.n ?? 0) + n));
      for (const key of ['m200', 'm231', 'm260']) {
        expect(placeOf(after, key)).toBe(placeOf(before, key));
      }
    }),
  );
});

it('a row made anew is the same until what it shows is another', () => {
  const thread = withPage(newThread, page(1, 3), true);
  const [one, two] = [rowsOf(thread), rowsOf({ ...thread })];
  expect(one.every((row, n) => two[n] && isSame(row, two[n]))).toBe(true);
  const edited = rowsOf(withChanges(thread, [message(2, { text: 'x' })], [], []));
  expect(one.map((row, n) => edited[n] !== undefined && isSame(row, edited[n]))).toEqual([
    ...[true, true, false, true],
  ]);
  const divided = rowsOf(thread, { messageId: 'm3', count: 1 });
  expect(divided.at(-1)).toMatchObject({ divided: 1, first: true });
  expect(isSame(one.at(-1) as never, divided.at(-1) as never)).toBe(false);
});

it('what is missing is said where it was read past, not where it is on its way', () => {
  const offline = withPage(withPage(newThread, page(100, 160), true), page(10, 40), false);
  expect(rowsOf(offline).filter(({ type }) => type === 'gap')).toMatchObject([
    { below: 100, missing: 59 },
  ]);
  const filled = withPage(offline, page(41, 99), false);
  expect(rowsOf(filled).some(({ type }) => type === 'gap')).toBe(false);
  const early = withChanges(filled, [message(170)], [], []);
  expect(rowsOf(early).some(({ type }) => type === 'gap')).toBe(false);
});
