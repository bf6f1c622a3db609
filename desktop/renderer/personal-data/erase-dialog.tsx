import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Contact } from '#shared/contract/contact.ts';
import { showPhone } from '#shared/rules/phone-number.ts';
import { nameOf } from '../format/names.ts';
import { useStores } from '../shell/context.ts';
import { useWhy } from '../shell/why-refused.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/text-field.tsx';
import css from './personal-data.module.css';
import { isTypedRight } from './typed-right.ts';

/** Says what goes and what stays; whoever means it types whom it is about. */
export function EraseDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const t = useTranslations('personalData');
  const app = useTranslations('app');
  const why = useWhy();
  const ask = useStores().office;
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const name = nameOf(contact);
  const right = isTypedRight(typed, contact);
  const phone = contact.phone && showPhone(contact.phone);

  async function erase(event?: FormEvent) {
    event?.preventDefault();
    if (!right || busy) return;
    setBusy(true);
    const answer = await ask('DELETE /contacts/:id', { params: { id: contact.id } });
    setBusy(false);
    // The conversation itself goes as soon as the server tells of it.
    if (answer.ok) onClose();
    else setTrouble(why(answer));
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('eraseTitle', { name })}
      description={t('eraseAbout')}
      closeLabel={app('close')}
      actions={
        <>
          <Button onClick={onClose}>{app('cancel')}</Button>
          <Button kind="danger" disabled={!right} busy={busy} onClick={() => void erase()}>
            {t('go')}
          </Button>
        </>
      }
    >
      <ul className={css.goes}>
        {(['known', 'said', 'groups'] as const).map((what) => (
          <li key={what}>{t(`goes.${what}`)}</li>
        ))}
      </ul>
      <p className={css.stays}>{t('stays')}</p>
      <form onSubmit={(event) => void erase(event)}>
        <TextField
          label={phone && phone !== name ? t('typeEither', { name, phone }) : t('type', { name })}
          value={typed}
          autoComplete="off"
          maxLength={300}
          error={trouble ?? undefined}
          onChange={(event) => {
            setTyped(event.target.value);
            setTrouble(null);
          }}
        />
      </form>
    </Dialog>
  );
}
