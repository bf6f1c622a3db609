/** Rows in pieces that keep their number, whatever comes in above or below: only those near the view are drawn. */
import type { Row } from './rows.ts';

export type Block = { n: number; rows: readonly Row[] };

/** Two of them fill most screens: little is drawn that nobody sees. */
export const blockSize = 12;
/** Pixels of a row that was never drawn. */
const usualHeight = 64;

/** `firstIndex` counts the first row: see firstIndexOf. */
export function blocksOf(rows: readonly Row[], firstIndex: number): Block[] {
  const blocks: Block[] = [];
  let from = 0;
  while (from < rows.length) {
    const n = Math.floor((firstIndex + from) / blockSize);
    const to = Math.min(rows.length, (n + 1) * blockSize - firstIndex);
    blocks.push({ n, rows: rows.slice(from, to) });
    from = to;
  }
  return blocks;
}

export const guessedHeight = ({ rows }: Block): number => rows.length * usualHeight;

/** The block that has a row; null: none has. */
export const blockWith = (blocks: readonly Block[], key: string): Block | null =>
  blocks.find(({ rows }) => rows.some((row) => row.key === key)) ?? null;
