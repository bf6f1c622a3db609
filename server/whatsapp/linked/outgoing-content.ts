/** From the driver's outgoing message to what the library sends. */
import {
  type AnyMessageContent,
  type MiscMessageGenerationOptions,
  proto,
  type WAMessageKey,
} from '@whiskeysockets/baileys';
import type { MessageContent } from '#shared/contract/message.ts';
import type { Outgoing, OutgoingAttachment, Reference } from '../driver.ts';
import { vcardOf } from './vcard.ts';

export type ToSend = { content: AnyMessageContent; options: MiscMessageGenerationOptions };

/** A linked device asks for no permission to call. */
export type LinkedOutgoing = Exclude<Outgoing, { kind: 'callPermission' }>;

export const voiceType = 'audio/ogg; codecs=opus';

/** Opens the attachment where there is one. @throws what opening it threw */
export async function toSend(message: LinkedOutgoing, jid: string): Promise<ToSend> {
  const options: MiscMessageGenerationOptions = { messageId: message.whatsappId };
  if (message.kind === 'edit') {
    return {
      content: { text: message.text, edit: keyOf(message.of, jid), linkPreview: null },
      options,
    };
  }
  if (message.kind === 'delete') return { content: { delete: keyOf(message.of, jid) }, options };
  if (message.kind === 'reaction') {
    return { content: { react: { text: message.emoji, key: keyOf(message.of, jid) } }, options };
  }
  const { quoted, forwarded } = message;
  if (quoted) {
    options.quoted = {
      key: keyOf(quoted, jid),
      message: { conversation: quoted.text ?? '' },
    };
  }
  const content = await contentOf(message);
  if (forwarded) {
    return {
      content: {
        ...content,
        contextInfo: { isForwarded: true, forwardingScore: 1 },
      } as AnyMessageContent,
      options,
    };
  }
  return { content, options };
}

const keyOf = ({ whatsappId, fromMe, author }: Reference, jid: string): WAMessageKey => ({
  remoteJid: jid,
  id: whatsappId,
  fromMe,
  ...(author && { participant: author }),
});

type Sendable = Exclude<LinkedOutgoing, { kind: 'edit' | 'delete' | 'reaction' }>;

async function contentOf(message: Sendable): Promise<AnyMessageContent> {
  const { kind, text, content, attachment } = message;
  if (attachment) return await mediaOf(attachment, text);
  // No preview: it would have this server fetch whatever address stands in the text.
  if (kind === 'text') return { text: text ?? '', linkPreview: null };
  if (kind === 'location' && content?.location) {
    const { latitude, longitude, name, address } = content.location;
    return {
      location: { degreesLatitude: latitude, degreesLongitude: longitude, name, address },
    };
  }
  if (kind === 'cards' && content?.cards?.length) {
    const contacts = content.cards.map((card) => ({
      displayName: card.name,
      vcard: vcardOf(card),
    }));
    const displayName = contacts.length === 1 ? contacts[0]?.displayName : `${contacts.length}`;
    return { contacts: { displayName, contacts } };
  }
  if (kind === 'choice' && content?.choice) return answerOf(content.choice);
  // Queued for a way that has lists: here they are words.
  if (kind === 'choices') {
    const lines = [text ?? '', ...(content?.choices?.options ?? []).map(({ title }) => title)];
    return { text: lines.join('\n'), linkPreview: null };
  }
  throw new Error(`a message of the kind ${kind} carries nothing to send`);
}

type Chosen = NonNullable<MessageContent['choice']>;

/** In the form in which it was offered; what has no such form is answered in words. */
function answerOf({ id, title, description, form, nth = 0 }: Chosen): AnyMessageContent {
  if (form === 'list') {
    const { SINGLE_SELECT: listType } = proto.Message.ListResponseMessage.ListType;
    const singleSelectReply = { selectedRowId: id };
    return { listReply: { title, description, listType, singleSelectReply } };
  }
  if (form === undefined) return { text: title, linkPreview: null };
  const type = form === 'template' ? 'template' : 'plain';
  return { buttonReply: { id, displayText: title, index: nth }, type };
}

/**
 * The library makes what it misses itself: a thumbnail with programs that are not there, a waveform
 * with a package that is not, and a copy of the whole file for either. Null is "none, thank you".
 */
async function mediaOf(file: OutgoingAttachment, text: string | null): Promise<AnyMessageContent> {
  const { kind, name, mediaType: mimetype, width, height } = file;
  const media = { stream: await file.open() };
  const caption = text ?? undefined;
  const jpegThumbnail = jpegOf(file.thumbnail) as string;
  const seconds = file.seconds === undefined ? undefined : Math.max(1, Math.round(file.seconds));
  const sizes = { ...(width && { width }), ...(height && { height }) };
  if (kind === 'image') return { image: media, mimetype, caption, jpegThumbnail, ...sizes };
  if (kind === 'video') {
    const length = seconds && { seconds };
    return {
      video: media,
      mimetype,
      caption,
      jpegThumbnail,
      ...sizes,
      ...length,
    } as AnyMessageContent;
  }
  if (kind === 'audio') return { audio: media, mimetype, seconds: seconds ?? 0 };
  if (kind === 'voice') {
    const waveform = file.waveform ? Uint8Array.from(file.waveform) : null;
    const voice = { audio: media, mimetype: voiceType, ptt: true, seconds: seconds ?? 0, waveform };
    return voice;
  }
  if (kind === 'sticker') return { sticker: media, mimetype, ...sizes };
  return { document: media, mimetype, fileName: name, caption };
}

/** WhatsApp shows JPEG thumbnails only. */
function jpegOf(thumbnail: string | undefined): string | null {
  return thumbnail?.startsWith('/9j/') ? thumbnail : null;
}
