/** Canned replies: which are meant, and what their variables become. */

export const variables = [
  'contact.name',
  'contact.firstName',
  'attendant.name',
  'workspace',
  'greeting',
] as const;
export type Variable = (typeof variables)[number];
/** What is not known is null. */
export type Values = Readonly<Record<Variable, string | null>>;

export type Filled = {
  text: string;
  /** Where in the text something is left to be written by hand, in order: [from, to). */
  open: [number, number][];
};

const known = (name: string): name is Variable => (variables as readonly string[]).includes(name);

/** `mark` stands where a value is not known, or nobody knows the variable. */
export function fill(text: string, values: Values, mark: (variable: string) => string): Filled {
  const open: [number, number][] = [];
  let filled = '';
  let done = 0;
  for (const match of text.matchAll(/\{\{\s*([\w.]+)\s*\}\}/g)) {
    const [whole, name = ''] = match;
    filled += text.slice(done, match.index);
    done = match.index + whole.length;
    const value = known(name) ? values[name]?.trim() || null : null;
    const said = value ?? mark(name);
    if (value === null) open.push([filled.length, filled.length + said.length]);
    filled += said;
  }
  return { text: filled + text.slice(done), open };
}

/** By the clock where one is: until noon, until six, then night. */
export type Daytime = 'morning' | 'afternoon' | 'evening';
export const daytimeAt = (hour: number): Daytime =>
  hour >= 5 && hour < 12 ? 'morning' : hour >= 12 && hour < 18 ? 'afternoon' : 'evening';

/** What is typed after a slash that begins the text or a word, just before the caret; null: nothing. */
export function cannedBegun(text: string, caret: number): { from: number; typed: string } | null {
  const from = text.lastIndexOf('/', caret - 1);
  if (from === -1 || (from > 0 && !/\s/.test(text[from - 1] ?? ''))) return null;
  const typed = text.slice(from + 1, caret);
  return /\s/.test(typed) || typed.length > 40 ? null : { from, typed };
}

type Searched = { shortcut: string; text: string };
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Those whose shortcut begins with what is typed first, then those that have it anywhere. */
export function cannedFor<T extends Searched>(all: readonly T[], typed: string): T[] {
  const wanted = plain(typed);
  const rank = ({ shortcut, text }: T): number => {
    const short = plain(shortcut);
    if (short.startsWith(wanted)) return short === wanted ? 0 : 1;
    if (short.includes(wanted)) return 2;
    return plain(text).includes(wanted) ? 3 : -1;
  };
  return all
    .map((one) => ({ one, at: rank(one) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at || a.one.shortcut.localeCompare(b.one.shortcut))
    .map(({ one }) => one);
}
