/**
 * A message's text as pieces to show: WhatsApp's *bold* _italic_ ~strike~ ```mono``` and links.
 * It only ever yields text, marks and http(s) or mailto addresses, so whatever it is given, nothing
 * but those reaches the screen. Linear in the length of the text: a sign with no partner is looked
 * for once, and each kind of mark nests in itself never.
 */
export type Mark = 'bold' | 'italic' | 'strike' | 'mono';
export type Piece =
  | { type: 'text'; text: string }
  | { type: 'link'; text: string; url: string }
  | { type: 'mark'; mark: Mark; pieces: Piece[] };

const signs: Record<string, Mark> = { '*': 'bold', _: 'italic', '~': 'strike', '`': 'mono' };
const word = /[\p{L}\p{N}]/u;
const space = /\s/;

/** Signs that turn the order of what follows; a name or a link could pretend to be another with them. */
const turning = /[\u202a-\u202e\u2066-\u2069]/g;
/** Control characters except tab and line feed: nothing to see, and some confuse what shows them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken away.
const invisible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** A text without the signs that make it look like another. */
export function plainly(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(turning, '').replace(invisible, '');
}

const address =
  /(?:https?:\/\/|www\.)[^\s<>"'`\u200b]{2,2000}|mailto:[^\s<>"'`]{3,300}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/giu;

/** Trailing signs belong to the sentence, and a closing bracket only if it was opened inside. */
function trimmed(url: string): string {
  let end = url.length;
  while (end > 0) {
    const last = url[end - 1] ?? '';
    if (/[.,;:!?*_~…]/.test(last)) end -= 1;
    else if (last === ')' && !url.slice(0, end).includes('(')) end -= 1;
    else if (last === ']' && !url.slice(0, end).includes('[')) end -= 1;
    else break;
  }
  return url.slice(0, end);
}

function target(text: string): string | null {
  const lower = text.toLowerCase();
  const whole = /^(?:https?:\/\/|mailto:)/.test(lower)
    ? text
    : lower.startsWith('www.')
      ? `https://${text}`
      : `mailto:${text}`;
  const url = URL.parse(whole);
  if (!url || !['http:', 'https:', 'mailto:'].includes(url.protocol)) return null;
  // user:password@host shows one place and opens another.
  if (url.username !== '' || url.password !== '') return null;
  return url.href;
}

function linked(text: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const match of text.matchAll(address)) {
    const found = trimmed(match[0]);
    const url = target(found);
    const before = text[match.index - 1] ?? ' ';
    if (url === null || word.test(before)) continue;
    if (match.index > done) pieces.push({ type: 'text', text: text.slice(done, match.index) });
    pieces.push({ type: 'link', text: found, url });
    done = match.index + found.length;
  }
  if (done < text.length) pieces.push({ type: 'text', text: text.slice(done) });
  return pieces;
}

/** Where links stand, so that a sign inside an address (snake_case in a path) is no mark. */
function covered(text: string): (at: number) => boolean {
  const spans: [number, number][] = [];
  for (const match of text.matchAll(address)) {
    spans.push([match.index, match.index + trimmed(match[0]).length]);
  }
  return (at) => {
    let low = 0;
    let high = spans.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const [from, to] = spans[middle] ?? [0, 0];
      if (at < from) high = middle - 1;
      else if (at >= to) low = middle + 1;
      else return true;
    }
    return false;
  };
}

function lineOf(line: string, open: ReadonlySet<string>): Piece[] {
  const inAddress = covered(line);
  const pieces: Piece[] = [];
  const lonely = new Set<string>();
  let done = 0;
  const flush = (to: number) => {
    if (to > done) pieces.push(...linked(line.slice(done, to)));
  };
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at] ?? '';
    const mark = signs[sign];
    if (!mark || open.has(sign) || lonely.has(sign) || inAddress(at)) continue;
    const next = line[at + 1] ?? ' ';
    if (word.test(line[at - 1] ?? ' ') || space.test(next) || next === sign) continue;
    const end = closing(line, sign, at + 2, inAddress);
    if (end === -1) {
      lonely.add(sign);
      continue;
    }
    flush(at);
    const inner = line.slice(at + 1, end);
    const inside: Piece[] =
      mark === 'mono' ? [{ type: 'text', text: inner }] : lineOf(inner, new Set([...open, sign]));
    pieces.push({ type: 'mark', mark, pieces: inside });
    at = end;
    done = end + 1;
  }
  flush(line.length);
  return pieces;
}

function closing(line: string, sign: string, from: number, skip: (at: number) => boolean): number {
  for (let at = line.indexOf(sign, from); at !== -1; at = line.indexOf(sign, at + 1)) {
    const closes = !space.test(line[at - 1] ?? ' ') && !word.test(line[at + 1] ?? ' ');
    if (closes && line[at + 1] !== sign && !skip(at)) return at;
  }
  return -1;
}

/** A whole message. Marks end with their line, except ```blocks```. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  const parts = plainly(text).split('```');
  parts.forEach((part, n) => {
    const closed = n % 2 === 1 && n < parts.length - 1;
    if (closed && part.trim() !== '') {
      pieces.push({
        type: 'mark',
        mark: 'mono',
        pieces: [{ type: 'text', text: part.replace(/^\n|\n$/g, '') }],
      });
      return;
    }
    const plain = n % 2 === 1 ? (closed ? `\`\`\`${part}\`\`\`` : `\`\`\`${part}`) : part;
    if (plain === '') return;
    plain.split('\n').forEach((line, m) => {
      if (m > 0) pieces.push({ type: 'text', text: '\n' });
      pieces.push(...lineOf(line, new Set()));
    });
  });
  return pieces;
}

/** The same without its marks, on one line: for lists and notifications. */
export function flatly(text: string, longest = 200): string {
  const words = (pieces: Piece[]): string =>
    pieces.map((piece) => (piece.type === 'mark' ? words(piece.pieces) : piece.text)).join('');
  return words(piecesOf(text.slice(0, longest)))
    .replace(/\s+/g, ' ')
    .trim();
}

const emoji =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u200d\ufe0f\u20e3]|\s)+$/u;

/** True for one to three emoji and nothing else: shown larger. */
export function isEmojiOnly(text: string): boolean {
  if (text.length > 40 || !emoji.test(text)) return false;
  const seen = [...new Intl.Segmenter().segment(text)].filter((s) => s.segment.trim() !== '');
  return seen.length >= 1 && seen.length <= 3;
}
