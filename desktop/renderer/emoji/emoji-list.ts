/** Every emoji with its names in the language of the console, loaded when first asked for. */
import type { Language } from '#shared/contract/bridge.ts';
import { folded } from '../format/names.ts';

export type Emoji = { emoji: string; label: string; words: string };
type Row = { unicode: string; label: string; group?: number; order?: number; tags?: string[] };

const loaded = new Map<Language, Promise<readonly Emoji[]>>();

export const listOf = (rows: readonly Row[]): Emoji[] =>
  rows
    // Without a group: parts of others, such as single letters of a flag. Group 2: skin tones alone.
    .filter(({ group }) => group !== undefined && group !== 2)
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map(({ unicode, label, tags = [] }) => ({
      emoji: unicode,
      label,
      words: folded([label, ...tags].join(' ')),
    }));

export function loadEmoji(language: Language): Promise<readonly Emoji[]> {
  let list = loaded.get(language);
  if (!list) {
    const rows: Promise<{ default: unknown }> =
      language === 'en'
        ? import('emojibase-data/en/compact.json')
        : import('emojibase-data/pt/compact.json');
    list = rows.then((module) => listOf(module.default as Row[]));
    loaded.set(language, list);
  }
  return list;
}

/** Those with a name for each word asked for, by its beginning and without accents; all for none. */
export function found(list: readonly Emoji[], wanted: string): readonly Emoji[] {
  const asked = folded(wanted).split(/\s+/).filter(Boolean);
  if (asked.length === 0) return list;
  return list.filter(({ words }) =>
    asked.every((word) => words.startsWith(word) || words.includes(` ${word}`)),
  );
}
