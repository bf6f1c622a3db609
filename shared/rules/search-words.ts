/** What is typed into a search, and where it stands in a text: the same for cache and server. */
import type { Contact } from '../contract/contact.ts';
import type { Message } from '../contract/message.ts';
import type { Snippet } from '../contract/search.ts';

/** One word or, where it was in quotes, several that follow each other. */
export type Term = { words: readonly string[]; prefix: boolean };

const word = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}]*/gu;
/** No search has use for more, and a database that is asked for less answers sooner. */
const mostTerms = 12;
const longestWord = 64;

const wordsIn = (text: string): string[] =>
  (text.match(word) ?? []).map((one) => [...one].slice(0, longestWord).join(''));

/**
 * A word stands for whatever begins with it (a single letter for itself, or it would be everything);
 * words in quotes for just themselves, in this order.
 * Everything else that can be typed (signs, emoji) separates words and is not looked for.
 */
export function termsOf(typed: string): Term[] {
  const terms: Term[] = [];
  // A quote that is never closed reaches to the end.
  typed
    .toWellFormed()
    .split(/["“”«»]/)
    .forEach((part, n) => {
      const words = wordsIn(part);
      if (n % 2 === 1) {
        if (words.length > 0) terms.push({ words, prefix: false });
      } else for (const one of words) terms.push({ words: [one], prefix: [...one].length > 1 });
    });
  return terms.slice(0, mostTerms);
}

/** The digits of what looks like a phone number; null: it does not. */
export function digitsOf(typed: string): string | null {
  const digits = typed.replace(/\D/g, '');
  return digits.length >= 3 && /^[\d\s()+./-]+$/.test(typed) ? digits : null;
}

/** No accents, no capitals. */
export const foldedWord = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** By what a contact is found beside its names, its numbers and the names of its tags. */
export const knownOf = ({ emails, attributes, notes }: Contact): string[] => [
  ...(emails ?? []),
  ...Object.values(attributes ?? {}),
  ...(notes === undefined ? [] : [notes]),
];

/** The names of a contact, folded: each word after a space. */
export const contactWords = ({ name, whatsappName }: Contact): string =>
  ` ${wordsIn(`${name ?? ''} ${whatsappName ?? ''}`)
    .map(foldedWord)
    .join(' ')}`;

/** As the cache and the server decide it; `tags`: the names of those that it has. */
export function findsContact(
  contact: Contact,
  tags: readonly string[],
  terms: readonly Term[],
  digits: string | null,
): boolean {
  const numbers = [contact.phone ?? '', ...(contact.phones ?? [])];
  if (digits !== null && numbers.some((number) => number.includes(digits))) return true;
  const texts = [contact.name ?? '', contact.whatsappName ?? '', ...tags, ...knownOf(contact)];
  return matches(texts, terms);
}

/** Every text of a message that is searched, the most telling first. */
export function searchedTexts(message: Pick<Message, 'text' | 'attachment' | 'content'>): string[] {
  const { text, attachment, content } = message;
  return [text ?? '', attachment?.name ?? '', ...stringsIn(content)].filter((one) => one !== '');
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

type Place = { from: number; to: number };

/** Where the terms stand in one text, and which of them do. */
function placesOf(text: string, terms: readonly Term[]): { places: Place[]; found: Set<Term> } {
  const tokens = Array.from(text.matchAll(word), ({ 0: raw, index }) => ({
    from: index,
    to: index + raw.length,
    folded: foldedWord(raw),
  }));
  const places: Place[] = [];
  const found = new Set<Term>();
  for (const term of terms) {
    const wanted = term.words.map(foldedWord);
    tokens.forEach(({ from }, n) => {
      const fits = wanted.every((one, k) => {
        const token = tokens[n + k]?.folded;
        return term.prefix ? token?.startsWith(one) : token === one;
      });
      const last = tokens[n + wanted.length - 1];
      if (!fits || !last) return;
      found.add(term);
      places.push({ from, to: last.to });
    });
  }
  return { places: apart(places.sort((a, b) => a.from - b.from)), found };
}

/** Those that overlap become one. */
function apart(places: Place[]): Place[] {
  const joined: Place[] = [];
  for (const place of places) {
    const last = joined.at(-1);
    if (last && place.from <= last.to) last.to = Math.max(last.to, place.to);
    else joined.push({ ...place });
  }
  return joined;
}

/** Whether every term stands somewhere in these texts. */
export function matches(texts: readonly string[], terms: readonly Term[]): boolean {
  const found = new Set(texts.flatMap((text) => [...placesOf(text, terms).found]));
  return terms.length > 0 && terms.every((term) => found.has(term));
}

const before = 32;
const longest = 160;

/** Of the text that has the most of the terms: a piece around the first, with what was found marked. */
export function snippetOf(texts: readonly string[], terms: readonly Term[]): Snippet {
  // A search is about words: line ends are spaces here, one for one, so that places stay.
  const all = texts.map((text) => text.replace(/\s/g, ' '));
  const looked = all.map((text) => ({ text, ...placesOf(text, terms) }));
  const best = looked.reduce(
    (most, one) => (one.found.size > most.found.size ? one : most),
    looked[0] ?? { text: '', places: [], found: new Set() },
  );
  const { text, places } = best;
  const first = places[0]?.from ?? 0;
  let from = first <= before ? 0 : text.indexOf(' ', first - before) + 1 || first;
  if (from > first) from = first;
  let to = Math.min(text.length, from + longest);
  // Not through the middle of a character.
  if (to < text.length && /[\ud800-\udbff]/.test(text.charAt(to - 1))) to -= 1;
  const lead = from > 0 ? '…' : '';
  const marks = places
    .filter((place) => place.from < to)
    .map(
      (place) => [place.from - from + lead.length, Math.min(place.to, to) - place.from] as const,
    );
  return { text: `${lead}${text.slice(from, to)}${to < text.length ? '…' : ''}`, marks };
}
