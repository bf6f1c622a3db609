import { expect, it } from 'vitest';
import { largestAttachment } from '#shared/contract/attachment.ts';
import { silentDesk } from '../preview/samples.ts';
import { base64, handOver, pieceSize } from './hand-over.ts';
import {
  documentLook,
  endingOf,
  frameOf,
  goesAsItIs,
  isTooLarge,
  kindOf,
  takesCaption,
} from './kinds.ts';
import { createAttachmentsStore } from './store.ts';
import { standingOf } from './use-transfer.ts';

it.each([
  ['image/jpeg', 'image'],
  ['image/webp', 'image'],
  ['image/svg+xml', 'document'],
  ['image/heic', 'document'],
  ['video/mp4', 'video'],
  ['video/quicktime', 'document'],
  ['audio/ogg; codecs=opus', 'audio'],
  ['AUDIO/MPEG', 'audio'],
  ['application/pdf', 'document'],
  ['', 'document'],
] as const)('%s goes as %s', (type, kind) => {
  expect(kindOf(type)).toBe(kind);
  expect(kindOf(type, true)).toBe('document');
});

it('says what is too large before anything is read; a picture is made smaller instead', () => {
  expect(isTooLarge('video', largestAttachment.video)).toBe(false);
  expect(isTooLarge('video', largestAttachment.video + 1)).toBe(true);
  expect(isTooLarge('document', largestAttachment.document + 1)).toBe(true);
  expect(isTooLarge('image', largestAttachment.image * 4)).toBe(false);
  expect(goesAsItIs('image/jpeg', largestAttachment.image + 1)).toBe(false);
  expect(goesAsItIs('image/webp', 10)).toBe(false);
  expect(goesAsItIs('image/png', 10)).toBe(true);
  expect((['voice', 'audio', 'sticker'] as const).some(takesCaption)).toBe(false);
});

it('knows a document by its type, else by its name', () => {
  expect(documentLook('application/pdf', 'x')).toBe('pdf');
  expect(documentLook('application/octet-stream', 'Contas.XLSX')).toBe('sheet');
  expect(documentLook('', 'a.tar.gz')).toBe('archive');
  expect(documentLook('', 'pdf')).toBe('other');
  expect([
    endingOf('a.b.Docx'),
    endingOf('noending'),
    endingOf('x.'),
    endingOf('.toolong'),
  ]).toEqual(['DOCX', '', '', '']);
});

it('keeps the shape of a picture inside its frame, whatever it is', () => {
  expect(frameOf(1600, 900)).toEqual({ width: 320, height: 180 });
  expect(frameOf(900, 1600)).toEqual({ width: 180, height: 320 });
  expect(frameOf(40, 40)).toEqual({ width: 120, height: 80 });
  expect(frameOf(undefined, 10)).toEqual({ width: 260, height: 195 });
});

const decoded = (text: string) => [...atob(text)].map((sign) => sign.charCodeAt(0));

it('base64 is what the platform says it is, at every remainder', () => {
  for (const size of [0, 1, 2, 3, 0x6000 - 1, 0x6000, 0x6000 + 1, 100_000]) {
    const bytes = Uint8Array.from({ length: size }, (_, n) => (n * 31) % 256);
    expect(decoded(base64(bytes))).toEqual([...bytes]);
    expect(base64(bytes)).toMatch(/^[^=]*={0,2}$/);
  }
});

const bytes = Uint8Array.from({ length: pieceSize * 2 + 5 }, (_, n) => n % 251);
const parcel = {
  kind: 'document' as const,
  name: 'a.bin',
  mediaType: 'application/octet-stream',
  bytes: new Blob([bytes]),
  look: {},
};

it('hands over every byte in order, once, and then ends it', async () => {
  const got: number[] = [];
  const desk = silentDesk({
    beginAttachment: { attachmentId: 'a1' },
    addToAttachment: ({ offset, bytes: piece }) => {
      expect(offset).toBe(got.length);
      for (const byte of decoded(piece)) got.push(byte);
      return { received: 0 };
    },
    endAttachment: () => ({ id: 'a1' }),
  });
  const parts: number[] = [];
  const done = await handOver(desk, parcel, (part) => parts.push(part));
  expect(done).toMatchObject({ ok: true, attachment: { id: 'a1' } });
  expect(got.length).toBe(bytes.length);
  expect(got.every((byte, n) => byte === bytes[n])).toBe(true);
  expect(parts.at(-1)).toBe(1);
});

it('leaves nothing with the core when it is refused on the way, stopped or broken', async () => {
  const full = silentDesk({
    beginAttachment: { attachmentId: 'a1' },
    addToAttachment: () => ({ ok: false, code: 'app-trouble', detail: 'disk full' }),
  });
  expect(await handOver(full, parcel)).toEqual({ ok: false, code: 'app-trouble' });
  expect(full.asked.at(-1)).toEqual({ call: 'dropAttachment', question: { attachmentId: 'a1' } });

  const stop = new AbortController();
  const stopped = silentDesk({
    beginAttachment: { attachmentId: 'a1' },
    addToAttachment: { received: 1 },
  });
  expect(await handOver(stopped, parcel, () => stop.abort(), stop.signal)).toMatchObject({
    code: 'stopped',
  });
  expect(stopped.asked.map(({ call }) => call)).toEqual([
    'beginAttachment',
    'addToAttachment',
    'dropAttachment',
  ]);

  const tooLarge = silentDesk({
    beginAttachment: () => ({ ok: false, code: 'too-large', detail: '' }),
  });
  expect(await handOver(tooLarge, parcel)).toEqual({ ok: false, code: 'too-large' });
  expect(tooLarge.asked).toHaveLength(1);
});

it('shows what is on its way, forgets what has arrived, and says when it is gone', async () => {
  const store = createAttachmentsStore(silentDesk({ fetchAttachment: { state: 'gone' } }));
  const here = { state: 'here' } as const;
  const standing = () => standingOf(here, store.getState().transfers.get('a'));
  store.receive([{ id: 'a', phase: 'uploading', done: 5, total: 10 }]);
  expect(standing()).toEqual({ state: 'moving', part: 0.5, up: true });
  store.receive([{ id: 'a', phase: 'here', done: 10, total: 10 }]);
  expect(standing()).toEqual({ state: 'here' });
  store.receive([{ id: 'a', phase: 'downloading', done: 5, total: null }]);
  expect(standing()).toEqual({ state: 'moving', part: null, up: false });
  await store.fetch('a');
  expect(standing()).toEqual({ state: 'gone' });
  expect(standingOf({ state: 'fetching' }, undefined)).toEqual({ state: 'pending' });
});

it('a signal that overtakes the answer to a fetch is not put back by it', async () => {
  let answer: (state: object) => void = () => {};
  const store = createAttachmentsStore(
    silentDesk({
      fetchAttachment: () =>
        new Promise((done) => {
          answer = done;
        }),
    }),
  );
  const fetching = store.fetch('a');
  store.receive([{ id: 'a', phase: 'downloading', done: 7, total: 9 }]);
  answer({ state: 'fetching' });
  await fetching;
  expect(store.getState().transfers.get('a')).toMatchObject({ done: 7 });
});
