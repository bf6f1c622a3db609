/** Who is named in a note. */
import type { Mention } from '../contract/message.ts';
import type { Id } from '../contract/scalars.ts';

export type Named = { id: Id; name: string };
/** A piece of a note's text: plain words, or the name of somebody who is told. */
export type NotePiece = { text: string; userId: Id | null };

const isWord = (letter: string | undefined): boolean =>
  letter !== undefined && /[\p{L}\p{N}_]/u.test(letter);

/** Where `@name` begins at `at` and ends with a whole word; longer names go before shorter ones. */
function namedAt<T extends { name: string }>(text: string, at: number, longest: T[]): T | null {
  if (text[at] !== '@' || isWord(text[at - 1])) return null;
  const found = longest.find(({ name }) => {
    if (name === '' || !text.startsWith(name, at + 1)) return false;
    return !isWord(text[at + 1 + name.length]);
  });
  return found ?? null;
}

const byLength = <T extends { name: string }>(all: readonly T[]): T[] =>
  [...all].sort((a, b) => b.name.length - a.name.length);

/**
 * Who of these people is named by `@name`, each once. Of several with one name: those that were
 * `picked` from the list, or all of them.
 */
export function mentionsIn(
  text: string,
  people: readonly Named[],
  picked: ReadonlySet<Id> = new Set(),
): Mention[] {
  const longest = byLength(people);
  const found = new Map<Id, Mention>();
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const named = namedAt(text, at, longest);
    if (!named) continue;
    const namesakes = people.filter(({ name }) => name === named.name);
    const meant = namesakes.filter(({ id }) => picked.has(id));
    for (const { id, name } of meant.length > 0 ? meant : namesakes) {
      found.set(id, { userId: id, name });
    }
  }
  return [...found.values()];
}

/** The text in pieces, in order: put together they are the text. */
export function notePieces(text: string, mentions: readonly Mention[]): NotePiece[] {
  const longest = byLength(mentions);
  const pieces: NotePiece[] = [];
  let done = 0;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const named = at < done ? null : namedAt(text, at, longest);
    if (!named) continue;
    if (at > done) pieces.push({ text: text.slice(done, at), userId: null });
    done = at + 1 + named.name.length;
    pieces.push({ text: text.slice(at, done), userId: named.userId });
  }
  if (done < text.length) pieces.push({ text: text.slice(done), userId: null });
  return pieces;
}

/** What is being written after an `@` just before the caret; null: nothing of the kind. */
export function mentionBegun(text: string, caret: number): { from: number; typed: string } | null {
  const from = text.lastIndexOf('@', caret - 1);
  if (from === -1 || isWord(text[from - 1])) return null;
  const typed = text.slice(from + 1, caret);
  // Two words are as much of a name as one types; a space first is no name.
  if (/^\s|\n|\s\S*\s\S*\s/.test(typed) || typed.length > 40) return null;
  return { from, typed };
}
