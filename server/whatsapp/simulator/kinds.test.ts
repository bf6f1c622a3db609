/** Messages of every kind from the contact, over HTTP, and what the server hears of them. */
import { connect } from 'node:net';
import { beforeEach, expect, test } from 'vitest';
import { largestAttachment } from '#shared/contract/attachment.ts';
import { until } from '../../platform/test-waiting.ts';
import type { InboundMessage } from '../driver.ts';
import { ana, bytesOf, form, hashOf, rui, testSimulator } from './test-simulator.ts';

const messagesOf = `/simulator/contacts/${ana}/messages`;
let it: Awaited<ReturnType<typeof testSimulator>>;
beforeEach(async () => {
  it = await testSimulator();
});
const write = (body: object) => it.ask('POST', messagesOf, body);
const shown = () => it.store.messages(ana);
/** The event that the server took last. */
const heard = async () => {
  await until(() => it.store.pending(1).length === 0);
  return it.taken.at(-1) as InboundMessage;
};
const path = (answer: { body: { errors?: { path: string }[] } }) =>
  answer.body.errors?.map((one) => one.path);

const place = { latitude: -23.55, longitude: -46.63, name: 'Sé', address: 'Praça da Sé' };
const card = { name: 'Rui', phones: [rui], emails: ['rui@example.com'], organisation: 'Rui & Cia' };
const poll = { options: ['sim', 'não'], several: false };
const choices = {
  header: 'Horário',
  footer: 'Escolha um',
  options: [
    { id: 'am', title: 'Manhã', description: '9 às 12' },
    { id: 'pm', title: 'Tarde' },
  ],
};

test.each([
  ['location', { location: place }, { kind: 'location', text: null, content: { location: place } }],
  [
    'cards',
    { cards: [card, card] },
    { kind: 'cards', text: null, content: { cards: [card, card] } },
  ],
  ['a poll', { poll, text: 'Vem?' }, { kind: 'poll', text: 'Vem?', content: { poll } }],
  [
    'choices',
    { choices, text: 'Quando?' },
    { kind: 'choices', text: 'Quando?', content: { choices } },
  ],
  ['view once', { viewOnce: true }, { kind: 'viewOnce', text: null }],
  [
    'a kind unknown',
    { unknown: { order: { id: 7 } } },
    { kind: 'unknown', raw: { order: { id: 7 } } },
  ],
  ['a forwarded text', { text: 'oi', forwarded: true }, { kind: 'text', forwarded: true }],
  [
    'what the own phone wrote',
    { text: 'da rua', fromMe: true },
    { kind: 'text', text: 'da rua', fromMe: true },
  ],
  [
    'history',
    { text: 'antes', history: true, sentAt: '2026-01-02T03:04:05.678Z' },
    { history: true, sentAt: '2026-01-02T03:04:05.678Z' },
  ],
])('%s is taken, heard by the server and shown', async (_, body, event) => {
  expect(await write({ ...body, id: 'A1' })).toMatchObject({ status: 202 });
  await until(() => it.taken.length > 0);
  expect(it.taken[0]).toMatchObject({ type: 'message', whatsappId: 'A1', phone: ana, ...event });
  const { kind = 'text', content } = event as Partial<InboundMessage>;
  const fromContact = !('fromMe' in body);
  expect(shown()).toMatchObject([
    { whatsappId: 'A1', kind, fromContact, ...(content && { content }) },
  ]);
  // The same once more is one message still.
  expect(await write({ ...body, id: 'A1' })).toMatchObject({ status: 202 });
  expect(shown()).toHaveLength(1);
});

test.each([
  ['two kinds', { location: place, cards: [card] }, 400, ['/cards']],
  ['no card', { cards: [] }, 400, ['/cards']],
  [
    'a place that is none',
    { location: { latitude: 91, longitude: 0 } },
    400,
    ['/location/latitude'],
  ],
  ['half a place', { location: { latitude: 1 } }, 400, ['/location/longitude']],
  ['a place with words', { location: place, text: 'aqui' }, 400, ['/text']],
  ['a poll without its question', { poll }, 400, ['/text']],
  ['choices without words', { choices }, 400, ['/text']],
  ['viewOnce that is not', { viewOnce: false }, 400, ['/viewOnce']],
  ['a kind without a file', { kind: 'voice', text: 'oi' }, 400, ['/kind']],
  ['a look without a file', { look: {}, text: 'oi' }, 400, ['/look']],
  ['a file in JSON', { file: { sha256: 'a' } }, 400, ['/file']],
  ['a quote of nothing', { text: 'oi', quotes: 'A9' }, 404, ['/quotes']],
  ['an answer without a title', { choice: { id: 'am' } }, 400, ['/choice/title']],
])('%s is refused, and nothing is written', async (_, body, status, paths) => {
  const answer = await write(body);
  expect([answer.status, path(answer)]).toEqual([status, paths]);
  expect(shown()).toEqual([]);
});

test('a quote names whose message it was; it is kept as it was then', async () => {
  it.store.receive([{ phone: ana, whatsappId: 'OUT1', text: 'Quando?' }]);
  await write({ text: 'amanhã', id: 'A1', quotes: 'OUT1' });
  expect(await heard()).toMatchObject({
    quoted: { whatsappId: 'OUT1', fromMe: true, text: 'Quando?' },
  });
  await write({ text: 'ou hoje', quotes: 'A1' });
  expect(await heard()).toMatchObject({ quoted: { whatsappId: 'A1', fromMe: false } });
  await it.ask('PATCH', `${messagesOf}/A1`, { text: 'nunca' });
  expect(shown().at(-1)?.quote).toEqual({ whatsappId: 'A1', fromContact: true, text: 'amanhã' });
});

test('buttons are answered by their id; one that is not there is no answer', async () => {
  await write({ choices, text: 'Quando?', fromMe: true, id: 'B1' });
  const wrong = await write({ choice: { id: 'night', title: 'Noite' }, quotes: 'B1' });
  expect([wrong.status, path(wrong)]).toEqual([400, ['/choice/id']]);
  expect(await write({ choice: { id: 'am' }, quotes: 'B1' })).toMatchObject({ status: 202 });
  expect(await heard()).toMatchObject({
    kind: 'choice',
    text: 'Manhã',
    content: { choice: { id: 'am', title: 'Manhã', description: '9 às 12' } },
    quoted: { whatsappId: 'B1', fromMe: true },
  });
});

test('a file goes to the disk, the server hears how to fetch it, and the phone serves it', async () => {
  const bytes = Buffer.from(`\u0000\r\n--x1 not the end ${'é'.repeat(90_000)}`);
  const look = { width: 30, height: 20, thumbnail: 'AAAA' };
  const fields = { text: 'olha só', id: 'A1', look: JSON.stringify(look) };
  const answer = await it.sendForm(fields, { bytes, name: 'praia.jpg', type: 'image/jpeg' });
  expect(answer).toMatchObject({ status: 202, body: { whatsappId: 'A1' } });
  const sha256 = hashOf(bytes);
  const attachment = { kind: 'image', name: 'praia.jpg', mediaType: 'image/jpeg', ...look };
  const event = await heard();
  expect(event).toMatchObject({ kind: 'image', text: 'olha só' });
  expect(event.attachment).toEqual({ ...attachment, size: bytes.length, source: { sha256 } });
  const { body } = await it.ask('GET', messagesOf);
  const url = body.items[0].attachment.url;
  expect(body.items[0].attachment).toEqual({ ...attachment, size: bytes.length, sha256, url });
  expect(await bytesOf(await it.driver.fetch(event.attachment?.source))).toEqual(bytes);

  const served = await it.ask('GET', url);
  expect(served).toMatchObject({ status: 200, type: 'image/jpeg', raw: bytes });
  expect(served.headers).toMatchObject({
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  });
  const part = await it.ask('GET', url, undefined, { headers: { range: 'bytes=2-5' } });
  expect(part).toMatchObject({ status: 206, raw: bytes.subarray(2, 6) });
});

test.each([
  ['image/png', undefined, 'image'],
  ['image/gif', undefined, 'document'],
  ['image/webp', undefined, 'sticker'],
  ['video/mp4', undefined, 'video'],
  ['audio/mpeg', undefined, 'audio'],
  ['audio/ogg; codecs=opus', 'voice', 'voice'],
  ['application/pdf', undefined, 'document'],
  ['image/jpeg', 'document', 'document'],
  ['no type at all', undefined, 'document'],
])('a file of type %j, kind %j, is a message of kind %s', async (type, kind, expected) => {
  const file = { bytes: Buffer.from('x'), type };
  expect(await it.sendForm(kind ? { kind } : {}, file)).toMatchObject({ status: 202 });
  expect(shown()).toMatchObject([{ kind: expected, text: null, attachment: { kind: expected } }]);
});

const deep = '../'.repeat(20);
test.each([
  ['up and away', `${deep}etc/passwd`],
  ['of Windows', 'C:\\\\Windows\\\\system32\\\\calc.exe'],
  ['of the store', '../simulator.sqlite'],
  ['turned round', 'photo\u202Egpj.exe'],
  ['of markup', '<img src=x onerror=alert(1)>.png'],
  ['of nothing', ''],
  ['without end', 'a'.repeat(9_000)],
])('a file name %s is a name to show, and no path', async (_, name) => {
  const bytes = Buffer.from('hostile');
  await it.sendForm({ id: 'A1' }, { bytes, name, type: 'text/html' });
  const event = await heard();
  const kept = event.attachment?.name ?? '';
  expect(name.replaceAll('\\\\', '\\').startsWith(kept)).toBe(true);
  expect(kept.length).toBeLessThanOrEqual(1_000);
  expect(await bytesOf(await it.driver.fetch(event.attachment?.source))).toEqual(bytes);
  const served = await it.ask('GET', shown()[0]?.attachment?.url ?? '');
  expect(served).toMatchObject({ status: 200, type: 'application/octet-stream', raw: bytes });
  expect(served.headers['content-disposition']).toMatch(/^attachment/);
  expect(it.store.phone(ana)).not.toBeNull();
});

test('a file of no bytes is a file', async () => {
  const empty = Buffer.alloc(0);
  expect(await it.sendForm({}, { bytes: empty, name: 'vazio.txt' })).toMatchObject({ status: 202 });
  const event = await heard();
  expect(event.attachment).toMatchObject({ size: 0, name: 'vazio.txt' });
  expect(await bytesOf(await it.driver.fetch(event.attachment?.source))).toEqual(empty);
  expect(await it.ask('GET', shown()[0]?.attachment?.url ?? '')).toMatchObject({ status: 200 });
});

test('of each kind the largest is taken and one byte more is 413, whatever comes first', async () => {
  for (const kind of ['sticker', 'image'] as const) {
    const most = largestAttachment[kind];
    const ok = await it.sendForm({ id: kind, kind }, { bytes: Buffer.alloc(most, kind) });
    expect(ok).toMatchObject({ status: 202 });
    const answer = await it.sendForm({ text: 'a', kind }, { bytes: Buffer.alloc(most + 1, 'z') });
    expect(answer).toMatchObject({ status: 413, body: { code: 'too-large' } });
  }
  expect(shown().map(({ whatsappId }) => whatsappId)).toEqual(['sticker', 'image']);
});

test('the largest of all is streamed over a real connection; one byte more is 413', async () => {
  const address = await it.app.listen({ port: 0, host: '127.0.0.1' });
  const most = largestAttachment.document;
  const send = (size: number) => {
    const body = new FormData();
    body.append('file', new Blob([new Uint8Array(size)]), 'large.bin');
    return fetch(`${address}${messagesOf}`, { method: 'POST', body });
  };
  expect((await send(most)).status).toBe(202);
  expect((await send(most + 1)).status).toBe(413);
  expect(shown()).toMatchObject([{ kind: 'document', attachment: { size: most } }]);
}, 60_000);

test('the same id with another file is the first message, and the other file does not stay', async () => {
  const first = Buffer.from('first');
  const second = Buffer.from('second');
  const image = (bytes: Buffer) => ({ bytes, type: 'image/png' });
  await it.sendForm({ id: 'A1' }, image(first));
  expect(await it.sendForm({ id: 'A1' }, image(second))).toMatchObject({ status: 202 });
  expect(shown()).toMatchObject([{ whatsappId: 'A1', attachment: { sha256: hashOf(first) } }]);
  const has = (bytes: Buffer) =>
    it.store.files.read(hashOf(bytes)).then(
      () => true,
      () => false,
    );
  await until(async () => !(await has(second)));
  // The same bytes for two messages are two messages, and one file.
  await Promise.all([
    it.sendForm({ id: 'A2' }, image(first)),
    it.sendForm({ id: 'A1' }, image(first)),
  ]);
  expect(shown()).toHaveLength(2);
  expect(await has(first)).toBe(true);
});

test.each([
  ['a caption on a voice note', { text: 'oi', kind: 'voice' }, ['/text']],
  ['a kind that is none', { kind: 'hologram' }, ['/kind']],
  ['a place beside it', { location: JSON.stringify(place) }, ['/location']],
  ['a look that is no JSON', { look: '{' }, ['/look']],
  ['a look with bars beyond the top', { look: '{"waveform":[101]}' }, ['/look/waveform/0']],
  ['a flag that is none', { forwarded: 'maybe' }, ['/forwarded']],
  ['a field that is not known', { colour: 'red' }, ['/colour']],
])('a file with %s is refused, and does not stay', async (_, fields, paths) => {
  const bytes = Buffer.from('refused');
  const answer = await it.sendForm(fields as Record<string, string>, { bytes });
  expect([answer.status, path(answer)]).toEqual([400, paths]);
  expect(shown()).toEqual([]);
  await until(() =>
    it.store.files.read(hashOf(bytes)).then(
      () => false,
      () => true,
    ),
  );
});

test('a form without a file is a message like one in JSON', async () => {
  expect(await it.sendForm({ text: 'oi', forwarded: 'true' })).toMatchObject({ status: 202 });
  expect(await heard()).toMatchObject({ kind: 'text', text: 'oi', forwarded: true });
  const answer = await it.sendForm({});
  expect([answer.status, path(answer)]).toEqual([400, ['/text']]);
});

test('a form that breaks off is no message', async () => {
  const { address, port } = await it.app
    .listen({ port: 0, host: '127.0.0.1' })
    .then(() => it.app.addresses()[0] as { address: string; port: number });
  const { payload } = form({ id: 'A1' }, { bytes: Buffer.alloc(300_000) });
  const socket = connect(port, address);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => {});
  socket.write(
    `POST ${messagesOf} HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=x1x\r\ncontent-length: ${payload.length}\r\n\r\n`,
  );
  socket.write(payload.subarray(0, 200_000), () => socket.destroy());
  await closed;
  // The server goes on.
  expect(await write({ text: 'oi', id: 'A2' })).toMatchObject({ status: 202 });
  expect(shown().map(({ whatsappId }) => whatsappId)).toEqual(['A2']);
});

test('a page of somebody else’s sends nothing here, not with a form either', async () => {
  const { payload, headers } = form({ text: 'oi' });
  for (const origin of ['https://evil.example', 'null', 'http://localhost:9999']) {
    const answer = await it.ask('POST', messagesOf, payload, {
      headers: { ...headers, origin, host: 'localhost:4680' },
    });
    expect(answer.status).toBe(403);
  }
  const own = { ...headers, origin: 'http://localhost:4680', host: 'localhost:4680' };
  expect(await it.ask('POST', messagesOf, payload, { headers: own })).toMatchObject({
    status: 202,
  });
  expect(shown()).toHaveLength(1);
});

test('a view-once picture is on the phone; the server hears that there is one, and no more', async () => {
  await it.sendForm({ viewOnce: 'true' }, { bytes: Buffer.from('secret'), type: 'image/jpeg' });
  const event = await heard();
  expect(event).toMatchObject({ kind: 'viewOnce' });
  expect(event.attachment).toBeUndefined();
  expect(shown()).toMatchObject([{ kind: 'viewOnce', attachment: { mediaType: 'image/jpeg' } }]);
});
