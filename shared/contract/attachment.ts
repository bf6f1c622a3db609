import { type Static, Type } from 'typebox';
import { Id, nullable } from './scalars.ts';

export const attachmentKinds = ['image', 'video', 'audio', 'voice', 'document', 'sticker'] as const;
export const AttachmentKind = Type.Enum([...attachmentKinds]);
export type AttachmentKind = (typeof attachmentKinds)[number];

const MB = 1024 * 1024;
/** The most bytes that WhatsApp takes of each kind. */
export const largestAttachment: Record<AttachmentKind, number> = {
  image: 5 * MB,
  video: 16 * MB,
  audio: 16 * MB,
  voice: 16 * MB,
  document: 100 * MB,
  sticker: 500 * 1024,
};

/** Bars of a voice note, 0 to 100 each. */
export const Waveform = Type.Array(Type.Integer({ minimum: 0, maximum: 100 }), { maxItems: 64 });

/** What whoever has the file open knows about it: made on the desktop, or told by WhatsApp. */
export const AttachmentLook = Type.Object({
  width: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  height: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  seconds: Type.Optional(Type.Number({ minimum: 0 })),
  waveform: Type.Optional(Waveform),
  /** A small JPEG or WebP in base64, shown until the file itself is here. */
  thumbnail: Type.Optional(Type.String({ maxLength: 24_000 })),
});
export type AttachmentLook = Static<typeof AttachmentLook>;

/** A stored file of a message. Its bytes never change once it is `here`. */
export const Attachment = Type.Object({
  id: Id,
  kind: AttachmentKind,
  /** For people; never a path. */
  name: Type.String(),
  mediaType: Type.String(),
  /** Bytes; null while WhatsApp has not said. */
  size: nullable(Type.Integer({ minimum: 0 })),
  /** Lower-case hex; null until the bytes are here. */
  sha256: nullable(Type.String()),
  /** fetching: on its way from WhatsApp; gone: WhatsApp no longer has it. */
  state: Type.Enum(['fetching', 'here', 'gone']),
  ...AttachmentLook.properties,
});
export type Attachment = Static<typeof Attachment>;

/** The most bytes in one call of `addToAttachment`, and what they take up in base64. */
export const largestPart = 1024 * 1024;
export const Base64 = Type.String({
  maxLength: 4 * Math.ceil(largestPart / 3),
  pattern: '^[A-Za-z0-9+/]*={0,2}$',
});

/** here: the bytes are on this machine; fetching: they are on their way, told by signal. */
export type LocalState = 'here' | 'fetching' | 'gone' | 'failed';

/** A file that is going to be handed over. */
export const NewFile = Type.Object(
  {
    kind: AttachmentKind,
    name: Type.String({ minLength: 1, maxLength: 255 }),
    mediaType: Type.String({ maxLength: 127 }),
    size: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
