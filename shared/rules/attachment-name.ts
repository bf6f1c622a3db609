/** What an attachment goes by, made harmless. */

/** Longest, in UTF-8 bytes: what file systems take. */
const longest = 255;
const longestEnding = 20;

// Joiners stay: names in Persian and Hindi, and some emoji, need them.
const unseen = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/** Names that Windows keeps for its devices. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** UTF-8 bytes of a code point. */
const bytesOf = (code: number): number =>
  code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

/** The longest beginning of at most so many bytes, with no character cut in two. */
function cut(text: string, bytes: number): string {
  let room = bytes;
  let kept = '';
  for (const character of text) {
    room -= bytesOf(character.codePointAt(0) ?? 0);
    if (room < 0) break;
    kept += character;
  }
  return kept;
}

/**
 * The last part of a path, with nothing in it that steers a terminal, a file system or the eye.
 * Empty where nothing is left.
 */
export function attachmentName(given: string): string {
  const last = given.toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replace(unseen, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const name = device.test(plain) ? `_${plain}` : plain;
  const ending = /\.[^.\s]+$/.exec(name)?.[0] ?? '';
  const kept = [...ending].length > longestEnding ? '' : ending;
  const stem = kept ? name.slice(0, -kept.length) : name;
  const room = longest - [...kept].reduce((sum, one) => sum + bytesOf(one.codePointAt(0) ?? 0), 0);
  return `${cut(stem, room)}${kept}`.replace(/[\s.]+$/g, '');
}
