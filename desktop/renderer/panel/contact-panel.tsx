import { X } from 'lucide-react';
import { type KeyboardEvent, useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { PersonalData } from '../personal-data/personal-data.tsx';
import { useList, useStores } from '../shell/context.ts';
import { TagLine } from '../tags/tag-line.tsx';
import { TagPicker } from '../tags/tag-picker.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { Attributes } from './attributes.tsx';
import { Consents } from './consents.tsx';
import { Emails, Numbers } from './entries.tsx';
import { Files } from './files.tsx';
import { Notes } from './notes.tsx';
import css from './panel.module.css';
import { PastServices } from './past-services.tsx';
import { Section } from './section.tsx';
import { Who } from './who.tsx';

/** What the team knows of the contact in front, and what lies behind the conversation. */
export function ContactPanel({ id }: { id: Id }) {
  const t = useTranslations('panel');
  const { opening } = useStores();
  const entry = useList((state) => state.entries.get(id));
  const close = () => void opening.prefer({ panel: false });
  function press(event: KeyboardEvent) {
    // A field that is being changed has Escape for itself.
    if (event.key === 'Escape' && !event.defaultPrevented) close();
  }
  if (!entry) return null;
  return (
    <aside className={css.panel} aria-label={t('title')} data-panel onKeyDown={press}>
      <header className={css.head}>
        <h2>{t('title')}</h2>
        <IconButton label={t('hide')} side="left" onClick={close}>
          <X size={16} />
        </IconButton>
      </header>
      <div className={css.body}>
        <Who entry={entry} />
        <ContactTags entry={entry} />
        <Numbers entry={entry} />
        {!entry.contact.group && <Emails entry={entry} />}
        <Attributes entry={entry} />
        <Notes entry={entry} />
        {!entry.contact.group && <Consents entry={entry} />}
        <Behind id={id} />
        <PersonalData contact={entry.contact} />
      </div>
    </aside>
  );
}

function ContactTags({ entry }: { entry: ConversationSummary }) {
  const t = useTranslations('tags');
  const { actions } = useStores();
  const { conversation, contact } = entry;
  const set = (tagId: Id, on: boolean) => void actions.tagContact(conversation.id, tagId, on);
  return (
    <div className={css.tags}>
      <TagLine ids={contact.tags} onOff={(tagId) => set(tagId, false)} />
      <TagPicker label={t('contact')} ids={contact.tags} onPick={set} />
    </div>
  );
}

function Behind({ id }: { id: Id }) {
  const t = useTranslations('panel');
  const { past: store } = useStores();
  const past = useStore(store, (state) => state.pasts.get(id));
  useEffect(() => {
    void store.load(id);
  }, [store, id]);
  if (!past) return <Spinner />;
  return (
    <>
      <Section title={t('past')}>
        <PastServices services={past.services} />
      </Section>
      <Section title={t('files')}>
        <Files key={id} messages={past.messages} />
      </Section>
      {!past.whole && <p className={css.faint}>{t('partly')}</p>}
    </>
  );
}
