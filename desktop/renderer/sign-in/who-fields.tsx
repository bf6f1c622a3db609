import { useTranslations } from 'use-intl';
import { TextField } from '../ui/text-field.tsx';
import type { Typed } from './way.ts';

type Props = {
  typed: Typed;
  change: (part: Partial<Typed>) => void;
  errorAt: (place: 'server' | 'email') => string | undefined;
  serverHint?: string | undefined;
  /** The keyboard begins at the e-mail. */
  autoFocus: boolean;
};

/** Where and who, whichever way one comes in. */
export function WhoFields({ typed, change, errorAt, serverHint, autoFocus }: Props) {
  const t = useTranslations('signIn');
  return (
    <>
      <TextField
        label={t('server')}
        name="server"
        value={typed.server}
        onChange={(event) => change({ server: event.target.value })}
        hint={serverHint}
        error={errorAt('server')}
        spellCheck={false}
        inputMode="url"
        autoComplete="url"
      />
      <TextField
        label={t('email')}
        name="email"
        type="email"
        value={typed.email}
        onChange={(event) => change({ email: event.target.value })}
        error={errorAt('email')}
        autoComplete="username"
        autoFocus={autoFocus}
      />
    </>
  );
}
