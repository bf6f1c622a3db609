import { useTranslations } from 'use-intl';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import { longestNotes } from '#shared/contract/contact.ts';
import { useOpening, useStores, useTimes } from '../shell/context.ts';
import { Editable } from './editable.tsx';
import { OvertakenLine } from './overtaken-line.tsx';
import css from './panel.module.css';
import { Section } from './section.tsx';

export function Notes({ entry: { contact, conversation } }: { entry: ConversationSummary }) {
  const t = useTranslations('panel');
  const told = useTranslations('told');
  const times = useTimes();
  const { actions } = useStores();
  const edit = contact.edits?.notes;
  const by = useOpening((state) => (edit ? state.colleagues.get(edit.by)?.name : undefined));
  const notes = contact.notes ?? null;
  const save = (value: string | null, was: string | null) =>
    void actions.editContact(conversation.id, { field: 'notes', value, was });
  return (
    <Section title={t('notes')}>
      <Editable
        lines
        label={t('notes')}
        value={notes}
        placeholder={t('addNotes')}
        longest={longestNotes}
        className={css.notes}
        onSave={save}
      />
      {edit && notes !== null && (
        <p className={css.faint}>
          {t('noted', { name: by ?? told('someone'), time: times.full(edit.at) })}
        </p>
      )}
      <OvertakenLine contact={contact} field="notes" onRestore={(value) => save(value, notes)} />
    </Section>
  );
}
