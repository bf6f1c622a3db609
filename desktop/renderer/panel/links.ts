import { type Piece, piecesOf } from '../text/formatting.ts';

/** Web addresses in a text, as they would be opened, each once. */
export function linksIn(text: string): string[] {
  const found = (pieces: readonly Piece[]): string[] =>
    pieces.flatMap((piece) =>
      piece.type === 'link' && piece.url.startsWith('http')
        ? [piece.url]
        : piece.type === 'mark'
          ? found(piece.pieces)
          : [],
    );
  return [...new Set(found(piecesOf(text)))];
}
