import { type ReactNode, useEffect, useRef } from 'react';
import { classes } from '../ui/classes.ts';
import css from './suggest-list.module.css';

export type Suggestion = { key: string; content: ReactNode };
type Props = {
  id: string;
  label: string;
  items: readonly Suggestion[];
  active: number;
  /** In place of items, where there are none. */
  empty?: string;
  /** Beside the list: what the active one would bring. */
  preview?: ReactNode;
  onPoint: (at: number) => void;
  onPick: (at: number) => void;
};

export const suggestionId = (list: string, at: number): string => `${list}-${at}`;

/** Over the field, whose keys move in it: the focus stays where one writes. */
export function SuggestList(props: Props) {
  const { id, label, items, active, empty, preview, onPoint, onPick } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current
      ?.querySelector(`#${CSS.escape(suggestionId(id, active))}`)
      ?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  return (
    <div className={css.place}>
      <div className={css.list} ref={list} id={id} role="listbox" aria-label={label}>
        {items.map(({ key, content }, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's.
          <div
            key={key}
            id={suggestionId(id, at)}
            role="option"
            tabIndex={-1}
            aria-selected={at === active}
            className={classes(css.one, at === active && css.active)}
            onPointerMove={() => at !== active && onPoint(at)}
            // The field keeps the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(at)}
          >
            {content}
          </div>
        ))}
        {items.length === 0 && empty !== undefined && <p className={css.none}>{empty}</p>}
      </div>
      {preview !== undefined && items.length > 0 && <div className={css.preview}>{preview}</div>}
    </div>
  );
}
