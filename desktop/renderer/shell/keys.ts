import { commands, type DeskCommand } from './commands.ts';

type Press = Pick<KeyboardEvent, 'code' | 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;
type Chord = { ctrl: boolean; alt: boolean; shift: boolean; code: string | null; key: string };

const places: Readonly<Record<string, string>> = { Tab: 'Tab', '.': 'Period', ',': 'Comma' };

/** Alt is read by the key's place, since with Alt some systems type another letter. */
function chordOf(keys: string): Chord {
  const parts = keys.split('+');
  const key = parts.at(-1) ?? '';
  const alt = parts.includes('Alt');
  const byPlace = /^[A-Z]$/.test(key) ? `Key${key}` : (places[key] ?? null);
  return {
    ctrl: parts.includes('Ctrl'),
    alt,
    shift: parts.includes('Shift'),
    code: alt || /^[A-Z]$|^Tab$/.test(key) ? byPlace : null,
    key,
  };
}

const chords = commands.flatMap(({ keys, command }) =>
  command ? keys.map((one) => ({ chord: chordOf(one), command })) : [],
);

/** `typing`: the focus is where letters are text, so a bare `?` is one. */
export function commandOf(press: Press, typing: boolean): DeskCommand | null {
  const { code, key, altKey: alt, shiftKey: shift } = press;
  const ctrl = press.ctrlKey || press.metaKey;
  // AltGr comes as both: it types a letter.
  if (ctrl && alt) return null;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];
  if (digit && (ctrl || alt) && !shift) return { do: 'number', n: Number(digit) };
  const bare = !ctrl && !alt;
  if (bare && typing) return null;
  const found = chords.find(({ chord }) => {
    if (chord.ctrl !== ctrl || chord.alt !== alt) return false;
    // Cmd+Tab is the system's own.
    if (chord.key === 'Tab' && !press.ctrlKey) return false;
    if (chord.code === null) return chord.key === key;
    return chord.code === code && chord.shift === shift;
  });
  return found?.command ?? null;
}
