import { type MouseEvent, memo, type ReactNode } from 'react';
import css from './formatted-text.module.css';
import { type Piece, piecesOf } from './formatting.ts';

type OpenLink = (url: string) => void;
const tags = { bold: 'strong', italic: 'em', strike: 's', mono: 'code' } as const;

function shown(pieces: readonly Piece[], openLink: OpenLink): ReactNode[] {
  return pieces.map((piece, at) => {
    if (piece.type === 'text') return piece.text;
    if (piece.type === 'link') {
      const open = (event: MouseEvent) => {
        event.preventDefault();
        if (event.button < 2) openLink(piece.url);
      };
      return (
        <a
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never change places.
          key={at}
          className={css.link}
          href={piece.url}
          title={piece.url}
          tabIndex={-1}
          rel="noopener noreferrer"
          onClick={open}
          onAuxClick={open}
        >
          {piece.text}
        </a>
      );
    }
    const Tag = tags[piece.mark];
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never change places.
      <Tag key={at} className={css[piece.mark]}>
        {shown(piece.pieces, openLink)}
      </Tag>
    );
  });
}

/** A message's text. Everything in it becomes text, a mark or a link that was looked at: never markup. */
export const FormattedText = memo(function FormattedText(props: {
  text: string;
  openLink: OpenLink;
}) {
  return (
    <span className={css.text} dir="auto">
      {shown(piecesOf(props.text), props.openLink)}
    </span>
  );
});
