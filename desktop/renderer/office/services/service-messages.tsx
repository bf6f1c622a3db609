import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ServiceDetail, ServiceMessage } from '#shared/contract/service-detail.ts';
import { DocumentIcon } from '../../attachments/document-icon.tsx';
import { thumbnailUrl } from '../../attachments/thumbnail.ts';
import { PartLabel } from '../../evaluation/part-label.tsx';
import { gistOf } from '../../format/gist.ts';
import { senderName } from '../../format/names.ts';
import { useSizes, useStores } from '../../shell/context.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Fetched } from '../page.tsx';
import { useAsked } from '../use-asked.ts';
import type { Moments } from './moments.ts';
import css from './service-details.module.css';
import { contactName } from './services-table.tsx';

type Props = { service: ServiceDetail; moments: Moments };

/** What was said, oldest first. */
export function ServiceMessages({ service, moments }: Props) {
  const t = useTranslations('serviceDetails');
  const asked = useAsked('GET /services/:id/messages', {
    ...{ params: { id: service.id }, query: { limit: 100, thumbnails: true } },
  });
  return (
    <section className={css.messages} aria-labelledby="service-messages">
      <h2 id="service-messages" className={css.heading}>
        {t('messages')}
      </h2>
      <Fetched asked={asked}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <p className={css.soft}>{t('noMessages')}</p>
          ) : (
            <Messages
              key={items.length}
              service={service}
              moments={moments}
              first={items}
              next={nextCursor}
            />
          )
        }
      </Fetched>
    </section>
  );
}

type MessagesProps = Props & { first: readonly ServiceMessage[]; next: string | null };

function Messages({ service, moments, first, next }: MessagesProps) {
  const list = useTranslations('services');
  const t = useTranslations('serviceDetails');
  const ask = useStores().office;
  const [more, setMore] = useState<readonly ServiceMessage[]>([]);
  const [cursor, setCursor] = useState(next);
  const [phase, setPhase] = useState<'still' | 'busy' | 'failed'>('still');
  async function further() {
    if (cursor === null) return;
    setPhase('busy');
    const answer = await ask('GET /services/:id/messages', {
      ...{ params: { id: service.id }, query: { limit: 100, thumbnails: true, cursor } },
    });
    setPhase(answer.ok ? 'still' : 'failed');
    if (!answer.ok) return;
    setMore((before) => [...before, ...answer.value.items]);
    setCursor(answer.value.nextCursor);
  }
  return (
    <>
      <ol className={css.log}>
        {[...first, ...more].map((message) => (
          <Message
            key={message.id}
            message={message}
            contact={contactName(service.contact)}
            moments={moments}
          />
        ))}
      </ol>
      {cursor !== null && (
        <Button busy={phase === 'busy'} onClick={() => void further()}>
          {list('further')}
        </Button>
      )}
      {phase === 'failed' && (
        <p role="alert" className={css.trouble}>
          {t('notFurther')}
        </p>
      )}
    </>
  );
}

type MessageProps = { message: ServiceMessage; contact: string; moments: Moments };

function Message({ message, contact, moments }: MessageProps) {
  const t = useTranslations('serviceDetails');
  const kinds = useTranslations('kinds');
  const { direction, kind, author, sender, sentAt, content, failure, attachment } = message;
  const gone = message.deletedAt !== undefined;
  const who =
    direction === 'in'
      ? ((sender && senderName(sender)) ?? contact)
      : (author?.name ?? t('system'));
  const text = message.text ?? null;
  const plain = (kind === 'text' || kind === 'note') && text !== null && !gone;
  return (
    <li className={classes(css.message, css[direction], kind === 'note' && css.note)}>
      <p className={css.head}>
        <bdi className={css.who}>{who}</bdi>
        {kind === 'note' && <span className={css.soft}>{t('note')}</span>}
        <time className={css.soft} dateTime={sentAt} title={moments.full(sentAt)}>
          {moments.short(sentAt)}
        </time>
      </p>
      {content?.evaluation && <PartLabel evaluation={content.evaluation} />}
      {attachment && !gone && <File attachment={attachment} />}
      {plain ? (
        <p className={css.text} dir="auto">
          {text}
        </p>
      ) : attachment && !gone ? (
        text && (
          <p className={css.text} dir="auto">
            {text}
          </p>
        )
      ) : (
        <p className={classes(css.text, css.soft)}>
          {gistOf(
            {
              kind,
              text,
              direction,
              ...(content && { content }),
              ...(gone && { deletedAt: sentAt }),
            },
            kinds,
          )}
        </p>
      )}
      {message.editedAt && <span className={css.soft}>{t('edited')}</span>}
      {failure && <p className={css.trouble}>{t('failed', { failure })}</p>}
    </li>
  );
}

function File({ attachment }: { attachment: NonNullable<ServiceMessage['attachment']> }) {
  const t = useTranslations('serviceDetails');
  const size = useSizes();
  const { savings } = useStores();
  const { id, name, mediaType, thumbnail, state } = attachment;
  return (
    <div className={css.file}>
      {thumbnail ? (
        <img className={css.picture} src={thumbnailUrl(thumbnail)} alt={t('picture', { name })} />
      ) : (
        <DocumentIcon mediaType={mediaType} name={name} />
      )}
      <span className={css.fileWords}>
        <bdi className={css.fileName} title={name}>
          {name}
        </bdi>
        <span className={css.soft}>
          {state === 'here'
            ? attachment.size !== null && size(attachment.size)
            : t(state === 'gone' ? 'fileGone' : 'fileComing')}
        </span>
      </span>
      {state === 'here' && (
        <IconButton
          label={t('saveFile', { name })}
          onClick={() => void savings.begin({ kind: 'attachment', attachmentId: id }, name)}
        >
          <Download size={16} />
        </IconButton>
      )}
    </div>
  );
}
