import type { Template } from '#shared/contract/template.ts';
import { folded } from '../format/names.ts';

/** Its name and language tell it from every other. */
export const keyOf = ({ name, language }: Template): string => `${name} ${language}`;

/** As people write it: `order_update` is one word to Meta only. */
export const titleOf = ({ name }: Template): string => name.replaceAll('_', ' ');

/** Those there are, each once, in order. */
export const languagesOf = (items: readonly Template[]): string[] =>
  [...new Set(items.map(({ language }) => language))].sort();

/** The one to begin with: the console's own, where it is among them; null: every language. */
export function languageFor(languages: readonly string[], locale: string): string | null {
  const wanted = locale.replace('-', '_');
  const same = languages.find((one) => one === wanted);
  const kin = languages.find((one) => one.split('_')[0] === wanted.split('_')[0]);
  return same ?? kin ?? null;
}

/** By the words of its name or of its text, each anywhere. */
export function matching(
  items: readonly Template[],
  wanted: string,
  language: string | null,
): Template[] {
  const words = folded(wanted).split(/\s+/).filter(Boolean);
  return items
    .filter((one) => language === null || one.language === language)
    .filter((one) => {
      const text = folded([titleOf(one), one.name, one.header, one.body, one.footer].join('\n'));
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => a.name.localeCompare(b.name) || a.language.localeCompare(b.language));
}
