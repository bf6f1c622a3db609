import { useEffect, useRef } from 'react';
import { Button } from '../ui/button.tsx';
import css from './people.module.css';

type Props = {
  title: string;
  texts: readonly string[];
  go: string;
  back: string;
  busy: boolean;
  onBack: () => void;
  onGo: () => void;
};

/** A question in the place of what asked it; the keyboard finds the harmless answer first. */
export function Confirm({ title, texts, go, back, busy, onBack, onGo }: Props) {
  const ref = useRef<HTMLButtonElement>(null);
  useEffect(() => ref.current?.focus(), []);
  return (
    <section className={css.fields} aria-label={title}>
      <h3 className={css.title}>{title}</h3>
      {texts.map((text) => (
        <p key={text} className={css.text}>
          {text}
        </p>
      ))}
      <div className={css.acts}>
        <Button ref={ref} onClick={onBack}>
          {back}
        </Button>
        <Button kind="danger" busy={busy} onClick={onGo}>
          {go}
        </Button>
      </div>
    </section>
  );
}
