import { Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import { useStores } from '../shell/context.ts';
import { plainly } from '../text/formatting.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Editable } from './editable.tsx';
import { OvertakenLine } from './overtaken-line.tsx';
import css from './panel.module.css';
import { Section } from './section.tsx';

/** Whatever a team wants to know of its contacts, under names of its own. */
export function Attributes({ entry: { contact, conversation } }: { entry: ConversationSummary }) {
  const t = useTranslations('panel');
  const { actions } = useStores();
  const save = (key: string, value: string | null, was: string | null) =>
    void actions.editContact(conversation.id, { field: 'attribute', key, value, was });
  const known = contact.attributes ?? {};
  return (
    <Section title={t('attributes')}>
      <dl className={css.attributes}>
        {Object.entries(known).map(([key, value]) => (
          <div key={key} className={css.attribute}>
            <dt title={key}>{plainly(key)}</dt>
            <dd>
              <Editable
                label={key}
                value={value}
                placeholder=""
                longest={1_000}
                onSave={(next, was) => save(key, next, was)}
              />
              <IconButton
                label={t('remove', { what: key })}
                className={css.quiet}
                onClick={() => save(key, null, value)}
              >
                <Trash2 size={13} />
              </IconButton>
            </dd>
            <OvertakenLine
              contact={contact}
              field={`attribute:${key}`}
              onRestore={(next) => save(key, next, value)}
            />
          </div>
        ))}
      </dl>
      <NewAttribute taken={known} onAdd={(key, value) => save(key, value, known[key] ?? null)} />
    </Section>
  );
}

type NewProps = { taken: Record<string, string>; onAdd: (key: string, value: string) => void };

function NewAttribute({ taken, onAdd }: NewProps) {
  const t = useTranslations('panel');
  const [open, setOpen] = useState(false);
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  if (!open) {
    return (
      <button type="button" className={css.add} onClick={() => setOpen(true)}>
        <Plus size={13} aria-hidden="true" /> {t('add')}
        <span className="out-of-sight">: {t('attributes')}</span>
      </button>
    );
  }
  const fits = key.trim() !== '' && value.trim() !== '' && !Object.hasOwn(taken, key.trim());
  function close() {
    setOpen(false);
    setKey('');
    setValue('');
  }
  function add(event: FormEvent) {
    event.preventDefault();
    if (!fits) return;
    onAdd(key.trim(), value.trim());
    close();
  }
  return (
    <form
      className={css.pair}
      onSubmit={add}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        close();
      }}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: the person has just asked for this field.
        autoFocus
        className={css.field}
        aria-label={t('newKey')}
        placeholder={t('newKey')}
        value={key}
        maxLength={60}
        onChange={(event) => setKey(event.target.value)}
      />
      <input
        className={css.field}
        aria-label={t('newValue')}
        placeholder={t('newValue')}
        value={value}
        maxLength={1_000}
        onChange={(event) => setValue(event.target.value)}
      />
      <Button type="submit" size="small" disabled={!fits}>
        {t('add')}
      </Button>
    </form>
  );
}
