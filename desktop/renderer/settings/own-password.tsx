import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStores } from '../shell/context.ts';
import { useWhy } from '../shell/why-refused.ts';
import { shortestPassword } from '../sign-in/code-store.ts';
import { PasswordField } from '../sign-in/password-field.tsx';
import { Button } from '../ui/button.tsx';
import css from './account.module.css';
import { Row } from './row.tsx';

type Trouble = { at: 'current' | 'password' | null; words: string } | null;

export function OwnPassword() {
  const t = useTranslations('own');
  const [open, setOpen] = useState(false);
  const [changed, setChanged] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !open) opener.current?.focus();
    was.current = open;
  }, [open]);
  return (
    <div className={css.part}>
      <Row label={t('password')} text={t('passwordText')}>
        {!open && (
          <Button
            ref={opener}
            onClick={() => {
              setChanged(false);
              setOpen(true);
            }}
          >
            {t('change')}
          </Button>
        )}
      </Row>
      {open && (
        <Change
          onEnd={(done) => {
            setChanged(done);
            setOpen(false);
          }}
        />
      )}
      <p role="status" className={css.good}>
        {changed && t('changed')}
      </p>
    </div>
  );
}

function Change({ onEnd }: { onEnd: (changed: boolean) => void }) {
  const t = useTranslations('own');
  const code = useTranslations('code');
  const why = useWhy();
  const { asks } = useStores();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>(null);
  async function save(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    if (current === '') return setTrouble({ at: 'current', words: t('emptyCurrent') });
    if (password.length < shortestPassword) {
      return setTrouble({ at: 'password', words: code('short', { least: shortestPassword }) });
    }
    setBusy(true);
    const answer = await asks('changeOwnPassword', { current, password });
    setBusy(false);
    if (answer.ok) return onEnd(true);
    const at = answer.code === 'wrong-credentials' ? 'current' : null;
    setTrouble({ at, words: why(answer) });
  }
  const errorAt = (at: 'current' | 'password') => (trouble?.at === at ? trouble.words : undefined);
  return (
    <form className={css.form} onSubmit={(event) => void save(event)} noValidate>
      <PasswordField
        label={t('current')}
        value={current}
        maxLength={200}
        error={errorAt('current')}
        autoComplete="current-password"
        autoFocus
        onChange={(event) => setCurrent(event.target.value)}
      />
      <PasswordField
        label={code('password')}
        value={password}
        maxLength={200}
        hint={code('passwordHint', { least: shortestPassword })}
        error={errorAt('password')}
        autoComplete="new-password"
        onChange={(event) => setPassword(event.target.value)}
      />
      <p role="alert" className={css.bad}>
        {trouble?.at === null && trouble.words}
      </p>
      <div className={css.acts}>
        <Button onClick={() => onEnd(false)}>{t('cancel')}</Button>
        <Button kind="primary" type="submit" busy={busy}>
          {t('change')}
        </Button>
      </div>
    </form>
  );
}
