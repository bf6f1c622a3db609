import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AttachmentKind } from '#shared/contract/attachment.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { memoryHost, openTestConsole, type TestConsole } from '../test-console.ts';
import { freshFolder } from '../test-folder.ts';
import { startTestServer, type TestServer } from '../test-server.ts';

let server: TestServer;
let ana: SignedInUser;
let place: ReturnType<typeof freshFolder>;
let desk: TestConsole;
let id: string;

beforeEach(async () => {
  server = await startTestServer();
  ana = server.addUser('Ana');
  id = server.addConversation('Bruno');
  place = freshFolder();
  desk = openTestConsole(place.folder);
  await desk.signIn(server.address, ana.email);
  await desk.until(desk.online, 'being online');
});
afterEach(async () => {
  desk.console.close();
  await server.close();
  place.remove();
});

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
type Said = { kind?: AttachmentKind; name?: string; mediaType?: string; part?: number };
async function compose(bytes: Buffer, said: Said = {}) {
  const { kind = 'document', name = 'a.bin', mediaType = 'application/octet-stream' } = said;
  const { part = 1024 * 1024 } = said;
  const { attachmentId } = await desk.call('beginAttachment', {
    kind,
    name,
    mediaType,
    size: bytes.length,
  });
  for (let offset = 0; offset < bytes.length; offset += part) {
    const piece = bytes.subarray(offset, offset + part).toString('base64');
    await desk.call('addToAttachment', { attachmentId, offset, bytes: piece });
  }
  return desk.call('endAttachment', { attachmentId, look: {} });
}
const send = (
  attachment: { id: string; kind: AttachmentKind },
  text?: string,
  conversationId = id,
) =>
  desk.call('perform', {
    intent: {
      type: 'sendMessage',
      conversationId,
      messageId: newId(),
      kind: attachment.kind,
      attachmentId: attachment.id,
      ...(text !== undefined && { text }),
    },
  });
const say = (text: string, conversationId = id) =>
  desk.call('perform', {
    intent: { type: 'sendMessage', conversationId, messageId: newId(), kind: 'text', text },
  });
const settled = () =>
  desk.until(async () => (await desk.call('open', {})).sync.waiting === 0, 'an empty outbox');
const folder = () => {
  const accounts = join(place.folder, 'accounts');
  return join(accounts, readdirSync(accounts)[0] ?? '', 'sealed');
};
const page = async () =>
  (await desk.call('messages', { conversationId: id, before: null, limit: 50 })).messages;
const bytesOf = async (attachmentId: string, range?: string) => {
  const { body, ...reply } = await desk.console.attachment({
    id: attachmentId,
    range,
    download: false,
  });
  return { ...reply, bytes: body && (await buffer(body)) };
};

it('takes a file in parts, names it by its content, shows it waiting and sends it whole', async () => {
  const bytes = Buffer.concat([png, randomBytes(200_000)]);
  const made = await compose(bytes, {
    kind: 'image',
    name: '../..\\etc/foto.png',
    mediaType: 'image/png',
    part: 60_000,
  });
  expect(made).toMatchObject({
    kind: 'image',
    name: 'foto.png',
    mediaType: 'image/png',
    size: bytes.length,
    state: 'here',
  });
  expect((await bytesOf(made.id)).bytes?.equals(bytes)).toBe(true);
  server.files.faults.status = 503;
  await send(made, 'olha');
  expect((await page()).at(-1)).toMatchObject({
    status: 'waiting',
    kind: 'image',
    text: 'olha',
    attachment: { id: made.id, state: 'here', sha256: made.sha256 },
  });
  server.files.faults.status = null;
  server.cut();
  await settled();
  expect(server.files.stored.get(made.id)?.bytes.equals(bytes)).toBe(true);
  expect(server.messagesOf(id).map(({ text, attachment }) => [text, attachment?.sha256])).toEqual([
    ['olha', made.sha256],
  ]);
  expect(desk.all('attachments').flat().at(-1)).toEqual({
    id: made.id,
    phase: 'here',
    done: bytes.length,
    total: bytes.length,
  });
});

it('a zip called .jpg is a document, and a message that says otherwise is not accepted', async () => {
  const zip = Buffer.from('504b0304140000000000000000000000000000000000000000000000', 'hex');
  const made = await compose(zip, { kind: 'image', name: 'a.jpg', mediaType: 'image/jpeg' });
  expect(made).toMatchObject({ kind: 'document', mediaType: 'application/zip' });
  const refused = await desk.ask('perform', {
    intent: {
      type: 'sendMessage',
      conversationId: id,
      messageId: newId(),
      kind: 'image',
      attachmentId: made.id,
    },
  });
  expect(refused).toMatchObject({ code: 'invalid', path: '/intent/kind' });
});

it('refuses what is too large before the first byte, and bytes that do not follow', async () => {
  const said = { kind: 'image', name: 'a', mediaType: '', size: 5 * 1024 * 1024 + 1 } as const;
  expect(await desk.ask('beginAttachment', said)).toMatchObject({ code: 'too-large' });
  const { attachmentId } = await desk.call('beginAttachment', { ...said, size: 4 });
  const add = (offset: number, bytes: string) =>
    desk.ask('addToAttachment', { attachmentId, offset, bytes });
  expect(await add(1, 'AAAA')).toMatchObject({ code: 'invalid', path: '/offset' });
  expect(await add(0, 'AAA')).toMatchObject({ code: 'invalid', path: '/bytes' });
  expect(await add(0, 'A!==')).toMatchObject({ code: 'invalid', path: '/bytes' });
  expect(await add(0, 'AAAAAAAA')).toMatchObject({ code: 'invalid', path: '/bytes' });
  expect(await add(0, 'AAAA')).toMatchObject({ value: { received: 3 } });
  expect(await add(0, 'AAAA')).toMatchObject({ code: 'invalid', path: '/offset' });
  expect(await desk.ask('endAttachment', { attachmentId, look: {} })).toMatchObject({
    code: 'invalid',
  });
  expect(await add(3, 'AA==')).toMatchObject({ value: { received: 4 } });
  expect(await desk.ask('endAttachment', { attachmentId, look: {} })).toMatchObject({ ok: true });
  const other = { attachmentId: newId(), offset: 0, bytes: '' };
  expect(await desk.ask('addToAttachment', other)).toMatchObject({ code: 'not-found' });
});

it('a file of nothing goes, too', async () => {
  const made = await compose(Buffer.alloc(0), { name: 'vazio.txt', mediaType: 'text/plain' });
  expect(made).toMatchObject({ size: 0, kind: 'document', mediaType: 'text/plain' });
  await send(made);
  await settled();
  expect(server.files.stored.get(made.id)?.bytes).toHaveLength(0);
  expect(await bytesOf(made.id, 'bytes=0-')).toMatchObject({ status: 416 });
});

it('after a cut only the rest is sent, and after a restart, too', async () => {
  const bytes = randomBytes(1_000_000);
  const made = await compose(bytes);
  server.files.faults.cutAfter = 500_000;
  await send(made);
  await desk.until(() => server.files.sent.length === 1, 'the cut');
  desk.console.close();
  desk = openTestConsole(place.folder, desk.outside);
  await settled();
  expect(server.files.sent).toEqual([500_000, 500_000]);
  expect(server.files.stored.get(made.id)?.bytes.equals(bytes)).toBe(true);
  expect(server.messagesOf(id)).toHaveLength(1);
});

it('an upload whose end was not heard is not sent again', async () => {
  const made = await compose(randomBytes(300_000));
  server.files.faults.loseEnd = true;
  await send(made);
  await settled();
  expect(server.files.sent).toEqual([300_000]);
  expect(server.messagesOf(id)).toHaveLength(1);
});

it('order stays inside a conversation, and others do not wait for its file', async () => {
  const other = server.addConversation('Carla');
  await desk.until(async () => (await desk.call('conversations', {})).length === 2);
  const made = await compose(randomBytes(10_000));
  server.files.faults.status = 503;
  await say('antes');
  await send(made);
  await say('depois');
  await say('de outra', other);
  await desk.until(() => server.messagesOf(other).length === 1, 'the other conversation');
  expect(server.messagesOf(id).map(({ text }) => text)).toEqual(['antes']);
  server.files.faults.status = null;
  await desk.call('reconnect', {});
  await settled();
  expect(server.messagesOf(id).map(({ text }) => text)).toEqual(['antes', null, 'depois']);
});

it('a file that the server does not take is a message refused, in words; its caption is kept', async () => {
  const made = await compose(randomBytes(1_000));
  const body = { type: 'about:blank', title: 'No', status: 415, detail: 'Not such a file.' };
  server.files.faults.refuse = { status: 415, body };
  await send(made, 'a legenda');
  await say('depois');
  await desk.until(() => desk.all('refused').length > 0, 'the refusal');
  expect(desk.all('refused')[0]?.refusal).toMatchObject({
    code: 'unsupported',
    detail: 'Not such a file.',
  });
  await settled();
  expect(server.messagesOf(id).map(({ text }) => text)).toEqual(['depois']);
  expect((await desk.call('conversations', {}))[0]?.draft).toBe('a legenda');
  expect(readdirSync(folder())).toEqual([]);
});

it('takes back what has not left, with its file; what may have left stays', async () => {
  server.files.faults.status = 503;
  const made = await compose(randomBytes(1_000));
  const { messageId } = await send(made);
  const cancel = (one: string | null) => desk.ask('cancelMessage', { messageId: one ?? '' });
  expect(await cancel(messageId)).toMatchObject({ ok: true });
  expect(await page()).toEqual([]);
  expect(readdirSync(folder())).toEqual([]);
  expect(await cancel(messageId)).toMatchObject({ code: 'invalid' });
  server.faults.command = 'unheard';
  const sent = await say('oi');
  expect(await cancel(sent.messageId)).toMatchObject({ code: 'invalid', path: '/messageId' });
});

it('what was in a composer that died is gone; what a message waits for is not', async () => {
  await server.close();
  await desk.until(async () => !(await desk.online()));
  const lost = await compose(randomBytes(100));
  const kept = await compose(randomBytes(100));
  const dropped = await compose(randomBytes(100));
  const half = { kind: 'document', name: 'x', mediaType: '', size: 9 } as const;
  const { attachmentId } = await desk.call('beginAttachment', half);
  await send(kept);
  await desk.call('dropAttachment', { attachmentId: kept.id });
  await desk.call('dropAttachment', { attachmentId: dropped.id });
  await desk.call('dropAttachment', { attachmentId: newId() });
  expect(readdirSync(folder()).sort()).toEqual([lost.id, kept.id, `${attachmentId}.part`].sort());
  // As a killed process leaves it.
  const left = readFileSync(join(folder(), lost.id));
  desk.console.close();
  writeFileSync(join(folder(), `${attachmentId}.part`), left);
  desk = openTestConsole(place.folder, desk.outside);
  await desk.until(() => readdirSync(folder()).length === 1, 'the sweep');
  expect(readdirSync(folder())).toEqual([kept.id]);
});

const incoming = (bytes: Buffer, name = 'conta.pdf', mediaType = 'application/pdf') =>
  server.files.store({ id: newId(), kind: 'document', name, mediaType }, bytes);

it('small files of new messages come by themselves, large ones when asked for', async () => {
  const small = incoming(randomBytes(20_000));
  const large = incoming(randomBytes(6 * 1024 * 1024));
  server.receive(id, 'a', small);
  server.receive(id, 'b', large);
  await desk.until(() => existsSync(join(folder(), small.id)), 'the small one');
  expect(server.files.asked).toHaveLength(1);
  expect(await desk.call('fetchAttachment', { attachmentId: small.id })).toEqual({ state: 'here' });
  server.files.faults.cutAfter = 2_000_000;
  expect(await desk.call('fetchAttachment', { attachmentId: large.id })).toEqual({
    state: 'fetching',
  });
  await desk.until(() => existsSync(join(folder(), large.id)), 'the large one');
  const [, first, rest] = server.files.asked;
  expect(first).toBeUndefined();
  expect(rest).toMatch(/^bytes=\d{5,}-$/);
  const { bytes } = await bytesOf(large.id);
  expect(bytes?.equals(server.files.stored.get(large.id)?.bytes ?? Buffer.alloc(0))).toBe(true);
});

it('a download that was under way goes on after a restart', async () => {
  const large = incoming(randomBytes(6 * 1024 * 1024));
  server.receive(id, 'b', large);
  await desk.until(async () => (await page()).length === 1);
  server.files.faults.cutAfter = 3_000_000;
  await desk.call('fetchAttachment', { attachmentId: large.id });
  await desk.until(() => server.files.asked.length === 1, 'the first try');
  desk.console.close();
  desk = openTestConsole(place.folder, desk.outside);
  await desk.until(() => existsSync(join(folder(), large.id)), 'the file');
});

it('bytes that are not those that were sent are never shown', async () => {
  const small = incoming(randomBytes(20_000));
  server.files.faults.spoil = true;
  server.receive(id, 'a', small);
  await desk.until(() => existsSync(join(folder(), small.id)), 'another try');
  expect(server.files.asked).toEqual([undefined, undefined]);
  const { bytes } = await bytesOf(small.id);
  expect(bytes?.equals(server.files.stored.get(small.id)?.bytes ?? Buffer.alloc(0))).toBe(true);
});

it('says so when it is gone, and fetches by itself what WhatsApp had not given yet', async () => {
  const lost = incoming(randomBytes(10));
  const late = incoming(randomBytes(6 * 1024 * 1024));
  server.receive(id, 'a', { ...lost, state: 'gone', sha256: null });
  const message = server.receive(id, 'b', { ...late, state: 'fetching', sha256: null });
  await desk.until(async () => (await page()).length === 2);
  const fetch = (attachmentId: string) => desk.call('fetchAttachment', { attachmentId });
  expect(await fetch(lost.id)).toEqual({ state: 'gone' });
  expect(await fetch(late.id)).toEqual({ state: 'fetching' });
  expect(server.files.asked).toEqual([]);
  server.change({ ...message, attachment: late });
  await desk.until(() => existsSync(join(folder(), late.id)), 'the late one');
  const none = await desk.ask('fetchAttachment', { attachmentId: newId() });
  expect(none).toMatchObject({ code: 'not-found' });
});

it('serves a file with ranges and nothing that could run, and no path leads anywhere else', async () => {
  const made = await compose(png, { kind: 'image', name: 'é"\r\n.png', mediaType: 'image/png' });
  expect(await bytesOf(made.id)).toMatchObject({
    status: 200,
    headers: {
      'content-type': 'image/png',
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
      'content-length': String(png.length),
    },
  });
  const part = await bytesOf(made.id, 'bytes=1-3');
  expect(part).toMatchObject({
    status: 206,
    headers: { 'content-range': `bytes 1-3/${png.length}`, 'content-length': '3' },
  });
  expect(part.bytes?.toString()).toBe('PNG');
  expect((await bytesOf(made.id, 'bytes=-4')).bytes).toHaveLength(4);
  expect((await bytesOf(made.id, 'bytes=90000-')).status).toBe(416);
  expect((await bytesOf(made.id, 'junk')).status).toBe(200);
  const page = await compose(Buffer.from('<script>1</script>'), {
    name: 'a.html',
    mediaType: 'text/html',
  });
  const { headers } = await bytesOf(page.id);
  expect(headers['content-disposition']).toBe('attachment; filename=a.html');
  for (const path of [
    '',
    '.',
    '..',
    `../attachments/${made.id}`,
    `${made.id}/..`,
    `${made.id}.part`,
    `${made.id}%00`,
    made.id.toUpperCase(),
    '../cache.sqlite',
    'constructor',
    newId(),
  ]) {
    expect(await bytesOf(path)).toMatchObject({ status: 404, bytes: null });
  }
});

it('saves where the person says, under a name that no system minds', async () => {
  const asked: string[] = [];
  const outside = memoryHost();
  const to = join(place.folder, 'saved');
  outside.host.saveAs = async (name) => {
    asked.push(name);
    return to;
  };
  desk.console.close();
  desk = openTestConsole(place.folder, {
    ...outside,
    host: { ...desk.outside.host, ...outside.host, secrets: desk.outside.host.secrets },
  });
  await desk.until(desk.online);
  const made = await compose(Buffer.from('conteúdo'), { name: 'C:\\x\\con.txt' });
  await desk.call('saveAttachment', { attachmentId: made.id });
  expect(asked).toEqual(['_con.txt']);
  expect(readFileSync(to, 'utf8')).toBe('conteúdo');
});

it('another person on this machine gets nothing of it', async () => {
  const made = await compose(randomBytes(10));
  const bia = server.addUser('Bia');
  await desk.signIn(server.address, bia.email);
  expect((await bytesOf(made.id)).status).toBe(404);
});
