/** Which typeface has which characters: those of a text are drawn with as many as it needs. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

type Face = {
  name: string;
  /** Of a folder of `@fontsource`, for each weight. */
  file: (weight: Weight) => string;
  ranges: readonly (readonly [number, number])[];
};
export type Weight = 400 | 600;

const noto = (name: string, ranges: Face['ranges'], script = 'noto-sans'): Face => ({
  name,
  file: (weight) => `@fontsource/${script}/files/${script}-${name}-${weight}-normal.woff`,
  ranges,
});

/** Firsts and lasts, in turns. */
const pairs = (...ends: number[]): (readonly [number, number])[] =>
  ends.flatMap((first, n) => (n % 2 === 0 ? [[first, ends[n + 1] ?? first] as const] : []));

/** As their packages say it (unicode.json); the first that has a character draws it. */
const faces: readonly Face[] = [
  noto('latin', [
    ...pairs(0x20, 0x7e, 0xa0, 0xff, 0x131, 0x131, 0x152, 0x153, 0x2bb, 0x2bc, 0x2c6, 0x2c6),
    ...pairs(0x2da, 0x2da, 0x2dc, 0x2dc, 0x2010, 0x2027, 0x2030, 0x205e, 0x20ac, 0x20ac),
    ...pairs(0x2122, 0x2122, 0x2212, 0x2212, 0xfffd, 0xfffd),
  ]),
  noto('latin-ext', [
    ...pairs(0x100, 0x2ba, 0x2bd, 0x2c5, 0x2c7, 0x2cc, 0x1d00, 0x1dbf, 0x1e00, 0x1e9f),
    ...pairs(0x20a0, 0x20c0),
  ]),
  noto('vietnamese', pairs(0x1ea0, 0x1ef9)),
  noto('greek', pairs(0x370, 0x3ff)),
  noto('cyrillic', pairs(0x400, 0x45f, 0x490, 0x491, 0x4b0, 0x4b1, 0x2116, 0x2116)),
  noto('cyrillic-ext', pairs(0x460, 0x52f)),
  noto('devanagari', pairs(0x900, 0x97f, 0xa8e0, 0xa8ff)),
  noto(
    'arabic',
    pairs(0x600, 0x6ff, 0x750, 0x77f, 0x8a0, 0x8ff, 0xfb50, 0xfdff, 0xfe70, 0xfefc),
    'noto-sans-arabic',
  ),
  noto('hebrew', pairs(0x590, 0x5ff, 0xfb1d, 0xfb4f), 'noto-sans-hebrew'),
  {
    name: 'emoji',
    file: (weight) => `@fontsource/noto-emoji/files/noto-emoji-emoji-${weight}-normal.woff`,
    ranges: [
      ...pairs(0x203c, 0x203c, 0x2049, 0x2049, 0x20e3, 0x20e3, 0x2139, 0x2139, 0x2194, 0x21aa),
      ...pairs(0x231a, 0x23fa, 0x24c2, 0x24c2, 0x25aa, 0x27bf, 0x2934, 0x2935, 0x2b05, 0x2b55),
      ...pairs(0x3030, 0x303d, 0x3297, 0x3299, 0x1f004, 0x1f004, 0x1f0cf, 0x1f0cf),
      ...pairs(0x1f170, 0x1faff),
    ],
  },
];

/** What a character of none becomes. */
const unknown = '\ufffd';
/** Joiners, selectors and marks of direction alone are drawn by nobody. */
const unseen = /[\p{Cf}\p{Cc}]|\p{Variation_Selector}/gu;

export type Piece = { text: string; face: string };

const faceOf = (code: number): Face | undefined =>
  faces.find(({ ranges }) => ranges.some(([first, last]) => code >= first && code <= last));

const clusters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A text in pieces of one typeface each; what nobody can see of it is left out. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  for (const { segment } of clusters.segment(text)) {
    const face = faceOf(segment.codePointAt(0) ?? 0);
    const emoji = face?.name === 'emoji';
    // An emoji of several keeps what joins them; its variants of colour are not drawn.
    const shown = emoji ? segment.replace(/[\ufe0f\u{1f3fb}-\u{1f3ff}]/gu, '') : segment;
    const plain = emoji ? shown : shown.replace(unseen, '');
    if (plain === '') continue;
    const known = face && (emoji || [...plain].every((one) => isWith(face, one)));
    add(pieces, known ? plain : oneByOne(plain), known ? face.name : undefined);
  }
  return pieces;
}

/** A mark on a letter is drawn by the letter's typeface. */
const isWith = (face: Face, character: string): boolean =>
  /\p{M}/u.test(character) || faceOf(character.codePointAt(0) ?? 0) === face;

const oneByOne = (text: string): string =>
  [...text]
    .map((one) => (faceOf(one.codePointAt(0) ?? 0)?.name === 'latin' ? one : unknown))
    .join('');

function add(pieces: Piece[], text: string, face = 'latin'): void {
  const last = pieces.at(-1);
  if (last?.face === face && face !== 'emoji') last.text += text;
  else pieces.push({ text, face });
}

export type Typefaces = { read(face: string, weight: Weight): Buffer };

/** Each file is read once, when a text first needs it. */
export function openTypefaces(): Typefaces {
  const files = new Map<string, Buffer>();
  return {
    read(name, weight) {
      const face = faces.find((one) => one.name === name);
      if (!face) throw new Error(`There is no typeface ${name}.`);
      const file = face.file(weight);
      const known = files.get(file) ?? readFileSync(resolve(file));
      files.set(file, known);
      return known;
    },
  };
}
