import { MessageSquarePlus, Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { showPhone, toE164, twinOf } from '#shared/rules/phone-number.ts';
import { Face } from '../contact/face.tsx';
import { nameOf } from '../format/names.ts';
import { matcher } from '../list/sections.ts';
import { useList, useOpening, useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/text-field.tsx';
import css from './new-conversation.module.css';

const mostShown = 30;

/** Who fits, newest first. */
export function found(
  entries: Iterable<ConversationSummary>,
  wanted: string,
): ConversationSummary[] {
  const fits = matcher(wanted);
  return [...entries]
    .filter(fits)
    .sort((a, b) => (a.conversation.lastActivityAt < b.conversation.lastActivityAt ? 1 : -1))
    .slice(0, mostShown);
}

/** The number in what was typed, where nobody who is known has it, with or without the ninth digit. */
export function newNumber(entries: Iterable<ConversationSummary>, typed: string): string | null {
  if (!/^[+\d\s().-]+$/.test(typed.trim())) return null;
  const phone = toE164(typed.trim());
  // Less is no number with its country code yet.
  if (!phone || phone.length < 9) return null;
  const twin = twinOf(phone);
  for (const { contact } of entries) {
    if (contact.phone === phone || (twin && contact.phone === twin)) return null;
  }
  return phone;
}

/** Writing to somebody who did not write first: one of the list, or a new number. */
export function NewConversationDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('newConversation');
  const app = useTranslations('app');
  return (
    <Dialog open={open} onClose={onClose} title={t('title')} closeLabel={app('close')}>
      <Finding onClose={onClose} />
    </Dialog>
  );
}

/** There while it is open: what it looks through changes with every message. */
function Finding({ onClose }: { onClose: () => void }) {
  const t = useTranslations('newConversation');
  const { dialogs, tabs } = useStores();
  const given = useStore(dialogs, (state) => state.phone);
  const entries = useList((state) => state.entries);
  const offline = useOpening((state) => state.opening?.sync.connection === 'offline');
  const [wanted, setWanted] = useState(given);
  const shown = useMemo(() => found(entries.values(), wanted), [entries, wanted]);
  const phone = useMemo(() => newNumber(entries.values(), wanted), [entries, wanted]);
  function show(id: Id) {
    tabs.show(id);
    onClose();
  }
  const { busy, trouble, start } = useStart(show);
  return (
    <>
      <TextField
        label={t('find')}
        value={wanted}
        autoComplete="off"
        onChange={(event) => setWanted(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && phone && !offline && void start(phone)}
        icon={<Search size={14} />}
        hint={offline ? t('offline') : t('hint')}
      />
      {phone && (
        <Button
          kind="primary"
          busy={busy}
          disabled={offline}
          icon={<MessageSquarePlus size={15} />}
          onClick={() => void start(phone)}
        >
          {t('start', { phone: showPhone(phone) })}
        </Button>
      )}
      {trouble !== null && (
        <p className={css.trouble} role="alert">
          {trouble}
        </p>
      )}
      <ul className={css.list}>
        {shown.map(({ conversation, contact }) => (
          <li key={conversation.id}>
            <button type="button" className={css.one} onClick={() => show(conversation.id)}>
              <Face contact={contact} size="small" />
              <bdi className={css.name}>{nameOf(contact)}</bdi>
              <span className={css.phone}>{contact.phone && showPhone(contact.phone)}</span>
            </button>
          </li>
        ))}
        {shown.length === 0 && !phone && <li className={css.none}>{t('nobody')}</li>}
      </ul>
    </>
  );
}

function useStart(show: (id: Id) => void) {
  const t = useTranslations('newConversation');
  const { asks } = useStores();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  async function start(phone: string) {
    setBusy(true);
    setTrouble(null);
    const answer = await asks('openConversation', { phone });
    setBusy(false);
    if (answer.ok) return show(answer.value.conversationId);
    const { code, holder } = answer;
    setTrouble(
      code === 'service-held'
        ? holder?.name
          ? t('held', { name: holder.name })
          : t('heldSomeone')
        : t(code === 'server-unreachable' ? 'offline' : code === 'invalid' ? 'invalid' : 'failed'),
    );
  }
  return { busy, trouble, start };
}
