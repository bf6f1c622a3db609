import { CornerDownLeft, Download, Film } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import { DocumentIcon } from '../attachments/document-icon.tsx';
import { SaveButton } from '../attachments/save-button.tsx';
import { addressOf } from '../attachments/store.ts';
import { thumbnailUrl } from '../attachments/thumbnail.ts';
import { useSizes, useStores, useTimes } from '../shell/context.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Segments } from '../ui/segments.tsx';
import css from './behind.module.css';
import { linksIn } from './links.ts';

const tabs = ['pictures', 'documents', 'links'] as const;
type Tab = (typeof tabs)[number];

type Props = { messages: readonly ShownMessage[] };

/** What was sent in the conversation, newest first, by what it is. */
export function Files({ messages }: Props) {
  const t = useTranslations('panel');
  const [tab, setTab] = useState<Tab>('pictures');
  const pictures = messages.filter(
    ({ attachment }) => attachment && ['image', 'video'].includes(attachment.kind),
  );
  const documents = messages.filter(({ attachment }) => attachment?.kind === 'document');
  const links = messages.flatMap((message) =>
    linksIn(message.text ?? '').map((url) => ({ message, url })),
  );
  const counts = { pictures: pictures.length, documents: documents.length, links: links.length };
  return (
    <Segments<Tab>
      label={t('files')}
      value={tab}
      onChange={setTab}
      segments={tabs.map((value) => ({
        value,
        label: t(value),
        count: counts[value],
        dot: false,
      }))}
    >
      {tab === 'pictures' && <Pictures messages={pictures} />}
      {tab === 'documents' && <Documents messages={documents} />}
      {tab === 'links' && <Links links={links} />}
    </Segments>
  );
}

function useJump() {
  const { jumps } = useStores();
  return ({ conversationId, id, position }: ShownMessage) =>
    void jumps.to(conversationId, { messageId: id, position });
}

function Pictures({ messages }: Props) {
  const t = useTranslations('panel');
  const kinds = useTranslations('kinds');
  const times = useTimes();
  const jump = useJump();
  if (messages.length === 0) return <p className={css.faint}>{t('noPictures')}</p>;
  return (
    <ul className={css.grid}>
      {messages.map((message) => {
        const { attachment } = message;
        if (!attachment) return null;
        const { thumbnail, kind, id } = attachment;
        const video = kind === 'video';
        return (
          <li key={message.id}>
            <button
              type="button"
              className={css.picture}
              title={t('jump')}
              aria-label={`${kinds(video ? 'video' : 'image')}, ${times.full(message.sentAt)}`}
              onClick={() => jump(message)}
            >
              {(thumbnail || !video) && (
                <img
                  src={thumbnail ? thumbnailUrl(thumbnail) : addressOf(id)}
                  alt=""
                  loading="lazy"
                />
              )}
              {video && <Film size={16} className={css.film} aria-hidden="true" />}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Documents({ messages }: Props) {
  const t = useTranslations('panel');
  const times = useTimes();
  const sizes = useSizes();
  const jump = useJump();
  if (messages.length === 0) return <p className={css.faint}>{t('noDocuments')}</p>;
  return (
    <ul className={css.rows}>
      {messages.map((message) => {
        const { attachment } = message;
        if (!attachment) return null;
        const size = attachment.size === null ? '' : ` · ${sizes(attachment.size)}`;
        return (
          <li key={message.id} className={css.row}>
            <DocumentIcon {...attachment} />
            <span className={css.rowWords}>
              <bdi title={attachment.name}>{attachment.name}</bdi>
              <span className={css.faint}>
                {times.full(message.sentAt)}
                {size}
              </span>
            </span>
            <SaveButton attachment={attachment} stop>
              <Download size={14} />
            </SaveButton>
            <IconButton label={t('jump')} onClick={() => jump(message)}>
              <CornerDownLeft size={14} />
            </IconButton>
          </li>
        );
      })}
    </ul>
  );
}

function Links({ links }: { links: readonly { message: ShownMessage; url: string }[] }) {
  const t = useTranslations('panel');
  const times = useTimes();
  const jump = useJump();
  const { actions } = useStores();
  if (links.length === 0) return <p className={css.faint}>{t('noLinks')}</p>;
  return (
    <ul className={css.rows}>
      {links.map(({ message, url }) => (
        <li key={`${message.id} ${url}`} className={css.row}>
          <span className={css.rowWords}>
            <button type="button" className={css.link} onClick={() => actions.openLink(url)}>
              {url}
            </button>
            <span className={css.faint}>{times.full(message.sentAt)}</span>
          </span>
          <IconButton label={t('jump')} onClick={() => jump(message)}>
            <CornerDownLeft size={14} />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
