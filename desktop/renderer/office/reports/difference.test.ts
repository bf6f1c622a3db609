import fc from 'fast-check';
import { expect, it } from 'vitest';
import { differenceOf } from './difference.ts';

it('says more, less, or the same, and what share that is', () => {
  expect(differenceOf(12, 10)).toEqual({ kind: 'more', by: 2, share: 0.2 });
  expect(differenceOf(0, 8)).toEqual({ kind: 'less', by: 8, share: 1 });
  expect(differenceOf(7, 7)).toEqual({ kind: 'same' });
});

it('of nothing there is no share, and where nothing was counted no difference', () => {
  expect(differenceOf(5, 0)).toEqual({ kind: 'more', by: 5, share: null });
  expect(differenceOf(0, 0)).toEqual({ kind: 'same' });
  expect(differenceOf(null, 4)).toBeNull();
  expect(differenceOf(4, null)).toBeNull();
});

it('what is shown alike is the same, and steps leave no dust', () => {
  expect(differenceOf(4.301, 4.299, 0.1)).toEqual({ kind: 'same' });
  expect(differenceOf(0.3, 0.1, 0.1)).toMatchObject({ by: 0.2 });
  expect(differenceOf(59.6, 60.2)).toEqual({ kind: 'same' });
  expect(differenceOf(0.912, 0.5, 0.01)).toMatchObject({ kind: 'more', by: 0.41 });
});

it('turned round, more is less by as much', () => {
  const figure = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(figure, figure, fc.constantFrom(1, 0.1, 0.01), (now, before, step) => {
      const [there, back] = [differenceOf(now, before, step), differenceOf(before, now, step)];
      if (!there || !back) throw new Error('no difference');
      if (there.kind === 'same' || back.kind === 'same') {
        expect(back).toEqual(there);
        return;
      }
      expect([back.by, back.kind]).toEqual([there.by, there.kind === 'more' ? 'less' : 'more']);
    }),
  );
});
