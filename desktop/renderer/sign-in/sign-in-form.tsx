import { type FormEvent, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import { useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { PasswordField } from './password-field.tsx';
import css from './sign-in.module.css';
import type { SignInTrouble } from './store.ts';
import type { Typed, Way } from './way.ts';
import { WhoFields } from './who-fields.tsx';

type Place = 'server' | 'email' | 'password' | 'code';
const places: Partial<Record<SignInTrouble, Place>> = {
  emptyServer: 'server',
  badAddress: 'server',
  unreachable: 'server',
  emptyEmail: 'email',
  emptyPassword: 'password',
  emptyCode: 'code',
  wrongCode: 'code',
};

type Props = {
  typed: Typed;
  change: (part: Partial<Typed>) => void;
  onWay: (way: Way) => void;
  /** Who signs in and where is known; only the password is missing. */
  again: boolean | undefined;
  /** What happened just before. */
  said: string | undefined;
  onDone: (() => void) | undefined;
};

export function SignInForm({ typed, change, onWay, again, said, onDone }: Props) {
  const t = useTranslations('signIn');
  const { signIn } = useStores();
  const { busy, trouble, codeNeeded } = useStore(signIn);
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  useEffect(() => signIn.clear, [signIn]);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (await signIn.submit({ ...typed, password, code })) onDone?.();
  }
  const errorAt = (place: Place) =>
    trouble !== null && places[trouble] === place ? t(trouble) : undefined;

  return (
    <form className={css.form} onSubmit={(event) => void submit(event)} noValidate>
      {said !== undefined && (
        <p className={css.said} role="status">
          {said}
        </p>
      )}
      <WhoFields
        {...{ typed, change, errorAt }}
        serverHint={again ? undefined : t('serverHint')}
        autoFocus={typed.email === ''}
      />
      <PasswordField
        label={t('password')}
        name="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={errorAt('password')}
        autoComplete="current-password"
        autoFocus={typed.email !== ''}
      />
      {codeNeeded && (
        <TextField
          label={t('factorCode')}
          name="factor-code"
          value={code}
          hint={t('factorCodeHint')}
          error={errorAt('code')}
          maxLength={40}
          autoComplete="one-time-code"
          spellCheck={false}
          autoFocus
          onChange={(event) => setCode(event.target.value)}
        />
      )}
      <p className={css.trouble} role="alert">
        {trouble !== null && places[trouble] === undefined && t(trouble)}
      </p>
      <Button kind="primary" size="large" type="submit" busy={busy}>
        {busy ? t('going') : t('go')}
      </Button>
      <div className={css.ways}>
        <Button kind="plain" size="small" onClick={() => onWay('ask')}>
          {t('forgot')}
        </Button>
        <Button kind="plain" size="small" onClick={() => onWay('code')}>
          {t('haveCode')}
        </Button>
      </div>
    </form>
  );
}
