import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { WhatsappSession } from '#shared/contract/whatsapp.ts';
import { toE164 } from '#shared/rules/phone-number.ts';
import { useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { QrCode } from './qr.tsx';
import css from './whatsapp.module.css';

/** Eight letters, in two halves as the phone asks for them. */
export const shownCode = (code: string): string =>
  code.length === 8 ? `${code.slice(0, 4)}-${code.slice(4)}` : code;

/** How a phone is linked: by a picture that it looks at, or by a code that is typed on it. */
export function Pairing({ session }: { session: WhatsappSession }) {
  const t = useTranslations('session');
  const { qr, pairingCode } = session;
  if (pairingCode !== undefined) {
    return (
      <div className={css.pairing}>
        <output className={css.code} aria-label={t('codeLabel')}>
          {shownCode(pairingCode)}
        </output>
        <ol className={css.steps}>
          <li>{t('stepOpen')}</li>
          <li>{t('stepLinkByNumber')}</li>
          <li>{t('stepType')}</li>
        </ol>
        <ByCode />
      </div>
    );
  }
  if (qr !== undefined) {
    return (
      <div className={css.pairing}>
        <QrCode text={qr} label={t('qrLabel')} />
        <ol className={css.steps}>
          <li>{t('stepOpen')}</li>
          <li>{t('stepLink')}</li>
          <li>{t('stepPoint')}</li>
        </ol>
        <ByCode />
      </div>
    );
  }
  return session.state === 'stopped' || session.state === 'failed' ? <ByCode /> : null;
}

function ByCode() {
  const t = useTranslations('session');
  const { whatsapp } = useStores();
  const moving = useStore(whatsapp, (state) => state.moving);
  const [open, setOpen] = useState(false);
  const [phone, setPhone] = useState('');
  const [wrong, setWrong] = useState(false);
  function ask(event: FormEvent) {
    event.preventDefault();
    const number = toE164(phone.trim());
    setWrong(number === null);
    if (number !== null) void whatsapp.move('start', number).then((done) => done && setOpen(false));
  }
  if (!open) {
    return (
      <Button kind="plain" size="small" className={css.other} onClick={() => setOpen(true)}>
        {t('byCode')}
      </Button>
    );
  }
  return (
    <form className={css.form} onSubmit={ask}>
      <TextField
        label={t('phone')}
        hint={t('phoneHint')}
        error={wrong ? t('phoneWrong') : undefined}
        type="tel"
        autoComplete="off"
        autoFocus
        value={phone}
        onChange={(event) => {
          setPhone(event.target.value);
          setWrong(false);
        }}
      />
      <Button kind="primary" type="submit" busy={moving === 'start'}>
        {t('getCode')}
      </Button>
    </form>
  );
}
