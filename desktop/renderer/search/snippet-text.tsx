import { Fragment } from 'react';
import type { Snippet } from '#shared/contract/search.ts';
import css from './search.module.css';

/** A few words of a text, what was found marked. */
export function SnippetText({ snippet: { text, marks } }: { snippet: Snippet }) {
  let end = 0;
  const parts = marks.map(([from, length]) => {
    const before = text.slice(end, from);
    end = from + length;
    return (
      <Fragment key={from}>
        {before}
        <mark className={css.mark}>{text.slice(from, end)}</mark>
      </Fragment>
    );
  });
  return (
    <span className={css.snippet} dir="auto">
      {parts}
      {text.slice(end)}
    </span>
  );
}
