import { expect, it } from 'vitest';
import { isShown, kindOf, typeByContent } from './attachment-type.ts';

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
  // The first bytes of these do not tell what is in them.
  ['audio', 'audio/m4a', 'audio/x-m4a', 'audio', 'audio/mp4'],
  ['audio', 'audio/mp4', 'video/mp4', 'audio', 'audio/mp4'],
  ['document', 'application/msword', 'application/x-cfb', 'document', 'application/msword'],
  ['image', 'image/jpeg', 'application/x-cfb', 'document', 'application/x-cfb'],
  ['document', 'application/vnd.ms-x\r\nx: y', 'application/zip', 'document', 'application/zip'],
  // A person may send a picture as a document.
  ['document', 'image/jpeg', 'image/jpeg', 'document', 'image/jpeg'],
  ['document', 'Text/CSV; charset=utf-8', null, 'document', 'text/csv'],
  ['document', 'application/pdf', null, 'document', 'application/octet-stream'],
  ['document', 'text/html\r\nx-evil: 1', null, 'document', 'application/octet-stream'],
  ['document', '', null, 'document', 'application/octet-stream'],
] as const)('%s said to be %j with bytes of %j is a %s of %s', (kind, says, found, is, type) =>
  expect(typeByContent({ kind, mediaType: says }, found)).toEqual({ kind: is, mediaType: type }),
);

it('a file of which nobody said what it is to be is sent as WhatsApp shows it, where that fits', () => {
  const MB = 1024 * 1024;
  expect(kindOf('image/png', 5 * MB)).toBe('image');
  expect(kindOf('image/png', 5 * MB + 1)).toBe('document');
  expect(kindOf('video/mp4', MB)).toBe('video');
  expect(kindOf('audio/ogg; codecs=opus', MB)).toBe('audio');
  expect(kindOf('image/webp', MB)).toBe('document');
  expect(kindOf('application/pdf', MB)).toBe('document');
});

it('only pictures, sound, film and PDF are shown in their place', () => {
  const shown = ['image/png', 'audio/ogg; codecs=opus', 'video/mp4', 'application/pdf'];
  const saved = ['text/html', 'image/svg+xml', 'IMAGE/SVG+XML; x', 'text/plain', 'text/xml', ''];
  expect(shown.every(isShown)).toBe(true);
  expect(saved.some(isShown)).toBe(false);
});
