import css from './spinner.module.css';

export function Spinner() {
  return <span className={css.spinner} aria-hidden="true" />;
}

/** The shape of what is coming, while it comes. */
export function Skeleton({ width, round = false }: { width?: string; round?: boolean }) {
  return <span className={round ? css.disc : css.bar} style={{ width }} aria-hidden="true" />;
}
