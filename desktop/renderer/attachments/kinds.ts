/** What a file is sent as, and whether WhatsApp takes it, before anything of it is read. */
import { type AttachmentKind, largestAttachment } from '#shared/contract/attachment.ts';

/** What the screen can draw anew as a picture that WhatsApp takes. */
const drawable = /^image\/(?:jpeg|png|webp|gif|bmp|avif)$/;
const video = /^video\/(?:mp4|3gpp)$/;
const audio = /^audio\/(?:mpeg|mp3|mp4|x-m4a|aac|amr|ogg)$/;

/** The kind that a file looks like by what its host says it is; the core decides by its content. */
export function kindOf(mediaType: string, asDocument = false): AttachmentKind {
  const type = mediaType.toLowerCase().split(';')[0]?.trim() ?? '';
  if (asDocument) return 'document';
  if (drawable.test(type)) return 'image';
  if (video.test(type)) return 'video';
  if (audio.test(type)) return 'audio';
  return 'document';
}

/** Pictures of other types, or too large, are drawn anew before they go. */
export const goesAsItIs = (mediaType: string, size: number): boolean =>
  /^image\/(?:jpeg|png)$/.test(mediaType) && size <= largestAttachment.image;

/** A picture never is: it is made smaller. */
export const isTooLarge = (kind: AttachmentKind, size: number): boolean =>
  kind !== 'image' && size > largestAttachment[kind];

export const takesCaption = (kind: AttachmentKind): boolean =>
  kind === 'image' || kind === 'video' || kind === 'document';

/** Kinds of which there is something to see in the viewer. */
export const isViewable = (kind: string): boolean => kind === 'image' || kind === 'video';

export type DocumentLook = 'pdf' | 'text' | 'sheet' | 'slides' | 'archive' | 'media' | 'other';
const looks: readonly [DocumentLook, RegExp][] = [
  ['pdf', /^application\/pdf$|\.pdf$/],
  ['sheet', /spreadsheet|excel|csv|\.(?:xlsx?|ods|csv|tsv)$/],
  ['slides', /presentation|powerpoint|\.(?:pptx?|odp|key)$/],
  ['archive', /zip|rar|7z|tar|gzip|\.(?:zip|rar|7z|tar|t?gz)$/],
  ['text', /^text\/|word|opendocument\.text|rtf|\.(?:docx?|odt|txt|rtf|md)$/],
  ['media', /^(?:image|video|audio)\//],
];
export const documentLook = (mediaType: string, name: string): DocumentLook =>
  looks.find(
    ([, fits]) => fits.test(mediaType.toLowerCase()) || fits.test(name.toLowerCase()),
  )?.[0] ?? 'other';

/** The ending of a file's name, for a label: PDF, XLSX. Empty where there is none to speak of. */
export const endingOf = (name: string): string =>
  /\.([\p{L}\p{N}]{1,5})$/u.exec(name)?.[1]?.toUpperCase() ?? '';

/** The pixels that a picture takes in the list; the same before and after it is there. */
export function frameOf(
  width: number | undefined,
  height: number | undefined,
  most = 320,
): { width: number; height: number } {
  if (!width || !height) return { width: 260, height: 195 };
  const scale = Math.min(1, most / width, most / height);
  return {
    width: Math.round(Math.max(120, width * scale)),
    height: Math.round(Math.max(80, height * scale)),
  };
}
