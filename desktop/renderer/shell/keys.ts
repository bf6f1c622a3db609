/** Heard whatever is open: who calls does not wait for a dialog. */
const callKeys = { KeyA: 'answer', KeyR: 'decline', KeyH: 'hangUp', KeyU: 'mute' } as const;
export type CallKey = (typeof callKeys)[keyof typeof callKeys];
export const isCallKey = (command: KeyCommand): command is { do: CallKey } =>
  Object.values<string>(callKeys).includes(command.do);

/** What a key means, apart from what it does. */
export type KeyCommand =
  | { do: 'neighbour'; step: 1 | -1 }
  | { do: 'tab'; step: 1 | -1 }
  | { do: 'number'; n: number }
  | { do: 'close' | 'reopen' | 'start' | 'finish' | 'filter' | 'write' | 'shortcuts' }
  | { do: CallKey };

type Press = Pick<KeyboardEvent, 'code' | 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/**
 * Alt is read by the key's place, since with Alt some systems type another letter. The Alt variants
 * of closing and numbers are for browsers, which keep the Ctrl ones to themselves. `typing`: the
 * focus is where letters are text, so a bare `?` or `/` is one.
 */
export function commandOf(press: Press, typing: boolean): KeyCommand | null {
  const { code, key, altKey: alt, shiftKey: shift } = press;
  const ctrl = press.ctrlKey || press.metaKey;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];
  // AltGr comes as both: it types a letter.
  if (ctrl && alt) return null;
  if (press.ctrlKey && code === 'Tab') return { do: 'tab', step: shift ? -1 : 1 };
  if (ctrl && digit && !shift) return { do: 'number', n: Number(digit) };
  if (ctrl && code === 'KeyW' && !shift) return { do: 'close' };
  if (ctrl && shift && code === 'KeyT') return { do: 'reopen' };
  if (alt && !shift) {
    if (digit) return { do: 'number', n: Number(digit) };
    if (code === 'KeyJ') return { do: 'neighbour', step: 1 };
    if (code === 'KeyK') return { do: 'neighbour', step: -1 };
    if (code === 'KeyS') return { do: 'start' };
    if (code === 'KeyE') return { do: 'finish' };
    if (code === 'KeyF') return { do: 'filter' };
    if (code === 'KeyM') return { do: 'write' };
    if (code === 'KeyW') return { do: 'close' };
    if (Object.hasOwn(callKeys, code)) return { do: callKeys[code as keyof typeof callKeys] };
  }
  if (alt && shift && code === 'KeyT') return { do: 'reopen' };
  if (key === '?' && !ctrl && !alt && !typing) return { do: 'shortcuts' };
  return null;
}
