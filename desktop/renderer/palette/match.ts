import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Contact } from '#shared/contract/contact.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { folded, nameOf } from '../format/names.ts';

/** Begins a word, stands in one, or only its letters come in this order: the lower the better. */
function wordScore(text: string, word: string): number | null {
  const at = text.indexOf(word);
  if (at === 0 || (at > 0 && /[^\p{L}\p{N}]/u.test(text[at - 1] ?? ''))) return at === 0 ? 0 : 1;
  if (at > 0) return 3;
  return word.length < 3 ? null : scattered(text, word);
}

/** Letters left out or doubled by haste: all there, in order, from the beginning of a word. */
function scattered(text: string, word: string): number | null {
  let best: number | null = null;
  for (const { index } of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    let at = index - 1;
    let gaps = 0;
    for (const letter of word) {
      const next = text.indexOf(letter, at + 1);
      if (next === -1 || (at < index && next !== index)) {
        gaps = Number.POSITIVE_INFINITY;
        break;
      }
      gaps += next - at - 1;
      at = next;
    }
    if (gaps <= word.length && (best === null || gaps < best)) best = gaps;
  }
  return best === null ? null : 5 + best;
}

/** How well all typed words fit a folded text: 0 is best; null: not at all. */
export function scoreOf(text: string, words: readonly string[]): number | null {
  let sum = 0;
  for (const word of words) {
    const score = wordScore(text, word);
    if (score === null) return null;
    sum += score;
  }
  return sum;
}

export const wordsOf = (typed: string): string[] => folded(typed).split(/\s+/).filter(Boolean);

/** Names are folded once per contact, as long as it is the same. */
const names = new WeakMap<Contact, string>();
function textOf(contact: Contact): string {
  const known = names.get(contact);
  if (known !== undefined) return known;
  const text = folded(`${nameOf(contact)} ${contact.whatsappName ?? ''}`);
  names.set(contact, text);
  return text;
}

const compared = (a: string, b: string) => (a < b ? 1 : a > b ? -1 : 0);

/** Conversations by name, or by digits of the number; the best first, then the latest. */
export function conversationsFor(
  typed: string,
  entries: Iterable<ConversationSummary>,
  most: number,
): ConversationSummary[] {
  const words = wordsOf(typed);
  const digits = typed.replace(/\D/g, '');
  const byNumber = digits.length >= 3 && /^[\d\s()+.-]+$/.test(typed);
  const found: { entry: ConversationSummary; score: number }[] = [];
  for (const entry of entries) {
    const { contact } = entry;
    const score = byNumber
      ? (contact.phone ?? '').includes(digits)
        ? 0
        : null
      : scoreOf(textOf(contact), words);
    if (score !== null) found.push({ entry, score });
  }
  return found
    .sort(
      (a, b) =>
        a.score - b.score ||
        compared(a.entry.conversation.lastActivityAt, b.entry.conversation.lastActivityAt),
    )
    .slice(0, most)
    .map(({ entry }) => entry);
}

/** What was done last comes first; the others keep their order. */
export function recentFirst<T>(
  all: readonly T[],
  recent: readonly string[],
  keyOf: (one: T) => string,
): T[] {
  const rank = new Map(recent.map((key, at) => [key, at]));
  const at = (one: T) => rank.get(keyOf(one)) ?? Number.POSITIVE_INFINITY;
  return all.toSorted((a, b) => (at(a) === at(b) ? 0 : at(a) - at(b)));
}

export const conversationKey = (id: Id) => `conversation ${id}`;
export const commandKey = (name: string) => `command ${name}`;
const mostRecent = 20;
/** The newest first, each once. */
export const withRecent = (recent: readonly string[], key: string): string[] =>
  [key, ...recent.filter((one) => one !== key)].slice(0, mostRecent);
