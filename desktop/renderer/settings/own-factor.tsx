import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { OwnFactor as Factor, NewFactor } from '#shared/contract/second-factor.ts';
import { useStores, useTimes } from '../shell/context.ts';
import { useWhy } from '../shell/why-refused.ts';
import { PasswordField } from '../sign-in/password-field.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { QrCode } from '../whatsapp/qr.tsx';
import css from './account.module.css';
import { Row } from './row.tsx';

/** Where one is on the way to it, and back. */
type Step =
  | { at: 'rest'; said: 'isOn' | 'isOff' | null }
  | { at: 'password'; to: 'on' | 'off' }
  | { at: 'scan'; factor: NewFactor }
  | { at: 'reserve'; codes: readonly string[] };

/** A code of an app beside the password. */
export function OwnFactor() {
  const t = useTranslations('factor');
  const times = useTimes();
  const why = useWhy();
  const { asks } = useStores();
  const [factor, setFactor] = useState<Factor | null>(null);
  const [trouble, setTrouble] = useState('');
  const [step, go] = useState<Step>({ at: 'rest', said: null });
  const resting = step.at === 'rest';
  useEffect(() => {
    if (!resting) return;
    void asks('ownFactor', {}).then((answer) => {
      if (answer.ok) setFactor(answer.value);
      setTrouble(answer.ok ? '' : why(answer));
    });
  }, [asks, why, resting]);
  const since = factor?.since ?? null;
  const text =
    factor === null
      ? trouble || t('loading')
      : since === null
        ? t('off')
        : t('on', { day: times.date(since, Date.now()), count: factor.recoveryLeft });
  return (
    <div className={css.part}>
      <Row label={t('title')} text={step.at === 'reserve' ? t('isOn') : text}>
        {resting && factor !== null && (
          <Button onClick={() => go({ at: 'password', to: since === null ? 'on' : 'off' })}>
            {t(since === null ? 'turnOn' : 'turnOff')}
          </Button>
        )}
      </Row>
      {resting && since !== null && (factor?.recoveryLeft ?? 0) < 3 && (
        <p className={css.soft}>{t('fewLeft')}</p>
      )}
      {step.at === 'password' && <Password to={step.to} go={go} />}
      {step.at === 'scan' && <Scan factor={step.factor} go={go} />}
      {step.at === 'reserve' && <Reserve codes={step.codes} go={go} />}
      <p role="status" className={css.good}>
        {step.at === 'rest' && step.said !== null && t(step.said)}
      </p>
    </div>
  );
}

type Go = (step: Step) => void;

function Password({ to, go }: { to: 'on' | 'off'; go: Go }) {
  const t = useTranslations('factor');
  const own = useTranslations('own');
  const why = useWhy();
  const { asks } = useStores();
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<{ field: boolean; words: string } | null>(null);
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    if (password === '') return setTrouble({ field: true, words: t('emptyPassword') });
    setBusy(true);
    const refused = (answer: Parameters<typeof why>[0]) => {
      setBusy(false);
      setTrouble({ field: answer.code === 'wrong-credentials', words: why(answer) });
    };
    if (to === 'off') {
      const answer = await asks('endFactor', { password });
      return answer.ok ? go({ at: 'rest', said: 'isOff' }) : refused(answer);
    }
    const answer = await asks('beginFactor', { password });
    return answer.ok ? go({ at: 'scan', factor: answer.value }) : refused(answer);
  }
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)} noValidate>
      <PasswordField
        label={t('password')}
        value={password}
        maxLength={200}
        error={trouble?.field ? trouble.words : undefined}
        autoComplete="current-password"
        autoFocus
        onChange={(event) => setPassword(event.target.value)}
      />
      <p role="alert" className={css.bad}>
        {trouble && !trouble.field && trouble.words}
      </p>
      <div className={css.acts}>
        <Button onClick={() => go({ at: 'rest', said: null })}>{own('cancel')}</Button>
        <Button kind={to === 'off' ? 'danger' : 'primary'} type="submit" busy={busy}>
          {t(to === 'off' ? 'turnOff' : 'next')}
        </Button>
      </div>
    </form>
  );
}

function Scan({ factor, go }: { factor: NewFactor; go: Go }) {
  const t = useTranslations('factor');
  const why = useWhy();
  const { asks } = useStores();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState('');
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    if (code.trim().length < 6) return setTrouble(t('wrongCode'));
    setBusy(true);
    const answer = await asks('confirmFactor', { code: code.trim() });
    setBusy(false);
    if (answer.ok) return go({ at: 'reserve', codes: answer.value.codes });
    setTrouble(answer.code === 'wrong-code' ? t('wrongCode') : why(answer));
  }
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)} noValidate>
      <p className={css.words}>{t('scan')}</p>
      <QrCode text={factor.uri} label={t('qr')} />
      <p className={css.soft}>
        {t('secret')} <code className={css.secret}>{factor.secret.replace(/(....)/g, '$1 ')}</code>
      </p>
      <TextField
        label={t('code')}
        value={code}
        maxLength={12}
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        error={trouble || undefined}
        onChange={(event) => setCode(event.target.value)}
      />
      <div className={css.acts}>
        <Button onClick={() => go({ at: 'rest', said: null })}>{t('cancel')}</Button>
        <Button kind="primary" type="submit" busy={busy}>
          {t('confirm')}
        </Button>
      </div>
    </form>
  );
}

function Reserve({ codes, go }: { codes: readonly string[]; go: Go }) {
  const t = useTranslations('factor');
  const [copied, setCopied] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  async function copy() {
    await navigator.clipboard.writeText(codes.join('\n')).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  }
  return (
    <section className={css.form} aria-label={t('reserveTitle')}>
      <h3 ref={title} tabIndex={-1} className={css.title}>
        {t('reserveTitle')}
      </h3>
      <p className={css.words}>{t('reserve')}</p>
      <ul className={css.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <p role="status" className={css.good}>
        {copied && t('copied')}
      </p>
      <div className={css.acts}>
        <Button onClick={() => void copy()}>{t('copy')}</Button>
        <Button kind="primary" onClick={() => go({ at: 'rest', said: 'isOn' })}>
          {t('kept')}
        </Button>
      </div>
    </section>
  );
}
