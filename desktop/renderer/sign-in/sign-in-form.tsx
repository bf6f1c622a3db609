import { Eye, EyeOff } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import { useOpening, useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import css from './sign-in.module.css';
import type { SignInTrouble } from './store.ts';

const places: Partial<Record<SignInTrouble, 'server' | 'email' | 'password'>> = {
  emptyServer: 'server',
  badAddress: 'server',
  unreachable: 'server',
  emptyEmail: 'email',
  emptyPassword: 'password',
};
export const usualServer = 'http://127.0.0.1:4680';

/** `again`: who signs in and where is known; only the password is missing. */
export function SignInForm({ again, onDone }: { again?: boolean; onDone?: () => void }) {
  const t = useTranslations('signIn');
  const { signIn } = useStores();
  const { busy, trouble } = useStore(signIn);
  const known = useOpening((state) => state.opening?.serverAddress ?? null);
  const [server, setServer] = useState(known ?? usualServer);
  const [email, setEmail] = useState(useOpening((state) => state.opening?.user?.email ?? ''));
  const [password, setPassword] = useState('');
  const [visible, setVisible] = useState(false);
  useEffect(() => signIn.clear, [signIn]);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (await signIn.submit({ server, email, password })) onDone?.();
  }
  const errorAt = (place: 'server' | 'email' | 'password') =>
    trouble !== null && places[trouble] === place ? t(trouble) : undefined;

  return (
    <form className={css.form} onSubmit={(event) => void submit(event)} noValidate>
      <TextField
        label={t('server')}
        name="server"
        value={server}
        onChange={(event) => setServer(event.target.value)}
        hint={again ? undefined : t('serverHint')}
        error={errorAt('server')}
        spellCheck={false}
        inputMode="url"
        autoComplete="url"
      />
      <TextField
        label={t('email')}
        name="email"
        type="email"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        error={errorAt('email')}
        autoComplete="username"
        autoFocus={email === ''}
      />
      <TextField
        label={t('password')}
        name="password"
        type={visible ? 'text' : 'password'}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        error={errorAt('password')}
        autoComplete="current-password"
        autoFocus={email !== ''}
        trailing={
          <IconButton
            label={t(visible ? 'hide' : 'show')}
            className={css.eye}
            onClick={() => setVisible(!visible)}
          >
            {visible ? <EyeOff size={16} /> : <Eye size={16} />}
          </IconButton>
        }
      />
      <p className={css.trouble} role="alert">
        {trouble !== null && places[trouble] === undefined && t(trouble)}
      </p>
      <Button kind="primary" size="large" type="submit" busy={busy}>
        {busy ? t('going') : t('go')}
      </Button>
    </form>
  );
}
