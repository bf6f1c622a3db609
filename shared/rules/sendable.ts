/** What a message that goes out must carry. */

import type { Static } from 'typebox';
import { attachmentKinds } from '../contract/attachment.ts';
import type { SendMessage } from '../contract/command.ts';
import { headerKinds } from '../contract/template.ts';

type Sendable = Pick<
  Static<typeof SendMessage>,
  'kind' | 'text' | 'attachmentId' | 'content' | 'quotedId'
>;

/** The JSON pointer of the first field that is missing or has no place there; null: it can go. */
export function faultOf({ kind, text, attachmentId, content, quotedId }: Sendable): string | null {
  const isAttachment = (attachmentKinds as readonly string[]).includes(kind);
  if (kind === 'text' && text === undefined) return '/text';
  if (isAttachment !== (attachmentId !== undefined)) return '/attachmentId';
  if ((kind === 'location') !== (content?.location !== undefined)) return '/content/location';
  if ((kind === 'cards') !== (content?.cards !== undefined)) return '/content/cards';
  const headed = kind === 'text' || (headerKinds as readonly string[]).includes(kind);
  if (content?.template !== undefined && !headed) return '/content/template';
  // The words that it reads as: WhatsApp has only its name and its values.
  if (content?.template !== undefined && text === undefined) return '/text';
  if ((kind === 'choice') !== (content?.choice !== undefined)) return '/content/choice';
  if (kind === 'choice' && quotedId === undefined) return '/quotedId';
  // WhatsApp shows no words beside these.
  if (
    text !== undefined &&
    ['voice', 'audio', 'sticker', 'location', 'cards', 'choice'].includes(kind)
  ) {
    return '/text';
  }
  return null;
}
