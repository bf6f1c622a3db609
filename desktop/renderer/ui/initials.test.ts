import { expect, it } from 'vitest';
import { hueOf, initialsOf } from './initials.ts';

it.each([
  ['Maria das Graças Souza', 'MS'],
  ['josé', 'J'],
  ['+55 (11) 99999-0001', '#'],
  ['👩 Ana Paula', 'AP'],
  ['محمد علي', 'مع'],
  ['', '?'],
  ['🙂', '?'],
])('%s is %s', (name, initials) => expect(initialsOf(name)).toBe(initials));

it('keeps the colour of an id', () => {
  expect(hueOf('018f')).toBe(hueOf('018f'));
  expect(hueOf('018f')).toBeLessThan(8);
});
