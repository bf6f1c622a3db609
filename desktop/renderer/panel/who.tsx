import { useTranslations } from 'use-intl';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import { Face } from '../contact/face.tsx';
import { useStores } from '../shell/context.ts';
import { plainly } from '../text/formatting.ts';
import { Editable } from './editable.tsx';
import { OvertakenLine } from './overtaken-line.tsx';
import css from './panel.module.css';

export function Who({ entry }: { entry: ConversationSummary }) {
  const t = useTranslations('panel');
  const { actions } = useStores();
  const { contact, conversation } = entry;
  const save = (value: string | null, was: string | null) =>
    void actions.editContact(conversation.id, { field: 'name', value, was });
  return (
    <div className={css.who}>
      <Face contact={contact} size="large" />
      <div className={css.names}>
        <Editable
          label={t('fields.name')}
          value={contact.name}
          placeholder={plainly(contact.whatsappName ?? '') || t('addName')}
          longest={200}
          className={css.name}
          onSave={save}
        />
        {contact.whatsappName && contact.name !== null && (
          <p className={css.faint}>
            <bdi>{t('whatsappName', { name: plainly(contact.whatsappName) })}</bdi>
          </p>
        )}
        <OvertakenLine
          contact={contact}
          field="name"
          onRestore={(value) => save(value, contact.name)}
        />
      </div>
    </div>
  );
}
