import { Check, Copy, MessageSquare, Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import { showPhone, toE164 } from '#shared/rules/phone-number.ts';
import { useStores } from '../shell/context.ts';
import { IconButton } from '../ui/icon-button.tsx';
import css from './panel.module.css';
import { Section } from './section.tsx';

type Props = { entry: ConversationSummary };

/** Their number on WhatsApp, and others of theirs. */
export function Numbers({ entry: { contact, conversation } }: Props) {
  const t = useTranslations('panel');
  const { actions, dialogs } = useStores();
  const set = (value: string, on: boolean) =>
    void actions.editContact(conversation.id, { field: 'phone', value, on });
  if (contact.group) return null;
  return (
    <Section title={t('numbers')}>
      <ul className={css.entries}>
        {contact.phone && (
          <li className={css.entry}>
            <span className={css.value}>{showPhone(contact.phone)}</span>
            <CopyButton text={contact.phone} />
          </li>
        )}
        {contact.phones?.map((phone) => (
          <li key={phone} className={css.entry}>
            <span className={css.value}>{showPhone(phone)}</span>
            <IconButton
              label={t('writeTo', { what: showPhone(phone) })}
              onClick={() => dialogs.writeTo(phone)}
            >
              <MessageSquare size={14} />
            </IconButton>
            <CopyButton text={phone} />
            <IconButton
              label={t('remove', { what: showPhone(phone) })}
              onClick={() => set(phone, false)}
            >
              <Trash2 size={14} />
            </IconButton>
          </li>
        ))}
      </ul>
      <Add
        label={t('newPhone')}
        fits={(text) => toE164(text) !== null}
        onAdd={(text) => set(text, true)}
      />
    </Section>
  );
}

const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function Emails({ entry: { contact, conversation } }: Props) {
  const t = useTranslations('panel');
  const { actions } = useStores();
  const set = (value: string, on: boolean) =>
    void actions.editContact(conversation.id, { field: 'email', value, on });
  return (
    <Section title={t('emails')}>
      <ul className={css.entries}>
        {contact.emails?.map((one) => (
          <li key={one} className={css.entry}>
            <button
              type="button"
              className={css.link}
              onClick={() => actions.openLink(`mailto:${one}`)}
            >
              {one}
            </button>
            <CopyButton text={one} />
            <IconButton label={t('remove', { what: one })} onClick={() => set(one, false)}>
              <Trash2 size={14} />
            </IconButton>
          </li>
        ))}
      </ul>
      <Add
        label={t('newEmail')}
        fits={(text) => email.test(text.trim())}
        onAdd={(text) => set(text, true)}
      />
    </Section>
  );
}

function CopyButton({ text }: { text: string }) {
  const t = useTranslations('panel');
  const [copied, setCopied] = useState(false);
  async function copy() {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  }
  return (
    <IconButton
      label={copied ? t('copied') : t('copy', { what: text })}
      onClick={() => void copy()}
      onPointerLeave={() => setCopied(false)}
    >
      {copied ? <Check size={14} /> : <Copy size={14} />}
    </IconButton>
  );
}

type AddProps = { label: string; fits: (text: string) => boolean; onAdd: (text: string) => void };

/** A quiet button that becomes a field; what does not fit is not taken. */
function Add({ label, fits, onAdd }: AddProps) {
  const t = useTranslations('panel');
  const [text, setText] = useState<string | null>(null);
  if (text === null) {
    return (
      <button type="button" className={css.add} onClick={() => setText('')}>
        <Plus size={13} aria-hidden="true" /> {t('add')}
        <span className="out-of-sight">: {label}</span>
      </button>
    );
  }
  function add(event: FormEvent) {
    event.preventDefault();
    if (text === null || !fits(text)) return;
    onAdd(text);
    setText(null);
  }
  return (
    <form onSubmit={add}>
      <input
        // biome-ignore lint/a11y/noAutofocus: the person has just asked for this field.
        autoFocus
        className={css.field}
        aria-label={label}
        aria-invalid={(text.trim() !== '' && !fits(text)) || undefined}
        placeholder={label}
        value={text}
        maxLength={254}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => text.trim() === '' && setText(null)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          setText(null);
        }}
      />
    </form>
  );
}
