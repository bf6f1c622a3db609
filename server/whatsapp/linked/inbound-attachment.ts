/** The files of what came in, and what it takes to fetch them later. */
import {
  type proto,
  toNumber,
  type WAMessageContent,
  type WAMessageKey,
} from '@whiskeysockets/baileys';
import type { AttachmentKind, AttachmentLook } from '#shared/contract/attachment.ts';
import type { InboundAttachment } from '../driver.ts';

/** Kept as JSON with the attachment; keys and hashes in base64. */
export type MediaSource = {
  /** Which of WhatsApp's keys it is encrypted under. */
  media: 'image' | 'video' | 'audio' | 'document' | 'sticker';
  key: { remoteJid: string; id: string; fromMe: boolean; participant?: string };
  mediaKey: string;
  directPath: string | null;
  url: string | null;
  sha256: string | null;
};

type Media = Partial<
  proto.Message.IImageMessage &
    proto.Message.IVideoMessage &
    proto.Message.IAudioMessage &
    proto.Message.IDocumentMessage &
    proto.Message.IStickerMessage
>;

const types = {
  imageMessage: ['image', 'image', 'image/jpeg'],
  videoMessage: ['video', 'video', 'video/mp4'],
  ptvMessage: ['video', 'video', 'video/mp4'],
  audioMessage: ['audio', 'audio', 'audio/ogg; codecs=opus'],
  documentMessage: ['document', 'document', 'application/octet-stream'],
  stickerMessage: ['sticker', 'sticker', 'image/webp'],
} as const satisfies Partial<
  Record<keyof WAMessageContent, readonly [AttachmentKind, MediaSource['media'], string]>
>;

const longestThumbnail = 24_000;
const bars = 64;

/** Null where the message has no file. */
export function attachmentOf(
  content: WAMessageContent,
  key: WAMessageKey,
): (InboundAttachment & { caption: string | null }) | null {
  for (const [name, [kind, media, mediaType]] of Object.entries(types)) {
    const found = content[name as keyof typeof types] as Media | null | undefined;
    if (!found) continue;
    return {
      kind: kind === 'audio' && found.ptt ? 'voice' : kind,
      name: found.fileName ?? found.title ?? null,
      mediaType: found.mimetype ?? mediaType,
      size: found.fileLength === null || found.fileLength === undefined ? null : lengthOf(found),
      source: sourceOf(found, media, key),
      caption: found.caption || null,
      ...lookOf(found),
    };
  }
  return null;
}

function lengthOf({ fileLength }: Media): number | null {
  const bytes = toNumber(fileLength);
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : null;
}

function sourceOf(found: Media, media: MediaSource['media'], key: WAMessageKey): MediaSource {
  const base64 = (bytes: Uint8Array | null | undefined) =>
    bytes?.length ? Buffer.from(bytes).toString('base64') : null;
  return {
    media,
    key: {
      remoteJid: key.remoteJid ?? '',
      id: key.id ?? '',
      fromMe: Boolean(key.fromMe),
      ...(key.participant && { participant: key.participant }),
    },
    mediaKey: base64(found.mediaKey) ?? '',
    directPath: found.directPath ?? null,
    url: found.url ?? null,
    sha256: base64(found.fileSha256),
  };
}

function lookOf(found: Media): AttachmentLook {
  const { width, height, seconds, waveform } = found;
  const jpeg = found.jpegThumbnail ?? found.pngThumbnail;
  const thumbnail = jpeg?.length ? Buffer.from(jpeg).toString('base64') : '';
  const side = (pixels: number | null | undefined) =>
    typeof pixels === 'number' && pixels >= 1 && pixels <= 100_000 ? Math.trunc(pixels) : null;
  const [w, h] = [side(width), side(height)];
  return {
    ...(w && { width: w }),
    ...(h && { height: h }),
    ...(typeof seconds === 'number' && seconds >= 0 && { seconds }),
    ...(waveform?.length && {
      waveform: [...waveform.slice(0, bars)].map((bar) => Math.min(100, Math.max(0, bar))),
    }),
    ...(thumbnail && thumbnail.length <= longestThumbnail && { thumbnail }),
  };
}
