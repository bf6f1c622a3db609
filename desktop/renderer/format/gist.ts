/** A message in a few words: for the list, a quote, a question about it. */
import type { useTranslations } from 'use-intl';
import type { Message } from '#shared/contract/message.ts';
import { lengthOf } from '../media/waveform.ts';
import { flatly } from '../text/formatting.ts';
import { callWords } from './call-words.ts';

type Told = Pick<Message, 'kind' | 'text'> &
  Partial<Pick<Message, 'attachment' | 'content' | 'deletedAt' | 'direction'>>;
type Words = ReturnType<typeof useTranslations<'kinds'>>;

const named = (name: string | undefined, text: string | undefined): string =>
  text ? `${name}: ${text}` : (name ?? '');

function callGist({ content, direction }: Told, t: Words): string {
  const call = content?.call;
  if (!call) return t('call');
  const words = t(`calls.${callWords(call.outcome, direction ?? 'in')}`);
  return call.seconds ? `${words} (${lengthOf(call.seconds)})` : words;
}

export function gistOf(message: Told, t: Words): string {
  const { kind, attachment, content } = message;
  if (message.deletedAt) return t('deleted');
  const text = message.text === null ? '' : flatly(message.text);
  switch (kind) {
    case 'text':
    case 'note':
      return text || t('unknown');
    case 'image':
    case 'video':
      return named(t(kind), text);
    case 'document':
      return named(t(kind), text || attachment?.name);
    case 'voice':
    case 'audio':
      return attachment?.seconds ? `${t(kind)} (${lengthOf(attachment.seconds)})` : t(kind);
    case 'location':
      return named(t(kind), content?.location?.name);
    case 'cards':
      return named(t('cards', { count: content?.cards?.length ?? 1 }), content?.cards?.[0]?.name);
    case 'poll':
      return named(t(kind), text);
    case 'choices':
      return text || t(kind);
    case 'choice':
      return content?.choice?.title ?? (text || t(kind));
    case 'call':
      return callGist(message, t);
    case 'sticker':
    case 'viewOnce':
      return t(kind);
    default:
      return t('unknown');
  }
}
