import { expect, it } from 'vitest';
import { showPhone, toE164 } from './phone-number.ts';

it.each([
  ['+55 (11) 99999-0001', '+5511999990001'],
  ['5511999990001', '+5511999990001'],
  ['+1 415 555 0100', '+14155550100'],
])('reads %s', (text, phone) => expect(toE164(text)).toBe(phone));

it.each(['', '123', '0115599999', '+55119999a0001', '../../etc', '9'.repeat(16)])(
  'refuses %s',
  (text) => expect(toE164(text)).toBeNull(),
);

it('shows Brazilian numbers as people write them', () => {
  expect(showPhone('+5511999990001')).toBe('+55 (11) 99999-0001');
  expect(showPhone('+14155550100')).toBe('+14155550100');
});
