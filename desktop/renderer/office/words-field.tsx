import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { TextField } from '../ui/text-field.tsx';
import css from './filters.module.css';

/** After a key it is asked for what stands there (ms). */
const typingPause = 350;

type Props = {
  label: string;
  /** What is asked for. */
  text: string;
  /** Tidied; empty: for nothing in particular. */
  onChange: (text: string) => void;
};

/** Words that a list is narrowed to: asked for after a pause, at once with Enter. */
export function WordsField({ label, text, onChange }: Props) {
  const [typed, setTyped] = useState(text);
  const last = useRef(text);
  // What came from elsewhere: a view, a figure, a chip that was taken away.
  useEffect(() => {
    if (last.current !== text) setTyped(text);
    last.current = text;
  }, [text]);
  const ask = useRef((_typed: string) => {});
  ask.current = (now) => {
    last.current = now.trim();
    if (now.trim() !== text) onChange(now.trim());
  };
  useEffect(() => {
    const later = setTimeout(() => ask.current(typed), typingPause);
    return () => clearTimeout(later);
  }, [typed]);
  return (
    <TextField
      className={css.find}
      type="search"
      bare
      label={label}
      placeholder={label}
      icon={<Search size={15} />}
      autoComplete="off"
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => event.key === 'Enter' && ask.current(typed)}
    />
  );
}
