import { expect, it } from 'vitest';
import { draftOf, patchOf } from './draft.ts';

const unbounded = { wipeOnSignOut: false, most: null };

it('asks for nothing where nothing was changed, and for no more than what was', () => {
  for (const settings of [unbounded, { wipeOnSignOut: true, most: 50 }]) {
    expect(patchOf(draftOf(settings), settings)).toEqual({});
  }
  const draft = draftOf({ wipeOnSignOut: true, most: 500 });
  expect(patchOf(draft, { wipeOnSignOut: false, most: 500 })).toEqual({ wipeOnSignOut: true });
  expect(patchOf({ ...draft, bounded: false }, { wipeOnSignOut: true, most: 500 })).toEqual({
    most: null,
  });
});

it.each(['', '49', '1000001', '60.5', 'muito', '-500', '1e9'])('takes no bound of “%s”', (most) => {
  const draft = { ...draftOf(unbounded), bounded: true, most };
  expect(patchOf(draft, unbounded)).toBeNull();
  // Unread while there is no bound.
  expect(patchOf({ ...draft, bounded: false }, unbounded)).toEqual({});
});
