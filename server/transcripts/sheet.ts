/** Pages that are filled from top to bottom, and told as they are filled. */
import PDFDocument from 'pdfkit';
import { type Line, linesOf } from './lines.ts';
import type { Piece, Typefaces, Weight } from './typefaces.ts';

export type Style = { size: number; weight?: Weight; colour?: string };
export type Sheet = ReturnType<typeof openSheet>;

export const colours = {
  ...{ text: '#1b1925', soft: '#575466', faint: '#dbd9e3' },
  ...{ in: '#f6f5f9', out: '#eceafb', note: '#fdf0d8', hot: '#b02a1d' },
} as const;

const margin = 48;
const footer = 30;
const lineHeight = 1.45;
/** Where letters stand in their line, of its size; below is room for those that go deep. */
const baseline = 1.02;

type OpenImage = (bytes: Buffer) => { width: number; height: number };
type Options = {
  title: string;
  language: string;
  typefaces: Typefaces;
  made: Date;
  /** Said at the foot of every page. */
  foot: (page: number) => string;
};

export function openSheet({ title, language, typefaces, made, foot }: Options) {
  const document = new PDFDocument({
    ...{ size: 'A4', margin: 0, lang: language, displayTitle: true, pdfVersion: '1.7' },
    info: { Title: title, Creator: 'Recado', Producer: 'Recado', CreationDate: made },
    autoFirstPage: false,
  });
  let page = 0;
  let y = 0;
  const left = margin;
  const known = new Set<string>();
  const sides = () => ({
    width: document.page.width - 2 * margin,
    bottom: document.page.height - margin - footer,
  });

  function setFont({ face }: Piece, { size, weight = 400 }: Style): void {
    const name = `${face} ${weight}`;
    if (!known.has(name)) document.registerFont(name, typefaces.read(face, weight));
    known.add(name);
    document.font(name, size);
  }
  const measure = (style: Style) => (piece: Piece) => {
    setFont(piece, style);
    return document.widthOfString(piece.text);
  };
  function newPage(): void {
    document.addPage();
    page += 1;
    y = margin;
    const style = { size: 8, colour: colours.soft };
    const bottom = document.page.height - margin;
    for (const line of linesOf(foot(page), sides().width, measure(style))) {
      draw(line, left, bottom, sides().width, style);
    }
  }
  /** `top`: where the line begins, from the top of the page. */
  function draw(line: Line, x: number, top: number, width: number, style: Style): void {
    let at = line.rtl ? x + width - line.width : x;
    for (const run of line.runs) {
      setFont(run, style);
      document
        .fillColor(style.colour ?? colours.text)
        .text(run.text, at, top + style.size * baseline, {
          ...{ lineBreak: false, baseline: 'alphabetic' },
        });
      at += run.width;
    }
  }
  const heightOf = ({ size }: Style): number => size * lineHeight;

  newPage();
  return {
    document,
    /** A paragraph; `ground`: on a ground of its own, which goes on over the pages. */
    write(
      text: string,
      style: Style,
      { inset = 0, ground }: { inset?: number; ground?: string } = {},
    ) {
      const width = sides().width - 2 * inset;
      const height = heightOf(style);
      for (const line of linesOf(text, width, measure(style))) {
        if (y + height > sides().bottom) newPage();
        // Half a point more, or a hair of white shows between two lines.
        if (ground) document.rect(left, y, sides().width, height + 0.5).fill(ground);
        draw(line, left + inset, y, width, style);
        y += height;
      }
    },
    /** A name and what it is, beside each other. */
    fact(name: string, value: string, style: Style) {
      const height = heightOf(style);
      const begin = 130;
      const width = sides().width - begin;
      const lines = linesOf(value, width, measure(style));
      const [first] = linesOf(name, begin - 8, measure(style));
      lines.forEach((line, n) => {
        if (y + height > sides().bottom) newPage();
        if (n === 0 && first) draw(first, left, y, begin - 8, { ...style, colour: colours.soft });
        draw(line, left + begin, y, width, style);
        y += height;
      });
    },
    /** Begins a new page where so much does not fit any more (points). */
    keep(points: number) {
      if (y + points > sides().bottom) newPage();
    },
    /** A picture no larger than that; false: it cannot be read. */
    picture(bytes: Buffer, most: { width: number; height: number }, inset: number, ground: string) {
      try {
        // Its types do not know it.
        const { openImage } = document as unknown as { openImage: OpenImage };
        const image = openImage.call(document, bytes);
        const scale = Math.min(1, most.width / image.width, most.height / image.height);
        const height = image.height * scale;
        if (y + height + 6 > sides().bottom) newPage();
        document.rect(left, y, sides().width, height + 6.5).fill(ground);
        document.image(bytes, left + inset, y + 3, { width: image.width * scale, height });
        y += height + 6;
        return true;
      } catch {
        return false;
      }
    },
    space(points: number, ground?: string) {
      if (ground) document.rect(left, y, sides().width, points + 0.5).fill(ground);
      y += points;
    },
    rule() {
      document
        .moveTo(left, y)
        .lineTo(left + sides().width, y)
        .lineWidth(0.7)
        .stroke(colours.faint);
    },
    pages: () => page,
  };
}
