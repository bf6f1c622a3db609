import { expect, it } from 'vitest';
import { commands } from './commands.ts';
import { commandOf } from './keys.ts';

const press = (keys: string, code: string, key = '') => ({
  code,
  key,
  altKey: keys.includes('A'),
  ctrlKey: keys.includes('C'),
  shiftKey: keys.includes('S'),
  metaKey: keys.includes('M'),
});

it.each([
  [press('C', 'Tab'), { do: 'tab', step: 1 }],
  [press('CS', 'Tab'), { do: 'tab', step: -1 }],
  [press('C', 'Digit3'), { do: 'number', n: 3 }],
  [press('A', 'Digit9'), { do: 'number', n: 9 }],
  [press('C', 'Comma', ','), { do: 'settings' }],
  [press('M', 'Comma', ','), { do: 'settings' }],
  [press('', 'Comma', ','), null],
  [press('C', 'KeyW'), { do: 'close' }],
  [press('M', 'KeyW'), { do: 'close' }],
  [press('A', 'KeyW'), { do: 'close' }],
  [press('CS', 'KeyT'), { do: 'reopen' }],
  [press('A', 'KeyJ', '∆'), { do: 'neighbour', step: 1 }],
  [press('A', 'KeyK'), { do: 'neighbour', step: -1 }],
  [press('A', 'KeyS'), { do: 'start' }],
  [press('A', 'KeyE'), { do: 'finish' }],
  [press('A', 'KeyA'), { do: 'answer' }],
  [press('A', 'KeyR', '®'), { do: 'decline' }],
  [press('A', 'KeyH'), { do: 'hangUp' }],
  [press('A', 'KeyU'), { do: 'mute' }],
  [press('C', 'KeyK', 'k'), { do: 'palette' }],
  [press('M', 'KeyK', 'k'), { do: 'palette' }],
  [press('AS', 'KeyJ'), { do: 'move', step: -1 }],
  [press('A', 'Period'), { do: 'tab', step: 1 }],
  [press('AS', 'KeyT'), { do: 'reopen' }],
  [press('A', 'KeyT'), { do: 'transfer' }],
  [press('M', 'Tab'), null],
  [press('AS', 'KeyA'), null],
  [press('C', 'KeyA'), null],
  [press('', 'KeyE', 'e'), null],
  [press('CS', 'KeyF'), { do: 'search' }],
  [press('MS', 'KeyF'), { do: 'search' }],
  [press('C', 'KeyF'), { do: 'find' }],
  [press('A', 'KeyF'), { do: 'filter' }],
  [press('CA', 'KeyE', '€'), null],
  [press('', 'Digit3', '3'), null],
] as const)('%j means %j', (event, command) => {
  expect(commandOf(event, true)).toEqual(command);
  expect(commandOf(event, false)).toEqual(command);
});

it('a question mark is text while one types', () => {
  expect(commandOf(press('S', 'Slash', '?'), true)).toBeNull();
  expect(commandOf(press('S', 'Slash', '?'), false)).toEqual({ do: 'shortcuts' });
});

it('no letter, digit, Enter or Delete alone does anything at all', () => {
  const keys = [...'abcdefghijklmnopqrstuvwxyz0123456789', 'Enter', 'Delete', 'Backspace', ' '];
  for (const key of keys) {
    const code = /^[a-z]$/.test(key) ? `Key${key.toUpperCase()}` : key;
    for (const shift of ['', 'S']) {
      expect(commandOf(press(shift, code, shift ? key.toUpperCase() : key), false)).toBeNull();
    }
  }
});

it('no keys mean two things, and a browser is told only what it leaves alone', () => {
  const all = commands.flatMap(({ keys }) => keys);
  expect(all.toSorted()).toEqual([...new Set(all)].toSorted());
  const reserved = /^Ctrl\+(?:W|N|T|Tab|Shift\+(?:T|N|W|Tab)|1…9)$/;
  for (const { name, keys, inBrowser } of commands) {
    expect([name, reserved.test(inBrowser ?? keys[0] ?? '')]).toEqual([name, false]);
    if (inBrowser) expect(keys).toContain(inBrowser);
  }
});
