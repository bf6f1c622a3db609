import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStores } from '../shell/context.ts';
import { useWhy } from '../shell/why-refused.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import css from './account.module.css';

export function OwnName({ name, email }: { name: string; email: string }) {
  const t = useTranslations('own');
  const why = useWhy();
  const { asks } = useStores();
  const [text, setText] = useState(name);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ saved: boolean; words: string } | null>(null);
  async function save(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    if (text.trim() === '') return setSaid({ saved: false, words: t('nameless') });
    setBusy(true);
    const answer = await asks('saveOwnName', { name: text.trim() });
    setBusy(false);
    setSaid(answer.ok ? { saved: true, words: t('saved') } : { saved: false, words: why(answer) });
  }
  return (
    <form className={css.part} onSubmit={(event) => void save(event)} noValidate>
      <div className={css.line}>
        <TextField
          className={css.field}
          label={t('name')}
          value={text}
          maxLength={120}
          autoComplete="name"
          error={said && !said.saved ? said.words : undefined}
          hint={t('nameHint')}
          onChange={(event) => {
            setText(event.target.value);
            setSaid(null);
          }}
        />
        <Button type="submit" busy={busy} className={css.beside} disabled={text.trim() === name}>
          {t('save')}
        </Button>
      </div>
      <p className={css.soft}>
        {t('email')}: <bdi>{email}</bdi>
      </p>
      <p role="status" className={css.good}>
        {said?.saved && said.words}
      </p>
    </form>
  );
}
