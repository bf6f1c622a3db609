import { type FarewellSetting, longestFarewell } from '../contract/timing.ts';

/** What people write when a service is over and nothing more is wanted. Editable per workspace. */
export const usualFarewells: FarewellSetting = {
  minutes: 30,
  'pt-BR': [
    'ok',
    'okay',
    'okk',
    'blz',
    'beleza',
    'certo',
    'combinado',
    'perfeito',
    'show',
    'top',
    'joia',
    'obrigado',
    'obrigada',
    'obg',
    'obgd',
    'brigado',
    'brigada',
    'muito obrigado',
    'muito obrigada',
    'ok obrigado',
    'ok obrigada',
    'valeu',
    'vlw',
    'grato',
    'grata',
    'agradeco',
    'gratidao',
    'tchau',
    'ate mais',
    'ate logo',
    'ate amanha',
    'bom fim de semana',
    'igualmente',
    'amem',
    'disponha',
    'de nada',
  ],
  en: [
    'thanks',
    'thank you',
    'thank you so much',
    'many thanks',
    'thx',
    'ty',
    'ok thanks',
    'great',
    'perfect',
    'bye',
    'goodbye',
    'see you',
    'cheers',
    'have a nice day',
    'you too',
  ],
};

/** Of every language: contacts thank in their own. */
export const knownFarewells = (setting: FarewellSetting): readonly string[] => [
  ...setting['pt-BR'],
  ...setting.en,
];

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}|\u200d/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();

const gesture = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{M}|\u200d|\s)+$/u;

/** True for a text that is nothing but thanks, a goodbye, or a short row of emoji. */
export function isFarewell(text: string, farewells: readonly string[]): boolean {
  if (text.length > longestFarewell) return false;
  if (text.trim() !== '' && gesture.test(text) && [...text.trim()].length <= 8) return true;
  const said = plain(text);
  if (said === '') return false;
  const known = new Set(farewells.map(plain));
  if (known.has(said)) return true;
  // "ok, muito obrigada, tchau": every part on its own is one.
  const parts = text
    .split(/[,.!;\n]+/)
    .map(plain)
    .filter(Boolean);
  return parts.length > 1 && parts.every((part) => known.has(part));
}

/** Each once, as a person wrote it first; what is nothing but signs says nothing. */
export function farewellsIn(words: readonly string[]): string[] {
  const seen = new Set<string>(['']);
  return words
    .map((word) => word.replace(/\s+/g, ' ').trim())
    .filter((word) => {
      const said = plain(word);
      if (seen.has(said)) return false;
      seen.add(said);
      return true;
    });
}
