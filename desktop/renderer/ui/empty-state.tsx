import type { ReactNode } from 'react';
import css from './empty-state.module.css';

type Props = { icon?: ReactNode; title: string; text?: string; action?: ReactNode };

/** Nothing here: says why, and what would change it. */
export function EmptyState({ icon, title, text, action }: Props) {
  return (
    <div className={css.empty}>
      {icon && <span className={css.icon}>{icon}</span>}
      <p className={css.title}>{title}</p>
      {text && <p className={css.text}>{text}</p>}
      {action}
    </div>
  );
}
