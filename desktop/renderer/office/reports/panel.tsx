import { type ReactNode, useId } from 'react';
import { Definition } from './definition.tsx';
import css from './panel.module.css';

type Props = {
  title: string;
  /** What is counted in it. */
  about?: string;
  note?: string;
  actions?: ReactNode;
  children: ReactNode;
};

/** A part of a report under its name. */
export function Panel({ title, about, note, actions, children }: Props) {
  const id = useId();
  return (
    <section className={css.panel} aria-labelledby={id}>
      <div className={css.head}>
        <h2 id={id} className={css.title}>
          {title}
        </h2>
        {about !== undefined && <Definition figure={title}>{about}</Definition>}
        {actions && <div className={css.actions}>{actions}</div>}
      </div>
      {children}
      {note && <p className={css.note}>{note}</p>}
    </section>
  );
}
