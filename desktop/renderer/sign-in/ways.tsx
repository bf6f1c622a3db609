import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useOpening, useStores } from '../shell/context.ts';
import { AskForm, CodeForm } from './code-forms.tsx';
import { SignInForm } from './sign-in-form.tsx';
import type { Typed, Way } from './way.ts';

const usualServer = 'http://127.0.0.1:4680';

/** What the place is called, and what it says of itself, by the way that is gone. */
export function useWayWords(): Record<Way, { title: string; text: string }> {
  const signIn = useTranslations('signIn');
  const code = useTranslations('code');
  return {
    password: { title: signIn('title'), text: signIn('text') },
    ask: { title: code('forgotTitle'), text: code('forgotText') },
    code: { title: code('confirmTitle'), text: code('confirmText') },
  };
}

type Props = {
  way: Way;
  onWay: (way: Way) => void;
  /** Who signs in and where is known; only the password is missing. */
  again?: boolean;
  onDone?: () => void;
};

export function SignInWays({ way, onWay, again, onDone }: Props) {
  const t = useTranslations('code');
  const { signIn } = useStores();
  const known = useOpening((state) => state.opening?.serverAddress ?? null);
  const email = useOpening((state) => state.opening?.user?.email ?? '');
  const [typed, setTyped] = useState<Typed>({ server: known ?? usualServer, email });
  const [saved, setSaved] = useState(false);
  const change = (part: Partial<Typed>) => setTyped((now) => ({ ...now, ...part }));
  const go = (to: Way) => {
    setSaved(false);
    onWay(to);
  };
  async function enter(password: string) {
    if (await signIn.submit({ ...typed, password })) return onDone?.();
    // The code is used up: from here on the new password signs in.
    setSaved(true);
    onWay('password');
  }
  if (way === 'ask') return <AskForm {...{ typed, change }} onWay={go} />;
  if (way === 'code') return <CodeForm {...{ typed, change }} onWay={go} onSaved={enter} />;
  return (
    <SignInForm
      {...{ typed, change, again, onDone }}
      onWay={go}
      said={saved ? t('saved') : undefined}
    />
  );
}
