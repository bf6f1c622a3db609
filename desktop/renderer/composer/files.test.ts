import { expect, it } from 'vitest';
import { message, silentDesk } from '../preview/samples.ts';
import { createModesStore, mayAnswer, mayDelete, mayEdit, mayForward } from './modes.ts';
import { createTrayStore, mostItems } from './tray.ts';

const now = Date.parse('2026-11-20T12:10:00.000Z');
const mine = { direction: 'out', authorId: 'me', status: 'read' } as const;

it('offers only what WhatsApp still takes', () => {
  expect(mayEdit(message(1, mine), 'me', now)).toBe(true);
  expect(mayEdit(message(1, mine), 'me', now + 5 * 60_000)).toBe(false);
  expect(mayEdit(message(1, mine), 'ana', now)).toBe(false);
  expect(mayEdit(message(1, { ...mine, kind: 'image' }), 'me', now)).toBe(false);
  expect(mayEdit(message(1, { ...mine, failure: 'x' }), 'me', now)).toBe(false);
  expect(mayEdit(message(null, { ...mine, status: 'waiting' }), 'me', now)).toBe(false);
  expect(mayDelete(message(1, mine), now + 59 * 3_600_000)).toBe(true);
  expect(mayDelete(message(1, mine), now + 60 * 3_600_000)).toBe(false);
  expect(mayDelete(message(1), now)).toBe(false);
  expect(mayDelete(message(1, { ...mine, deletedAt: 'x' }), now)).toBe(false);
  expect(mayAnswer(message(null))).toBe(false);
  expect(mayAnswer(message(1, { kind: 'note' }))).toBe(false);
  expect(mayForward(message(1, { kind: 'poll' }))).toBe(false);
  expect(mayForward(message(1))).toBe(true);
});

it('an answer that did not go can be given again, unless something newer was begun', () => {
  const modes = createModesStore();
  modes.reply(message(1));
  const taken = modes.takeReply('c1');
  expect(taken.quotedId).toBe('m1');
  expect(modes.getState().modes.size).toBe(0);
  taken.giveBack();
  expect(modes.getState().modes.get('c1')).toMatchObject({ type: 'reply' });
  const again = modes.takeReply('c1');
  modes.reply(message(2));
  again.giveBack();
  expect(modes.getState().modes.get('c1')).toMatchObject({ message: { id: 'm2' } });
});

const file = (name: string, type: string, size = 3) =>
  new File([new Uint8Array(size)], name, { type });
const reading = {
  picture: async (bytes: Blob) => ({
    bytes: new Blob(['jpeg'], { type: 'image/jpeg' }),
    look: { width: bytes.size, height: 2 },
  }),
  video: async () => ({}),
  audio: async () => ({}),
};
const taking = {
  beginAttachment: { attachmentId: 'a1' },
  addToAttachment: { received: 1 },
  endAttachment: () => ({ id: 'a1', kind: 'document' }),
};

it('a file leaves the tray once its message was accepted, as the kind that its content is', async () => {
  const desk = silentDesk(taking);
  const tray = createTrayStore(desk, reading);
  tray.add('c1', [file('foto.webp', 'image/webp')]);
  const [item] = tray.items('c1');
  let sent: unknown[] = [];
  const done = await tray.send('c1', item?.key ?? '', async (...what) => {
    sent = what;
    return true;
  });
  expect([done, sent]).toEqual([true, ['document', 'a1']]);
  expect(tray.items('c1')).toEqual([]);
  expect(desk.asked[0]?.question).toMatchObject({
    name: 'foto.jpg',
    mediaType: 'image/jpeg',
    size: 4,
  });
});

it('stays with its trouble when it is refused, unreadable or not sent', async () => {
  const refusing = createTrayStore(
    silentDesk({ beginAttachment: () => ({ ok: false, code: 'too-large', detail: '' }) }),
    reading,
  );
  refusing.add('c1', [file('a.pdf', 'application/pdf')]);
  const key = refusing.items('c1')[0]?.key ?? '';
  expect(await refusing.send('c1', key, async () => true)).toBe(false);
  expect(refusing.items('c1')).toMatchObject([{ trouble: 'too-large', handing: null }]);

  const blind = createTrayStore(silentDesk(taking), {
    ...reading,
    picture: async () => Promise.reject(new Error('no picture')),
  });
  blind.add('c1', [file('a.png', 'image/png')]);
  expect(await blind.send('c1', blind.items('c1')[0]?.key ?? '', async () => true)).toBe(false);
  expect(blind.items('c1')).toMatchObject([{ trouble: 'unreadable' }]);

  const desk = silentDesk(taking);
  const held = createTrayStore(desk, reading);
  held.add('c1', [file('a.pdf', 'application/pdf')]);
  expect(await held.send('c1', held.items('c1')[0]?.key ?? '', async () => false)).toBe(false);
  expect(held.items('c1')).toMatchObject([{ handing: null }]);
  expect(desk.asked.at(-1)?.call).toBe('dropAttachment');
});

it('what is too large is never begun; as a document it may be small enough', async () => {
  const desk = silentDesk(taking);
  const tray = createTrayStore(desk, reading);
  tray.add('c1', [file('v.mp4', 'video/mp4', 17 * 1024 * 1024)]);
  const key = tray.items('c1')[0]?.key ?? '';
  expect(await tray.send('c1', key, async () => true)).toBe(false);
  expect(desk.asked).toEqual([]);
  tray.sendAs('c1', key, 'document');
  expect(tray.items('c1')).toMatchObject([
    { kind: 'document', naturalKind: 'video', trouble: null },
  ]);
});

it('takes no more than can be meant, and each conversation has its own', () => {
  const tray = createTrayStore(silentDesk(), reading);
  tray.add(
    'c1',
    Array.from({ length: 50 }, (_, n) => file(`${n}`, '')),
  );
  tray.add('c2', [file('x', '')]);
  expect(tray.items('c1')).toHaveLength(mostItems);
  tray.remove('c2', tray.items('c2')[0]?.key ?? '');
  expect(tray.items('c2')).toEqual([]);
  expect(tray.items('c1')).toHaveLength(mostItems);
});
