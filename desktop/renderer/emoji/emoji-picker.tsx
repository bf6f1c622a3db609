import { ChevronDown, Search } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { classes } from '../ui/classes.ts';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import { type Emoji, found, loadEmoji } from './emoji-list.ts';
import css from './emoji-picker.module.css';

/** Those that are used most; the rest is a press away. */
export const quick = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const;

type Props = { chosen?: string | undefined; onPick: (emoji: string) => void };

export function EmojiPicker({ chosen, onPick }: Props) {
  const t = useTranslations('emoji');
  const [all, setAll] = useState(false);
  const others =
    chosen !== undefined && !(quick as readonly string[]).includes(chosen) ? [chosen] : [];
  return (
    <div className={css.picker}>
      <div className={css.quick}>
        {[...quick, ...others].map((emoji) => (
          <button
            key={emoji}
            type="button"
            className={classes(css.one, emoji === chosen && css.chosen)}
            aria-pressed={emoji === chosen}
            aria-label={emoji === chosen ? t('takeBack', { emoji }) : emoji}
            onClick={() => onPick(emoji)}
          >
            {emoji}
          </button>
        ))}
        <button
          type="button"
          className={css.one}
          aria-label={t('all')}
          title={t('all')}
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          <ChevronDown size={16} />
        </button>
      </div>
      {all && <Everything onPick={onPick} />}
    </div>
  );
}

/** Drawn at once: more would be slow to draw and slower to look through. */
const mostShown = 320;

function Everything({ onPick }: Pick<Props, 'onPick'>) {
  const t = useTranslations('emoji');
  const language = useLocale();
  const [list, setList] = useState<readonly Emoji[] | null>(null);
  const [words, setWords] = useState('');
  const wanted = useDeferredValue(words);
  useEffect(() => {
    let here = true;
    void loadEmoji(language).then((loaded) => here && setList(loaded));
    return () => {
      here = false;
    };
  }, [language]);
  const shown = useMemo(
    () => (list ? found(list, wanted).slice(0, mostShown) : []),
    [list, wanted],
  );
  return (
    <>
      <TextField
        bare
        label={t('search')}
        placeholder={t('search')}
        icon={<Search size={14} />}
        value={words}
        autoFocus
        onChange={(event) => setWords(event.target.value)}
      />
      <div className={css.grid}>
        {list === null && <Spinner />}
        {shown.map(({ emoji, label }) => (
          <button
            key={emoji}
            type="button"
            className={css.one}
            aria-label={label}
            title={label}
            onClick={() => onPick(emoji)}
          >
            {emoji}
          </button>
        ))}
        {list !== null && shown.length === 0 && <p className={css.none}>{t('none')}</p>}
      </div>
    </>
  );
}
