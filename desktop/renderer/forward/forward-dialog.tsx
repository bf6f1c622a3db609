import { Forward, Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ConversationSummary, ShownMessage } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { showPhone } from '#shared/rules/phone-number.ts';
import { standingOf } from '../composer/standing.ts';
import { Face } from '../contact/face.tsx';
import { gistOf } from '../format/gist.ts';
import { folded, nameOf } from '../format/names.ts';
import { useList, useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/text-field.tsx';
import css from './forward-dialog.module.css';

const mostShown = 40;

/** Those that may be written to now, newest first, by name or number. */
export function destinations(
  entries: Iterable<ConversationSummary>,
  me: Id,
  wanted: string,
): ConversationSummary[] {
  const words = folded(wanted.trim());
  const digits = wanted.replace(/\D/g, '');
  return [...entries]
    .filter(
      ({ service, contact }) =>
        standingOf(service, me) !== 'held' &&
        (words === '' ||
          folded(nameOf(contact)).includes(words) ||
          (digits.length > 2 && (contact.phone ?? '').includes(digits))),
    )
    .sort((a, b) => (a.conversation.lastActivityAt < b.conversation.lastActivityAt ? 1 : -1))
    .slice(0, mostShown);
}

type Props = { message: ShownMessage; onClose: () => void };

export function ForwardDialog({ message, onClose }: Props) {
  const t = useTranslations('forward');
  const kinds = useTranslations('kinds');
  const app = useTranslations('app');
  const { actions, tabs } = useStores();
  const me = useList((state) => state.me);
  const entries = useList((state) => state.entries);
  const [wanted, setWanted] = useState('');
  const [to, setTo] = useState<Id | null>(null);
  const [busy, setBusy] = useState(false);
  const shown = useMemo(() => destinations(entries.values(), me, wanted), [entries, me, wanted]);
  const chosen = to === null ? undefined : shown.find(({ conversation }) => conversation.id === to);
  async function send() {
    if (!chosen) return;
    setBusy(true);
    const done = await actions.forward(message, chosen.conversation.id);
    setBusy(false);
    if (!done) return;
    tabs.show(chosen.conversation.id);
    onClose();
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title')}
      closeLabel={app('close')}
      actions={
        <>
          <Button onClick={onClose}>{app('cancel')}</Button>
          <Button
            kind="primary"
            icon={<Forward size={14} />}
            disabled={!chosen}
            busy={busy}
            onClick={() => void send()}
          >
            {chosen ? t('to', { name: nameOf(chosen.contact) }) : t('go')}
          </Button>
        </>
      }
    >
      <p className={css.gist}>{gistOf(message, kinds)}</p>
      <TextField
        bare
        label={t('search')}
        placeholder={t('search')}
        icon={<Search size={14} />}
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      <div className={css.list} role="radiogroup" aria-label={t('whom')}>
        {shown.map(({ conversation, contact, service }) => (
          <label key={conversation.id} className={css.one}>
            <input
              type="radio"
              name="to"
              className="out-of-sight"
              checked={to === conversation.id}
              onChange={() => setTo(conversation.id)}
            />
            <Face contact={contact} size="small" />
            <bdi className={css.name}>{nameOf(contact)}</bdi>
            <span className={css.phone}>
              {service?.state === 'waiting'
                ? t('starts')
                : contact.phone
                  ? showPhone(contact.phone)
                  : ''}
            </span>
          </label>
        ))}
        {shown.length === 0 && <p className={css.none}>{t('nobody')}</p>}
      </div>
    </Dialog>
  );
}
