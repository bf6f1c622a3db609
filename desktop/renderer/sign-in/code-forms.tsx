import { ArrowLeft } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import { useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { type CodeTrouble, shortestPassword } from './code-store.ts';
import { PasswordField } from './password-field.tsx';
import css from './sign-in.module.css';
import type { Typed, Way } from './way.ts';
import { WhoFields } from './who-fields.tsx';

type Place = 'server' | 'email' | 'code' | 'password';
const places: Partial<Record<CodeTrouble, Place>> = {
  ...{ emptyServer: 'server', badAddress: 'server', unreachable: 'server' },
  ...{ emptyEmail: 'email', badEmail: 'email', emptyCode: 'code', wrong: 'code' },
  short: 'password',
};
/** Those that signing in has words for already. */
const ofSignIn = ['emptyServer', 'badAddress', 'unreachable', 'tooMany', 'app', 'emptyEmail'];
type OfSignIn = 'emptyServer' | 'badAddress' | 'unreachable' | 'tooMany' | 'app' | 'emptyEmail';
const isOfSignIn = (trouble: CodeTrouble): trouble is OfSignIn => ofSignIn.includes(trouble);

function useTrouble() {
  const code = useTranslations('code');
  const signIn = useTranslations('signIn');
  const { codes } = useStores();
  const { busy, trouble } = useStore(codes);
  useEffect(() => codes.clear, [codes]);
  const words =
    trouble === null
      ? undefined
      : isOfSignIn(trouble)
        ? signIn(trouble)
        : code(trouble, { least: shortestPassword });
  const place = trouble === null ? undefined : places[trouble];
  return {
    busy,
    errorAt: (at: Place) => (place === at ? words : undefined),
    general: place === undefined ? words : undefined,
  };
}

export type FormProps = {
  typed: Typed;
  change: (part: Partial<Typed>) => void;
  onWay: (way: Way) => void;
};
function Back({ onWay }: Pick<FormProps, 'onWay'>) {
  const t = useTranslations('code');
  return (
    <Button
      kind="plain"
      size="small"
      icon={<ArrowLeft size={14} />}
      onClick={() => onWay('password')}
    >
      {t('back')}
    </Button>
  );
}

/** Says the same whether there is such a user or not, as the server does. */
export function AskForm({ typed, change, onWay }: FormProps) {
  const t = useTranslations('code');
  const signIn = useTranslations('signIn');
  const { codes } = useStores();
  const { busy, errorAt, general } = useTrouble();
  const [asked, setAsked] = useState<string | null>(null);
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asked !== null) next.current?.focus();
  }, [asked]);
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (await codes.ask(typed)) setAsked(typed.email.trim());
  }
  if (asked !== null) {
    return (
      <div className={css.form}>
        <p role="status">{t('asked', { email: asked })}</p>
        <p className={css.note}>{t('askedNone')}</p>
        <Button ref={next} kind="primary" size="large" onClick={() => onWay('code')}>
          {signIn('haveCode')}
        </Button>
        <div className={css.ways}>
          <Back onWay={onWay} />
        </div>
      </div>
    );
  }
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)} noValidate>
      <WhoFields {...{ typed, change, errorAt }} autoFocus />
      <p className={css.note}>{t('askedNone')}</p>
      <p className={css.trouble} role="alert">
        {general}
      </p>
      <Button kind="primary" size="large" type="submit" busy={busy}>
        {t(busy ? 'asking' : 'ask')}
      </Button>
      <div className={css.ways}>
        <Back onWay={onWay} />
        <Button kind="plain" size="small" onClick={() => onWay('code')}>
          {signIn('haveCode')}
        </Button>
      </div>
    </form>
  );
}

/** `onSaved`: the password holds; signing in with it is what comes next. */
export function CodeForm({
  typed,
  change,
  onWay,
  onSaved,
}: FormProps & { onSaved: (password: string) => Promise<void> }) {
  const t = useTranslations('code');
  const { codes } = useStores();
  const { busy, errorAt, general } = useTrouble();
  const [entering, setEntering] = useState(false);
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (entering || !(await codes.confirm({ ...typed, code, password }))) return;
    setEntering(true);
    await onSaved(password);
  }
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)} noValidate>
      <WhoFields {...{ typed, change, errorAt }} autoFocus={typed.email === ''} />
      <TextField
        label={t('code')}
        name="code"
        value={code}
        onChange={(event) => setCode(event.target.value)}
        hint={t('codeHint')}
        error={errorAt('code')}
        maxLength={20}
        spellCheck={false}
        autoCapitalize="characters"
        autoComplete="one-time-code"
        autoFocus={typed.email !== ''}
      />
      <PasswordField
        label={t('password')}
        name="new-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        hint={t('passwordHint', { least: shortestPassword })}
        error={errorAt('password')}
        maxLength={200}
        autoComplete="new-password"
      />
      <p className={css.trouble} role="alert">
        {general}
      </p>
      <Button kind="primary" size="large" type="submit" busy={busy || entering}>
        {t(busy || entering ? 'confirming' : 'confirm')}
      </Button>
      <div className={css.ways}>
        <Back onWay={onWay} />
      </div>
    </form>
  );
}
