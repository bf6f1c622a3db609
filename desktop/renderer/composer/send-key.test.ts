import { expect, it } from 'vitest';
import { isSendKey } from './send-key.ts';

const press = (keys: string) => ({
  key: keys.includes('E') ? 'Enter' : 'a',
  shiftKey: keys.includes('S'),
  altKey: keys.includes('A'),
  ctrlKey: keys.includes('C'),
  metaKey: keys.includes('M'),
});

it.each([
  ['E', true, false],
  ['CE', true, true],
  ['ME', true, true],
  ['SE', false, false],
  ['CSE', false, false],
  ['AE', false, false],
  ['C', false, false],
])('%s sends: %s with Enter, %s with Ctrl+Enter', (keys, enter, ctrl) => {
  expect([isSendKey(press(keys), 'enter'), isSendKey(press(keys), 'ctrl-enter')]).toEqual([
    enter,
    ctrl,
  ]);
});
