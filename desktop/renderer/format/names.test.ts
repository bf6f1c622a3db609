import { expect, it } from 'vitest';
import { senderName } from './names.ts';

it.each([
  [{ name: 'Bia', phone: '+5511999990011' }, 'Bia'],
  [{ name: ' \u202e ', phone: '+5511999990011' }, '+55 (11) 99999-0011'],
  [{ name: null, phone: '+5511999990011' }, '+55 (11) 99999-0011'],
  [{ name: null, phone: null }, null],
  [{ name: '', phone: null }, null],
])('who of a group wrote: %j is %j', (sender, name) => {
  expect(senderName(sender)).toBe(name);
});
