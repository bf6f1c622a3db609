import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { PasswordCode } from '#shared/contract/password.ts';
import type { User } from '#shared/contract/user.ts';
import { useTimes } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import css from './people.module.css';

type Props = { user: User; code: PasswordCode; invited: boolean; onDone: () => void };

/** The server keeps no more than its hash: once this is gone there is only another code. */
export function CodeShown({ user, code, invited, onDone }: Props) {
  const t = useTranslations('people');
  const times = useTimes();
  const [copied, setCopied] = useState<boolean | null>(null);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const copy = () =>
    navigator.clipboard.writeText(code.code).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  const { name, email } = user;
  const until = {
    day: times.date(code.expiresAt, Date.now()),
    time: times.clock(code.expiresAt),
  };
  return (
    <section className={css.fields} aria-labelledby="code-shown">
      <h3 id="code-shown" className={css.title}>
        {t(invited ? 'invited' : 'codeTitle', { name })}
      </h3>
      <p className={css.text}>{t(invited ? 'invitedText' : 'codeText', { email })}</p>
      <div className={css.codeLine}>
        <output className={css.code} aria-label={t('code')}>
          {code.code}
        </output>
        <Button
          ref={first}
          icon={copied ? <Check size={14} /> : <Copy size={14} />}
          onClick={() => void copy()}
        >
          {t(copied ? 'copied' : 'copy')}
        </Button>
      </div>
      <p className={css.soft}>{t('once', until)}</p>
      <p role="alert" className={css.bad}>
        {copied === false && t('notCopied')}
      </p>
      <Button kind="primary" className={css.start} onClick={onDone}>
        {t('done')}
      </Button>
    </section>
  );
}
