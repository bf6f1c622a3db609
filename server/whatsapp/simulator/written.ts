/** What a contact writes over HTTP: one kind of message, whichever of its fields says so. */
import { type Static, Type } from 'typebox';
import {
  type AttachmentKind,
  AttachmentLook,
  attachmentKinds,
  largestAttachment,
} from '#shared/contract/attachment.ts';
import { Card, Location, MessageContent, MessageText } from '#shared/contract/message.ts';
import { Refused } from '#shared/contract/refusal.ts';
import { Instant } from '#shared/contract/scalars.ts';
import { kindOf, type Upload } from './form.ts';
import type { FromContact, PhoneMessage } from './phone.ts';

const strict = { additionalProperties: false };
const { poll, choices } = MessageContent.properties;
const short = Type.String({ minLength: 1, maxLength: 1_000 });

export const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });
const fields = {
  text: Type.Optional(MessageText),
  name: Type.Optional(Name),
  id: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_.-]{1,64}$' })),
  /** Of the file, where its media type says too little: voice, sticker, document. */
  kind: Type.Optional(Type.Enum([...attachmentKinds])),
  /** What whoever has the file open knows about it. */
  look: Type.Optional(Type.Object(AttachmentLook.properties, strict)),
  location: Type.Optional(Type.Object(Location.properties, strict)),
  cards: Type.Optional(
    Type.Array(Type.Object(Card.properties, strict), { minItems: 1, maxItems: 50 }),
  ),
  poll,
  choices,
  /** The answer to the buttons or the list that it quotes: there, the id is enough. */
  choice: Type.Optional(
    Type.Object({ id: short, title: Type.Optional(short), description: Type.Optional(short) }),
  ),
  /** To be seen once, on a phone. */
  viewOnce: Type.Optional(Type.Literal(true)),
  /** A kind that the server does not know, with whatever is in it. */
  unknown: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  /** The message that it answers. */
  quotes: Type.Optional(Type.String({ maxLength: 100 })),
  forwarded: Type.Optional(Type.Boolean()),
  /** Written on the phone of the number itself, to this contact. */
  fromMe: Type.Optional(Type.Boolean()),
  /** From before the number was linked. */
  history: Type.Optional(Type.Boolean()),
  sentAt: Type.Optional(Instant),
};
export const Written = Type.Object(fields, strict);
export type Written = Static<typeof Written>;

const invalid = (path: string, words: string) => new Refused('invalid', words, { path });
const contentKinds = [
  'location',
  'cards',
  'poll',
  'choices',
  'choice',
  'viewOnce',
  'unknown',
] as const;
type ContentKind = (typeof contentKinds)[number];
const needsText: string[] = ['text', 'poll', 'choices'];
const takesText: string[] = [...needsText, 'image', 'video', 'document', 'viewOnce'];

/** @param quoted what `quotes` names, where the phone shows it */
export function messageOf(
  phone: string,
  written: Written,
  upload: Upload | null,
  quoted: PhoneMessage | null,
): FromContact {
  const { name, id, quotes, forwarded, fromMe, history, sentAt } = written;
  if (quotes !== undefined && !quoted) {
    throw new Refused('not-found', 'This phone shows no such message.', { path: '/quotes' });
  }
  const named = contentKinds.filter((kind) => written[kind] !== undefined);
  const spare = upload ? named.find((kind) => kind !== 'viewOnce') : named[1];
  if (spare) throw invalid(`/${spare}`, 'A message is of one kind.');
  const attachment = upload && attachmentOf(upload, written);
  for (const field of ['kind', 'look'] as const) {
    if (!upload && written[field] !== undefined) {
      throw invalid(`/${field}`, 'It says what a file is, and there is none: send it as a form.');
    }
  }
  const kind = named[0] ?? attachment?.kind ?? 'text';
  return {
    ...{ phone, kind, ...textOf(kind, written) },
    ...(name !== undefined && { name }),
    ...(id !== undefined && { id }),
    ...(quotes !== undefined && { quotes }),
    ...(forwarded && { forwarded }),
    ...(fromMe && { fromMe }),
    ...(history && { history }),
    ...(sentAt !== undefined && { sentAt }),
    ...(attachment && { attachment }),
    ...(kind === 'unknown' && { raw: written.unknown }),
    ...contentOf(named[0], written, quoted),
  };
}

function textOf(kind: string, { text }: Written): { text: string | null } {
  if (text === undefined && needsText.includes(kind)) throw invalid('/text', 'is missing');
  if (text !== undefined && !takesText.includes(kind) && kind !== 'choice') {
    throw invalid('/text', 'WhatsApp shows no words beside these.');
  }
  return { text: text ?? null };
}

function attachmentOf(upload: Upload, { kind, look }: Written): FromContact['attachment'] {
  const { sha256, size, name, mediaType } = upload;
  const is: AttachmentKind = kind ?? kindOf(mediaType);
  if (size > largestAttachment[is]) {
    const words = `WhatsApp takes at most ${largestAttachment[is]} bytes of this kind (${is}).`;
    throw new Refused('too-large', words, { path: '/file' });
  }
  return { ...look, kind: is, name, mediaType, size, sha256 };
}

function contentOf(
  kind: ContentKind | undefined,
  written: Written,
  quoted: PhoneMessage | null,
): Partial<Pick<FromContact, 'content' | 'text'>> {
  const { choice } = written;
  if (kind === 'choice' && choice) {
    const options = quoted?.content?.choices?.options;
    const chosen = options?.find((option) => option.id === choice.id);
    if (options && !chosen) throw invalid('/choice/id', 'There is no such choice in that message.');
    const title = chosen?.title ?? choice.title;
    if (title === undefined) throw invalid('/choice/title', 'is missing');
    const description = chosen?.description ?? choice.description;
    // Also in words: so it can be quoted, found and read where no buttons are drawn.
    return {
      text: title,
      content: { choice: { id: choice.id, title, ...(description && { description }) } },
    };
  }
  if (!kind || kind === 'viewOnce' || kind === 'unknown') return {};
  return { content: { [kind]: written[kind] } };
}
