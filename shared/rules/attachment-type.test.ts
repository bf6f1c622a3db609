import { expect, it } from 'vitest';
import { typeByContent } from './attachment-type.ts';

it.each([
  ['image', 'image/jpeg', 'image/jpeg', 'image', 'image/jpeg'],
  // Its name and its sender said JPEG.
  ['image', 'image/jpeg', 'application/zip', 'document', 'application/zip'],
  ['image', 'image/jpeg', null, 'document', 'application/octet-stream'],
  ['image', 'image/png', 'image/jpeg', 'image', 'image/jpeg'],
  ['image', 'image/tiff', 'image/tiff', 'document', 'image/tiff'],
  ['sticker', 'image/webp', 'image/webp', 'sticker', 'image/webp'],
  ['image', 'image/webp', 'image/webp', 'document', 'image/webp'],
  ['voice', 'audio/ogg; codecs=opus', 'audio/ogg; codecs=opus', 'voice', 'audio/ogg'],
  ['voice', 'audio/webm', 'video/webm', 'document', 'video/webm'],
  ['audio', 'audio/mp4', 'audio/x-m4a', 'audio', 'audio/mp4'],
  ['video', 'video/mp4', 'video/quicktime', 'document', 'video/quicktime'],
  // A person may send a picture as a document.
  ['document', 'image/jpeg', 'image/jpeg', 'document', 'image/jpeg'],
  ['document', 'Text/CSV; charset=utf-8', null, 'document', 'text/csv'],
  ['document', 'application/pdf', null, 'document', 'application/octet-stream'],
  ['document', 'text/html\r\nx-evil: 1', null, 'document', 'application/octet-stream'],
  ['document', '', null, 'document', 'application/octet-stream'],
] as const)('%s said to be %j with bytes of %j is a %s of %s', (kind, says, found, is, type) =>
  expect(typeByContent({ kind, mediaType: says }, found)).toEqual({ kind: is, mediaType: type }),
);
