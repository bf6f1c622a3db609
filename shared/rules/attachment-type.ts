/** What a file is: decided by its bytes, never by its name. */

import { type AttachmentKind, largestAttachment } from '../contract/attachment.ts';

/** What WhatsApp shows as such; anything else travels as a document. */
const shownAs: Record<Exclude<AttachmentKind, 'document'>, readonly string[]> = {
  image: ['image/jpeg', 'image/png'],
  video: ['video/mp4', 'video/3gpp'],
  audio: ['audio/aac', 'audio/amr', 'audio/mp4', 'audio/mpeg', 'audio/ogg'],
  voice: ['audio/ogg'],
  sticker: ['image/webp'],
};

/** One name for what has several; without parameters. */
const plain = (mediaType: string): string => {
  const type = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
  return type === 'audio/x-m4a' ? 'audio/mp4' : type;
};

const wellFormed = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}$/;
/** Of these the bytes would have told: whoever says so of other bytes is wrong. */
const tellsItself = /^(?:image|audio|video|font)\/|^application\/(?:pdf|zip|gzip|x-|vnd\.)/;

/** Containers whose first bytes do not tell what is in them: the name that they go by tells more. */
const within: [container: string, said: RegExp][] = [
  ['application/x-cfb', /^application\/(?:msword|vnd\.ms-)/],
  ['application/zip', /^application\/(?:vnd\.(?:openxmlformats-|oasis\.|ms-)|epub\+zip$)/],
  ['video/mp4', /^audio\/mp4$/],
  ['video/3gpp', /^audio\/3gpp$/],
];

/**
 * `said`: by whoever gave the file. `found`: the media type that its bytes tell, null where they
 * tell none (plain text has no mark of its own).
 */
export function typeByContent(
  said: { kind: AttachmentKind; mediaType: string },
  found: string | null,
): { kind: AttachmentKind; mediaType: string } {
  const claimed = plain(said.mediaType);
  if (found === null) {
    const believed = wellFormed.test(claimed) && !tellsItself.test(claimed);
    return { kind: 'document', mediaType: believed ? claimed : 'application/octet-stream' };
  }
  const seen = plain(found);
  const more = within.some(([container, says]) => container === seen && says.test(claimed));
  const mediaType = more && wellFormed.test(claimed) ? claimed : seen;
  const fits = said.kind !== 'document' && shownAs[said.kind].includes(mediaType);
  return { kind: fits ? said.kind : 'document', mediaType };
}

/** What WhatsApp shows a file as, of which nobody has said what it is to be sent as. */
export function kindOf(mediaType: string, bytes: number): AttachmentKind {
  const kinds = ['image', 'video', 'audio'] as const;
  const fits = (kind: (typeof kinds)[number]): boolean =>
    shownAs[kind].includes(plain(mediaType)) && bytes <= largestAttachment[kind];
  return kinds.find(fits) ?? 'document';
}

/** Whether a browser may show it in its place; anything else is only ever saved. */
export function isShown(mediaType: string): boolean {
  const type = plain(mediaType);
  return type !== 'image/svg+xml' && /^(?:(?:image|audio|video)\/|application\/pdf$)/.test(type);
}
