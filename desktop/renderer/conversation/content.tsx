import { Ban, EyeOff, FileQuestion } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import type { Mention } from '#shared/contract/message.ts';
import { notePieces } from '#shared/rules/mentions.ts';
import { useList, useStores } from '../shell/context.ts';
import { FormattedText } from '../text/formatted-text.tsx';
import { classes } from '../ui/classes.ts';
import css from './content.module.css';
import { CallLine } from './kinds/call.tsx';
import { ContactCards } from './kinds/cards.tsx';
import { DocumentCard } from './kinds/document.tsx';
import { LocationCard } from './kinds/location.tsx';
import { Picture } from './kinds/picture.tsx';
import { Choice, Choices, Poll } from './kinds/questions.tsx';
import { Voice } from './kinds/voice.tsx';

/** How a message lies in its bubble: words, or something with a frame of its own. */
export function shapeOf(message: ShownMessage): 'words' | 'framed' | 'bare' {
  if (message.deletedAt) return 'words';
  if (message.kind === 'sticker' && message.attachment) return 'bare';
  return message.attachment || message.content?.location || message.content?.cards
    ? 'framed'
    : 'words';
}

/** What a message carries, whatever its kind; what is not known is said to be so. */
export function Content({ message }: { message: ShownMessage }) {
  const t = useTranslations('conversation');
  const words = useTranslations('message');
  const { kind, text, attachment, content } = message;
  if (message.deletedAt) {
    return (
      <span className={css.aside}>
        <Ban size={14} aria-hidden="true" /> {words('deleted')}
      </span>
    );
  }
  if (kind === 'viewOnce') {
    return (
      <span className={css.aside}>
        <EyeOff size={15} aria-hidden="true" /> {words('viewOnce')}
      </span>
    );
  }
  if (kind === 'poll') return <Poll message={message} />;
  if (kind === 'choices') return <Choices message={message} />;
  if (kind === 'choice') return <Choice message={message} />;
  if (kind === 'call') return <CallLine message={message} />;
  if (content?.location)
    return <Framed text={text}>{<LocationCard location={content.location} />}</Framed>;
  if (content?.cards) return <Framed text={text}>{<ContactCards cards={content.cards} />}</Framed>;
  if (attachment) return <Framed text={text}>{fileOf(message, attachment)}</Framed>;
  if (kind === 'note' && text !== null) {
    return <NoteWords text={text} mentions={content?.mentions ?? []} />;
  }
  if (kind === 'text' && text !== null) return <Words text={text} />;
  return (
    <span className={css.aside}>
      <FileQuestion size={16} aria-hidden="true" /> {t('unknown')}
    </span>
  );
}

function fileOf(message: ShownMessage, attachment: NonNullable<ShownMessage['attachment']>) {
  switch (attachment.kind) {
    case 'image':
    case 'video':
    case 'sticker':
      return <Picture message={message} attachment={attachment} />;
    case 'audio':
    case 'voice':
      return <Voice message={message} attachment={attachment} />;
    default:
      return <DocumentCard message={message} attachment={attachment} />;
  }
}

function Framed({ text, children }: { text: string | null; children: ReactNode }) {
  return (
    <>
      <div className={css.framed}>{children}</div>
      {text !== null && text !== '' && (
        <div className={css.caption}>
          <Words text={text} />
        </div>
      )}
    </>
  );
}

/** Who is named stands out; oneself the most. */
function NoteWords({ text, mentions }: { text: string; mentions: readonly Mention[] }) {
  const me = useList((state) => state.me);
  if (mentions.length === 0) return <Words text={text} />;
  const mine = mentions.find(({ userId }) => userId === me)?.name;
  return (
    <span className={css.note} dir="auto">
      {notePieces(text, mentions).map((piece, at) =>
        piece.userId === null ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never change places.
          <Words key={at} text={piece.text} />
        ) : (
          <strong
            // biome-ignore lint/suspicious/noArrayIndexKey: as above.
            key={at}
            className={classes(css.mention, piece.text === `@${mine}` && css.me)}
          >
            {piece.text}
          </strong>
        ),
      )}
    </span>
  );
}

function Words({ text }: { text: string }) {
  const { actions } = useStores();
  return <FormattedText text={text} openLink={actions.openLink} />;
}
