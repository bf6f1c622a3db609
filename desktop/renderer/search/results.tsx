import { CloudDownload } from 'lucide-react';
import { memo, type ReactNode, useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { SearchHit } from '#shared/contract/bridge.ts';
import { showPhone } from '#shared/rules/phone-number.ts';
import { Face } from '../contact/face.tsx';
import { gistOf } from '../format/gist.ts';
import { nameOf } from '../format/names.ts';
import { useClock, useList, useOpening, useStores, useTimes } from '../shell/context.ts';
import { classes } from '../ui/classes.ts';
import type { FoundContact } from './lookup.ts';
import css from './search.module.css';
import { SnippetText } from './snippet-text.tsx';
import { whyFound } from './why-found.ts';

type Option = { id: string; marked: boolean; onOpen: (id: string) => void };

/** The keyboard stays in the field: what is marked is said by it. */
function Result({ id, marked, onOpen, children }: Option & { children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above.
    // biome-ignore lint/a11y/useFocusableInteractive: see above.
    <div
      id={id}
      role="option"
      aria-selected={marked}
      className={classes(css.result, marked && css.marked)}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onOpen(id)}
    >
      {children}
    </div>
  );
}

function Away() {
  const t = useTranslations('search');
  return (
    <span className={css.away} title={t('onServer')}>
      <CloudDownload size={13} aria-label={t('onServer')} />
    </span>
  );
}

type ContactProps = Option & { found: FoundContact };

export const ContactResult = memo(function ContactResult({ found, ...option }: ContactProps) {
  const { contact, here } = found;
  const { search } = useStores();
  const tags = useOpening((state) => state.tags);
  const text = useStore(search.lookup, (state) => state.answered);
  const why = useMemo(() => whyFound(contact, tags, text), [contact, tags, text]);
  return (
    <Result {...option}>
      <Face contact={contact} size="small" />
      <span className={css.body}>
        <span className={css.first}>
          <bdi className={css.name}>{nameOf(contact)}</bdi>
          {!here && <Away />}
        </span>
        {why ? (
          <span className={css.words}>
            <SnippetText snippet={why} />
          </span>
        ) : (
          contact.phone && <span className={css.phone}>{showPhone(contact.phone)}</span>
        )}
      </span>
    </Result>
  );
});

type HitProps = Option & { hit: SearchHit };

export const HitResult = memo(function HitResult({ hit, ...option }: HitProps) {
  const t = useTranslations('search');
  const kinds = useTranslations('kinds');
  const times = useTimes();
  const { message, contact, snippet, here } = hit;
  const when = useClock((now) => times.brief(message.sentAt, now));
  const me = useList((state) => state.me);
  const author = useOpening((state) =>
    message.authorId ? state.colleagues.get(message.authorId)?.name.split(' ')[0] : undefined,
  );
  const who =
    message.direction === 'in'
      ? null
      : message.authorId === me
        ? t('you')
        : (author ?? t('someone'));
  return (
    <Result {...option}>
      <Face contact={contact} size="small" />
      <span className={css.body}>
        <span className={css.first}>
          <bdi className={css.name}>{nameOf(contact)}</bdi>
          {!here && <Away />}
          <time className={css.time} dateTime={message.sentAt} title={times.full(message.sentAt)}>
            {message.position === null ? t('waiting') : when}
          </time>
        </span>
        <span className={css.words}>
          {who !== null && <span className={css.who}>{who}: </span>}
          {snippet.text === '' ? gistOf(message, kinds) : <SnippetText snippet={snippet} />}
        </span>
      </span>
    </Result>
  );
});
