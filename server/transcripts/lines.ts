/** A text in lines as the eye reads them: broken where it may be, each from left to right as drawn. */
import * as bidiModule from 'bidi-js';
import { type Piece, piecesOf } from './typefaces.ts';

/** What is drawn in one go. */
export type Run = Piece & { width: number };
export type Line = { runs: Run[]; width: number; rtl: boolean };

export type Measure = (piece: Piece) => number;

// Its types know the module as it is for bundlers; to Node the function is all there is.
const makeBidi = bidiModule.default as unknown as () => bidiModule.Bidi;
const bidi = makeBidi();
const clusters = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Letters that are written from right to left. */
const turned = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

type Word = { from: number; to: number; width: number; space: boolean };

export function linesOf(text: string, width: number, measure: Measure): Line[] {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('\t', '    ')
    .split('\n')
    .flatMap((paragraph) => paragraphLines(paragraph, width, measure));
}

const widthOf = (text: string, measure: Measure): number =>
  piecesOf(text).reduce((sum, piece) => sum + measure(piece), 0);

function paragraphLines(text: string, width: number, measure: Measure): Line[] {
  const { levels, paragraphs } = bidi.getEmbeddingLevels(text, 'auto');
  const rtl = (paragraphs[0]?.level ?? 0) % 2 === 1;
  const lines: Line[] = [];
  let [from, used] = [0, 0];
  const end = (to: number) => {
    lines.push(lineOf(text, levels, from, to, rtl, measure));
    used = 0;
  };
  for (const word of wordsOf(text, width, measure)) {
    if (used > 0 && !word.space && used + word.width > width) {
      end(word.from);
      from = word.from;
    }
    used += word.width;
  }
  end(text.length);
  return lines;
}

/** One longer than a line is broken between two characters. */
function wordsOf(text: string, width: number, measure: Measure): Word[] {
  const words: Word[] = [];
  for (const { 0: found, index } of text.matchAll(/\s+|\S+/g)) {
    const whole = widthOf(found, measure);
    const space = /^\s/.test(found);
    if (space || whole <= width) {
      words.push({ from: index, to: index + found.length, width: whole, space });
      continue;
    }
    for (const { segment, index: at } of clusters.segment(found)) {
      const from = index + at;
      words.push({
        ...{ from, to: from + segment.length, width: widthOf(segment, measure), space: false },
      });
    }
  }
  return words;
}

type Part = { level: number; text: string };

function lineOf(
  text: string,
  levels: Uint8Array,
  from: number,
  to: number,
  rtl: boolean,
  measure: Measure,
): Line {
  const shown = text.slice(from, to).trimEnd();
  const parts: Part[] = [];
  // Word by word: a typeface turns the letters of one, not the words of a line.
  for (const { 0: found, index } of shown.matchAll(/\s+|\S+/g)) {
    for (let n = 0; n < found.length; n += 1) {
      const level = levels[from + index + n] ?? 0;
      const last = parts.at(-1);
      if (n > 0 && last?.level === level) last.text += found[n];
      else parts.push({ level, text: found[n] ?? '' });
    }
  }
  const runs = inSight(parts).flatMap(({ level, text: part }) => {
    const pieces = piecesOf(part);
    const drawn = level % 2 === 1 ? pieces.toReversed().map(aside) : pieces;
    return drawn.map((piece) => ({ ...piece, width: measure(piece) }));
  });
  return { runs, width: runs.reduce((sum, run) => sum + run.width, 0), rtl };
}

/** From left to right: from the deepest level up, what lies together is turned round. */
function inSight(parts: readonly Part[]): Part[] {
  const order = [...parts];
  const deepest = Math.max(0, ...parts.map(({ level }) => level));
  for (let level = deepest; level > 0; level -= 1) {
    let first = 0;
    while (first < order.length) {
      let last = first;
      while (last < order.length && (order[last]?.level ?? 0) >= level) last += 1;
      if (last > first) order.splice(first, last - first, ...order.slice(first, last).reverse());
      first = Math.max(last, first + 1);
    }
  }
  return order;
}

/** Marks beside letters that their typeface turns round: a bracket that opened closes. */
const aside = ({ text, face }: Piece): Piece => ({
  face,
  text: turned.test(text)
    ? text
    : [...text]
        .reverse()
        .map((one) => bidi.getMirroredCharacter(one) ?? one)
        .join(''),
});
