import { Send } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { EmailTest, EmailWaySetting } from '#shared/contract/email-setting.ts';
import { emailSecurities } from '#shared/contract/email-setting.ts';
import { useOpening, useStores } from '../../shell/context.ts';
import { useWhy } from '../../shell/why-refused.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { minutesOf } from './draft.ts';
import css from './parts.module.css';
import { type Faults, type FormOf, SettingForm } from './setting-form.tsx';
import { useTyped } from './use-typed.ts';

const ports = { tls: 465, starttls: 587, none: 25 } as const;
const isFrom = /^([^\r\n<>]*<)?[^\s@<>]+@[^\s@<>]+>?$/;

/** Whether the server still has the password for what is on the form. */
const keepsPassword = (draft: EmailWaySetting, saved: EmailWaySetting): boolean =>
  saved.hasPassword &&
  (['host', 'port', 'security', 'user'] as const).every((field) => draft[field] === saved[field]);

/** How e-mail leaves the workspace. */
export function EmailPart() {
  const t = useTranslations('emailSetting');
  const [saved, setSaved] = useState<EmailWaySetting | null>(null);
  return (
    <SettingForm
      name="email"
      title={t('title')}
      text={t('text')}
      faults={(draft) => faultsOf(draft, t)}
      refused={{ password: t('passwordNeeded'), host: t('hostWrong'), from: t('fromWrong') }}
      onSaved={setSaved}
      more={<Test on={saved?.on ?? false} />}
    >
      {(form) =>
        form.saved.environment ? <OfEnvironment setting={form.saved} /> : <Fields {...form} />
      }
    </SettingForm>
  );
}

type Words = 'hostWrong' | 'portWrong' | 'fromWrong';
function faultsOf(draft: EmailWaySetting, t: (word: Words) => string): Faults<EmailWaySetting> {
  if (draft.environment) return {};
  const { on, host, port, from } = draft;
  const fits = /^[A-Za-z0-9.:_-]*$/.test(host) && (!on || host !== '');
  return {
    ...(!fits && { host: t('hostWrong') }),
    ...(!(port >= 1 && port <= 65_535) && { port: t('portWrong') }),
    ...((on || from !== '') && !isFrom.test(from) && { from: t('fromWrong') }),
  };
}

function Fields({ draft, saved, change, fault }: FormOf<EmailWaySetting>) {
  const t = useTranslations('emailSetting');
  const port = useTyped(draft.port, (value) => change({ port: value }), minutesOf);
  const kept = keepsPassword(draft, saved);
  return (
    <>
      <CheckField checked={draft.on} hint={t('onText')} onChange={(on) => change({ on })}>
        {t('on')}
      </CheckField>
      <div className={css.two}>
        <TextField
          label={t('host')}
          hint="smtp.example.com"
          error={fault('host')}
          maxLength={253}
          autoComplete="off"
          spellCheck={false}
          value={draft.host}
          onChange={(event) => change({ host: event.target.value.trim() })}
        />
        <TextField
          label={t('port')}
          error={fault('port')}
          inputMode="numeric"
          autoComplete="off"
          {...port}
        />
      </div>
      <div className={css.medium}>
        <ChoiceField
          label={t('security')}
          value={draft.security}
          choices={emailSecurities.map((one) => ({ value: one, label: t(one) }))}
          onChoose={(security) =>
            change({
              security,
              // Who left the usual port means the usual one of the other kind.
              ...(draft.port === ports[draft.security] && { port: ports[security] }),
            })
          }
        />
      </div>
      <div className={css.two}>
        <TextField
          label={t('user')}
          hint={t('userText')}
          error={fault('user')}
          maxLength={320}
          autoComplete="off"
          spellCheck={false}
          value={draft.user}
          onChange={(event) => change({ user: event.target.value })}
        />
        <TextField
          label={t('password')}
          type="password"
          hint={t(kept ? 'passwordKept' : 'passwordText')}
          error={fault('password')}
          maxLength={500}
          autoComplete="new-password"
          disabled={draft.user === ''}
          value={draft.password ?? ''}
          onChange={(event) => change({ password: event.target.value || null })}
        />
      </div>
      <TextField
        className={css.medium}
        label={t('from')}
        hint="Recado <no-reply@example.com>"
        error={fault('from')}
        maxLength={400}
        autoComplete="off"
        value={draft.from}
        onChange={(event) => change({ from: event.target.value })}
      />
    </>
  );
}

function OfEnvironment({ setting }: { setting: EmailWaySetting }) {
  const t = useTranslations('emailSetting');
  return (
    <>
      <p className={css.notice}>{t('environment')}</p>
      <dl className={css.facts}>
        <dt>{t('host')}</dt>
        <dd>
          {setting.host}:{setting.port}
        </dd>
        <dt>{t('security')}</dt>
        <dd>{t(setting.security)}</dd>
        <dt>{t('user')}</dt>
        <dd>{setting.user || '–'}</dd>
        <dt>{t('from')}</dt>
        <dd>{setting.from}</dd>
      </dl>
    </>
  );
}

/** What is saved is tried, with an e-mail to whoever asks. */
function Test({ on }: { on: boolean }) {
  const t = useTranslations('emailSetting');
  const why = useWhy();
  const { office } = useStores();
  const email = useOpening((state) => state.opening?.user?.email ?? '');
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<EmailTest | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  async function test() {
    setBusy(true);
    setDone(null);
    setTrouble(null);
    const answer = await office('POST /settings/email/test');
    setBusy(false);
    if (answer.ok) setDone(answer.value);
    else setTrouble(why(answer));
  }
  return (
    <div className={css.block}>
      <div>
        <Button icon={<Send size={14} />} busy={busy} disabled={!on} onClick={() => void test()}>
          {t('test', { email })}
        </Button>
      </div>
      <p className={css.soft}>{t('testText')}</p>
      <p role="status" className={done?.sent ? css.well : css.bad}>
        {trouble}
        {done && (done.sent ? t('tested', { to: done.to }) : t('notTested'))}
        {done?.detail && <bdi> {done.detail}</bdi>}
      </p>
    </div>
  );
}
