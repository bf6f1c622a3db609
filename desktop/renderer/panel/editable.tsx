import { Pencil } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { plainly } from '../text/formatting.ts';
import { classes } from '../ui/classes.ts';
import css from './panel.module.css';

type Props = {
  /** What it is, for its button and its field. */
  label: string;
  value: string | null;
  placeholder: string;
  longest: number;
  lines?: boolean;
  className?: string | undefined;
  /** `was`: what was there when the person began. */
  onSave: (value: string | null, was: string | null) => void;
};

/** Words that become a field when pressed. Enter and leaving keep what was written, Escape does not. */
export function Editable(props: Props) {
  const { label, value, placeholder, longest, lines, className, onSave } = props;
  const t = useTranslations('panel');
  const [was, setWas] = useState<string | null | undefined>(undefined);
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const back = useRef(false);
  const editing = was !== undefined;
  useEffect(() => {
    if (editing) field.current?.focus();
    else if (back.current) button.current?.focus();
    back.current = false;
  }, [editing]);

  function begin() {
    setText(value ?? '');
    setWas(value);
  }
  function end(keep: boolean, byKey: boolean) {
    if (was === undefined) return;
    const next = text.trim() || null;
    back.current = byKey;
    setWas(undefined);
    if (keep && next !== (was?.trim() || null)) onSave(next, was);
  }
  function press(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      event.preventDefault();
      end(false, true);
    } else if (event.key === 'Enter' && (!lines || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      end(true, true);
    }
  }
  if (!editing) {
    return (
      <button
        ref={button}
        type="button"
        className={classes(css.editable, className, value === null && css.placeholder)}
        onClick={begin}
      >
        <span className={lines ? css.lines : css.oneLine} dir="auto">
          {value === null ? placeholder : plainly(value)}
        </span>
        <Pencil size={12} className={css.pencil} aria-hidden="true" />
        <span className="out-of-sight">{t('edit', { what: label })}</span>
      </button>
    );
  }
  const common = {
    ref: field,
    'aria-label': label,
    className: classes(css.field, className),
    value: text,
    maxLength: longest,
    dir: 'auto',
    onChange: (event: { target: { value: string } }) => setText(event.target.value),
    onKeyDown: press,
    onBlur: () => end(true, false),
  } as const;
  return lines ? <textarea rows={5} {...common} /> : <input {...common} />;
}
