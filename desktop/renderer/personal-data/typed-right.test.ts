import { expect, it } from 'vitest';
import { isTypedRight } from './typed-right.ts';

const zuleica = { name: 'Zuleica  da Conceição', whatsappName: 'Zu', phone: '+5573981725364' };

it.each([
  ['Zuleica da Conceição', true],
  ['  zuleica da conceicao ', true],
  ['+55 73 98172-5364', true],
  ['5573981725364', true],
  ['', false],
  ['   ', false],
  ['Zuleica', false],
  ['Zu', false],
  ['73981725364', false],
  ['55739817253640', false],
  ['Zuleica 5573981725364', false],
])('%j: %s', (typed, right) => {
  expect(isTypedRight(typed, zuleica)).toBe(right);
});

it('without a name it is the number, and without either nothing is right', () => {
  const number = { name: null, whatsappName: null, phone: '+5573981725364' };
  expect(isTypedRight('+55 73 98172-5364', number)).toBe(true);
  expect(isTypedRight('+', { name: null, whatsappName: null, phone: null })).toBe(false);
});
