import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { largestAttachment } from '#shared/contract/attachment.ts';
import { until } from '../../platform/test-waiting.ts';
import { AttachmentGone, type DriverEvent, type Outgoing } from '../driver.ts';
import { reordered } from './faults.ts';
import { ana, bytesOf, hashOf, outgoingFile, rui, testSimulator } from './test-simulator.ts';

const at = `/simulator/contacts/${ana}`;
let it: Awaited<ReturnType<typeof testSimulator>>;
beforeEach(async () => {
  it = await testSimulator();
});
afterEach(() => {
  vi.useRealTimers();
});

const write = (id: string, more: object = {}) =>
  it.ask('POST', `${at}/messages`, { text: `text ${id}`, id, ...more });
const act = async (method: 'POST' | 'PATCH' | 'DELETE', url: string, body?: object) => {
  const answer = await it.ask(method, `${at}${url}`, body);
  return [answer.status, ...(answer.body?.errors ?? []).map((one: { path: string }) => one.path)];
};
/** What the server took that is no message and no tick. */
const done = async (): Promise<DriverEvent[]> => {
  await until(() => it.store.pending(1).length === 0);
  return it.taken.filter(({ type }) => type !== 'message' && type !== 'status');
};
const shown = () => it.store.messages(ana);
const when = expect.stringMatching(/Z$/);

test('a contact reacts, changes it and takes it back; the same again says nothing new', async () => {
  await write('A1');
  it.store.receive([{ phone: ana, whatsappId: 'OUT1', text: 'olá' }]);
  for (const emoji of ['👍', '👍', '❤️', '', '']) {
    expect(await act('POST', '/reactions', { to: 'OUT1', emoji })).toEqual([202]);
  }
  const reaction = { type: 'reaction', phone: ana, whatsappId: 'OUT1', toOurs: true, at: when };
  expect(await done()).toEqual(['👍', '❤️', ''].map((emoji) => ({ ...reaction, emoji })));
  await act('POST', '/reactions', { to: 'A1', emoji: '🙏' });
  await act('POST', '/reactions', { to: 'A1', emoji: '👀', fromMe: true });
  expect((await done()).slice(3)).toMatchObject([
    { whatsappId: 'A1', toOurs: false, emoji: '🙏' },
    { whatsappId: 'A1', toOurs: false, emoji: '👀', fromMe: true },
  ]);
  expect(shown().map(({ reactions }) => reactions)).toEqual([
    [
      { fromContact: false, emoji: '👀' },
      { fromContact: true, emoji: '🙏' },
    ],
    undefined,
  ]);
  expect(await act('POST', '/reactions', { to: 'A9', emoji: '👍' })).toEqual([404, '/to']);
  const long = { to: 'A1', emoji: 'a'.repeat(33) };
  expect(await act('POST', '/reactions', long)).toEqual([400, '/emoji']);
});

test('a contact edits and deletes what is theirs, and nothing else', async () => {
  await write('A1');
  it.store.receive([{ phone: ana, whatsappId: 'OUT1', text: 'olá' }]);
  expect(await act('PATCH', '/messages/A1', { text: 'novo' })).toEqual([202]);
  expect(await act('PATCH', '/messages/A1', { text: 'novo' })).toEqual([202]);
  expect(shown()[0]).toMatchObject({ text: 'novo', editedAt: when });
  expect(await act('PATCH', '/messages/A1', { text: ' ' })).toEqual([400, '/text']);
  expect(await act('PATCH', '/messages/OUT1', { text: 'x' })).toEqual([404, '/id']);
  expect(await act('DELETE', '/messages/OUT1')).toEqual([404, '/id']);
  await act('POST', '/reactions', { to: 'A1', emoji: '🙏' });
  expect(await act('DELETE', '/messages/A1')).toEqual([202]);
  expect(await act('DELETE', '/messages/A1')).toEqual([202]);
  expect(await act('PATCH', '/messages/A1', { text: 'x' })).toEqual([400, '/id']);
  expect(await act('POST', '/reactions', { to: 'A1', emoji: '👍' })).toEqual([400, '/to']);
  expect(shown()[0]).toEqual({
    ...{ whatsappId: 'A1', fromContact: true, kind: 'text', text: null, status: 'delivered' },
    ...{ sentAt: when, editedAt: when, deletedAt: when },
  });
  const base = { phone: ana, whatsappId: 'A1', at: when };
  expect(await done()).toEqual([
    { type: 'edit', ...base, text: 'novo' },
    { type: 'reaction', ...base, toOurs: false, emoji: '🙏' },
    { type: 'delete', ...base },
  ]);
});

test('what was written on the own phone is edited and deleted there', async () => {
  await write('M1', { fromMe: true });
  expect(await act('PATCH', '/messages/M1?fromMe=true', { text: 'novo' })).toEqual([202]);
  expect(await act('DELETE', '/messages/M1?fromMe=true')).toEqual([202]);
  expect(await done()).toMatchObject([
    { type: 'edit', whatsappId: 'M1', fromMe: true, text: 'novo' },
    { type: 'delete', whatsappId: 'M1', fromMe: true },
  ]);
  const ticks = it.taken.filter(({ type }) => type === 'status');
  expect(ticks).toMatchObject([{ whatsappId: 'M1', status: 'delivered' }]);
});

test('a place is not edited', async () => {
  const location = { latitude: 1, longitude: 2 };
  await it.ask('POST', `${at}/messages`, { location, id: 'L1' });
  expect(await act('PATCH', '/messages/L1', { text: 'x' })).toEqual([400, '/id']);
});

test('offline, what the contact does waits for its message, and what is done to the phone waits too', async () => {
  await it.driver.send({ phone: ana, whatsappId: 'OUT1', kind: 'text', text: 'olá' });
  await done();
  it.simulator.setPhone(ana, { online: false });
  await write('A1');
  await act('PATCH', '/messages/A1', { text: 'novo' });
  await act('POST', '/reactions', { to: 'OUT1', emoji: '👍' });
  const of = { whatsappId: 'OUT1', fromMe: true, text: null };
  const edit: Outgoing = { phone: ana, whatsappId: 'E1', kind: 'edit', of, text: 'tchau' };
  expect(await it.driver.send(edit)).toEqual({ ok: true });
  expect(await done()).toEqual([]);
  expect(shown()[0]).toMatchObject({ text: 'olá', reactions: [{ emoji: '👍' }] });
  it.taken.length = 0;
  it.simulator.setPhone(ana, { online: true });
  await done();
  expect(it.taken.map(({ type }) => type)).toEqual(['message', 'edit', 'reaction']);
  expect(shown()[0]).toMatchObject({ text: 'tchau', editedAt: when });
});

test('reordered, what one contact does to a message still comes after it', async () => {
  const who = { phone: ana, whatsappId: 'A1', at: '' };
  const message = {
    ...who,
    type: 'message',
    name: null,
    kind: 'text',
    text: '',
    sentAt: '',
  } as const;
  const edit = { ...who, type: 'edit', text: 'b' } as const;
  const tick = { ...who, type: 'status', status: 'read' } as const;
  const types = (events: DriverEvent[]) => events.map(({ type }) => type);
  expect(types(reordered([message, edit, tick]))).toEqual(['status', 'message', 'edit']);
});

test('a voice note that is played is played alone', async () => {
  it.store.receive(
    ['1', '2'].map((n) => ({ phone: ana, whatsappId: `OUT${n}`, kind: 'voice', text: null })),
  );
  const played = { upTo: 'OUT2', status: 'played', only: true };
  expect(await act('POST', '/receipts', played)).toEqual([202]);
  expect(shown().map(({ status }) => status)).toEqual(['delivered', 'played']);
});

test('somebody whose number is hidden is known by other names, and answered by them', async () => {
  const names = { lid: '123456789', bsuid: 'BR.77', username: 'ana.s' };
  expect((await it.ask('PATCH', at, { ...names, numberHidden: true })).body).toMatchObject(names);
  await write('A1', { name: 'Ana' });
  await done();
  expect(it.taken).toMatchObject([{ whatsappId: 'A1', phone: null, name: 'Ana', ...names }]);
  expect(shown()[0]?.status).toBe('delivered');
  const text = { kind: 'text', text: 'olá' } as const;
  for (const who of [{ lid: names.lid }, { bsuid: names.bsuid }]) {
    const sent = await it.driver.send({ phone: null, ...who, whatsappId: `O${who.lid}`, ...text });
    expect(sent).toEqual({ ok: true });
  }
  expect(shown()).toHaveLength(3);
  const nobody = await it.driver.send({ phone: null, lid: '999999', whatsappId: 'O9', ...text });
  expect(nobody).toMatchObject({ ok: false, permanent: true });
  // Once the number shows, one event says that all of them are one person.
  await it.ask('PATCH', at, { numberHidden: false });
  expect(await done()).toEqual([{ type: 'person', phone: ana, name: 'Ana', ...names }]);
  const other = await it.ask('PATCH', `/simulator/contacts/${rui}`, { lid: names.lid });
  expect([other.status, other.body.errors[0].path]).toEqual([400, '/lid']);
});

const to = (whatsappId: string) => ({ phone: ana, whatsappId });

test('whatever the server sends shows on the phone, with its file', async () => {
  const bytes = Buffer.alloc(70_000, 'abc');
  const location = { latitude: 1, longitude: 2 };
  const cards = [{ name: 'Rui', phones: [rui] }];
  await write('A1');
  const quoted = { whatsappId: 'A1', fromMe: false, text: 'text A1' };
  const attachment = outgoingFile(bytes, { kind: 'image', seconds: 3, waveform: [1, 2] });
  const all: Outgoing[] = [
    { ...to('O1'), kind: 'text', text: 'olá', quoted, forwarded: true },
    { ...to('O2'), kind: 'image', text: 'foto', attachment },
    { ...to('O3'), kind: 'location', text: null, content: { location } },
    { ...to('O4'), kind: 'cards', text: null, content: { cards } },
  ];
  for (const message of all) expect(await it.driver.send(message)).toEqual({ ok: true });
  expect(shown().slice(1)).toMatchObject([
    { quote: { whatsappId: 'A1', fromContact: true, text: 'text A1' }, forwarded: true },
    { kind: 'image', text: 'foto', attachment: { sha256: hashOf(bytes), seconds: 3 } },
    { kind: 'location', text: null, content: { location } },
    { kind: 'cards', content: { cards } },
  ]);
  const url = shown()[2]?.attachment?.url ?? '';
  expect((await it.ask('GET', url)).raw).toEqual(bytes);
});

test('a file that is sent again under its id is not read again; one that fails is tried again', async () => {
  const bytes = Buffer.from('abc');
  const opened = vi.fn(async () => Readable.from([bytes]));
  const message: Outgoing = {
    ...to('O1'),
    kind: 'document',
    text: null,
    attachment: outgoingFile(bytes, { open: opened }),
  };
  opened.mockRejectedValueOnce(new Error('storage away'));
  expect(await it.driver.send(message)).toEqual({
    ...{ ok: false, permanent: false, reason: 'storage away' },
  });
  expect(shown()).toEqual([]);
  expect(await it.driver.send(message)).toEqual({ ok: true });
  expect(await it.driver.send(message)).toEqual({ ok: true });
  expect(opened).toHaveBeenCalledTimes(2);
  expect(shown()).toHaveLength(1);
});

test('a file larger than WhatsApp takes is refused for good; a session that drops meanwhile is not', async () => {
  const large = Buffer.alloc(largestAttachment.sticker + 1);
  const message: Outgoing = {
    ...to('O1'),
    kind: 'sticker',
    text: null,
    attachment: outgoingFile(large, { kind: 'sticker' }),
  };
  expect(await it.driver.send(message)).toMatchObject({ ok: false, permanent: true });
  const dropping = outgoingFile(Buffer.from('a'), {
    async open() {
      it.simulator.faults({ drop: true });
      return Readable.from([Buffer.from('a')]);
    },
  });
  const dropped = await it.driver.send({ ...message, attachment: dropping });
  expect(dropped).toMatchObject({ ok: false, permanent: false });
  expect(shown()).toEqual([]);
});

test('the server edits, reacts to and deletes what the phone shows; the rest is refused for good', async () => {
  await write('A1');
  await it.driver.send({ ...to('O1'), kind: 'text', text: 'olá' });
  const ours = { whatsappId: 'O1', fromMe: true, text: null };
  const theirs = { whatsappId: 'A1', fromMe: false, text: null };
  const ok = { ok: true };
  const refused = { ok: false, permanent: true, reason: expect.any(String) };
  const act = (message: Omit<Extract<Outgoing, { of: unknown }>, 'phone' | 'whatsappId'>) =>
    it.driver.send({ ...to('X'), ...message } as Outgoing);
  expect(await act({ kind: 'reaction', of: theirs, emoji: '👍' } as never)).toEqual(ok);
  expect(await act({ kind: 'edit', of: ours, text: 'oi' } as never)).toEqual(ok);
  expect(shown()).toMatchObject([
    { reactions: [{ fromContact: false, emoji: '👍' }] },
    { text: 'oi', editedAt: when },
  ]);
  expect(await act({ kind: 'reaction', of: theirs, emoji: '' } as never)).toEqual(ok);
  expect(await act({ kind: 'delete', of: ours } as never)).toEqual(ok);
  expect(shown()).toMatchObject([{}, { text: null, deletedAt: when }]);
  expect(shown()[0]?.reactions).toBeUndefined();
  expect(await act({ kind: 'delete', of: theirs } as never)).toEqual(refused);
  const gone = { ...ours, whatsappId: 'O9' };
  expect(await act({ kind: 'edit', of: gone, text: 'x' } as never)).toEqual(refused);
  // The server did these itself: it is told of none.
  expect(await done()).toEqual([]);
});

test('told to refuse, it refuses so many sends for good, with WhatsApp’s own number for it', async () => {
  it.simulator.faults({ refuseSends: 1 });
  const message: Outgoing = { ...to('O1'), kind: 'text', text: 'olá' };
  expect(await it.driver.send(message)).toMatchObject({ permanent: true, code: 131026 });
  expect(await it.driver.send(message)).toEqual({ ok: true });
});

async function aFile(bytes: Buffer): Promise<unknown> {
  const kept = await it.store.files.keep(Readable.from([bytes]), Number.POSITIVE_INFINITY);
  const { sha256, size } = kept;
  const attachment = { kind: 'document', name: 'a', mediaType: 'a/b', sha256, size } as const;
  it.store.write([{ phone: ana, kind: 'document', attachment }]);
  kept.release();
  return { sha256 };
}

test('files that are fetched are gone, break off, or come slowly, when told so', async () => {
  const bytes = Buffer.alloc(200_000, 'abcdefg');
  const source = await aFile(bytes);
  it.simulator.faults({ goneMedia: 1, failMedia: 1 });
  await expect(it.driver.fetch(source)).rejects.toThrow(AttachmentGone);
  const broken = await it.driver.fetch(source);
  let had = 0;
  const all = (async () => {
    for await (const chunk of broken) had += (chunk as Buffer).length;
  })();
  await expect(all).rejects.toThrow('break off');
  expect(had).toBe(100_000);
  expect(await bytesOf(await it.driver.fetch(source))).toEqual(bytes);
  expect(it.simulator.state().faults).toMatchObject({ goneMedia: 0, failMedia: 0 });
  it.simulator.faults({ slowMedia: 10_000_000 });
  expect(await bytesOf(await it.driver.fetch(source))).toEqual(bytes);
});

test.each([
  ['nothing', null],
  ['an unknown hash', { sha256: 'a'.repeat(64) }],
  ['a way out', { sha256: '../simulator.sqlite' }],
  ['another driver’s', { mediaKey: 'x' }],
])('a source that is %s is gone for good', async (_, source) => {
  await expect(it.driver.fetch(source)).rejects.toThrow(AttachmentGone);
});

test('with the session closed nothing is fetched, and that is no loss', async () => {
  const source = await aFile(Buffer.from('abc'));
  await it.driver.stop();
  await expect(it.driver.fetch(source)).rejects.not.toThrow(AttachmentGone);
  await it.driver.start();
  expect(String(await bytesOf(await it.driver.fetch(source)))).toBe('abc');
});

test('a phone that types is told to the driver, and kept nowhere', async () => {
  const { ask, typing, taken } = await testSimulator();
  for (const is of [true, false]) {
    const answer = await ask('PUT', `/simulator/contacts/${ana}/typing`, { typing: is });
    expect(answer.status).toBe(202);
  }
  expect(typing).toEqual([
    { who: { phone: ana }, is: true },
    { who: { phone: ana }, is: false },
  ]);
  expect(taken).toEqual([]);
  expect((await ask('PUT', `/simulator/contacts/${ana}/typing`, {})).status).toBe(400);
});
