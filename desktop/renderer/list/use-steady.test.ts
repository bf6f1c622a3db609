import { expect, it } from 'vitest';
import { shiftOf } from './use-steady.ts';

const list = [...'abcdefghij'];

it.each([
  ['one comes in above', ['x', ...list], 1],
  ['one in sight goes to the top', ['e', ...list.filter((id) => id !== 'e')], 0],
  ['one from below goes to the top', ['j', ...list.filter((id) => id !== 'j')], 1],
  ['one above is taken away', list.filter((id) => id !== 'a'), -1],
  ['nothing moves', list, 0],
  ['another list', ['p', 'q'], 0],
])('%s', (_, after, shift) => expect(shiftOf(list, after, 3, 5)).toBe(shift));
