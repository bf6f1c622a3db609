import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Intent } from '#shared/contract/command.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { ingest } from './ingest.ts';
import { oldestQueued, type Queued, textOfOurs } from './outgoing.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let at: TestDesk;
let ana: SignedInUser;
let rui: SignedInUser;
beforeAll(async () => {
  at = await testDesk();
  ana = await at.person('Ana');
  rui = await at.person('Rui');
});
afterAll(() => at.drop());

let numbers = 0;
let phone: string;
let conversationId: Id;
beforeEach(async () => {
  phone = `+5511961${String(numbers++).padStart(6, '0')}`;
  await at.arrive(phone, 'oi');
  const { id, serviceId } = await at.conversation(phone);
  conversationId = id;
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
});

const perform = (user: SignedInUser, intent: object) =>
  at.perform(user, { conversationId, ...intent } as Intent);
async function said(more: object = {}): Promise<Id> {
  const messageId = newId();
  const answer = await perform(ana, {
    ...{ type: 'sendMessage', messageId, kind: 'text', text: 'olá', ...more },
  });
  expect(answer).toMatchObject({ ok: true, value: { message: { id: messageId } } });
  return messageId;
}
const next = (): Promise<Queued | null> => oldestQueued(at.pool, conversationId);
/** WhatsApp has taken what is next. */
async function goOut(): Promise<Queued> {
  const queued = await next();
  if (!queued) throw new Error('nothing waits');
  const when = at.desk.now().toISOString();
  await ingest(at.desk, [
    queued.act === null
      ? { type: 'status', phone, whatsappId: queued.whatsappId, status: 'sent', at: when }
      : { type: 'acted', act: queued.act, failure: null, at: when },
  ]);
  return queued;
}
async function attachment(kind: string): Promise<Id> {
  const id = newId();
  await at.pool.query(
    `insert into attachments (id, kind, name, media_type, size, sha256, state, place, created_by)
     values ($1::uuid, $2, 'foto.jpg', 'image/jpeg', 3, repeat('a', 64), 'here', $1::uuid::text, $3)`,
    [id, kind, ana.id],
  );
  return id;
}

it('what WhatsApp does not have yet goes out as it is now, or not at all', async () => {
  const first = await said();
  const second = await said({ text: 'outra' });
  await perform(ana, { type: 'editMessage', messageId: first, text: 'olá!' });
  await perform(ana, { type: 'deleteMessage', messageId: second });
  expect(await goOut()).toMatchObject({ act: null, text: 'olá!' });
  expect(await next()).toBeNull();
});

it('what it has is edited, reacted to and deleted there, in the order given', async () => {
  const messageId = await said();
  const { whatsappId } = await goOut();
  await perform(ana, { type: 'editMessage', messageId, text: 'olá!' });
  await perform(ana, { type: 'reactToMessage', messageId, emoji: '👍' });
  at.minutes(1);
  await said({ text: 'depois' });
  await perform(ana, { type: 'deleteMessage', messageId });
  const of = { whatsappId, fromMe: true };
  expect(await goOut()).toMatchObject({ kind: 'edit', text: 'olá!', of });
  expect(await goOut()).toMatchObject({ kind: 'react', text: '👍', of });
  expect(await goOut()).toMatchObject({ kind: 'text', text: 'depois' });
  // The same name on every try.
  expect((await next())?.whatsappId).toBe((await next())?.whatsappId);
  expect(await goOut()).toMatchObject({ kind: 'delete', of });
  expect(await next()).toBeNull();
});

const left = ({ whatsappId, text }: Queued) =>
  ingest(at.desk, [
    {
      ...{ type: 'status', phone, whatsappId, status: 'sent', text },
      at: at.desk.now().toISOString(),
    },
  ]);

it('what is changed while it is on its way out is changed there, once', async () => {
  const first = await said();
  const edited = (await next()) as Queued;
  await perform(ana, { type: 'editMessage', messageId: first, text: 'olá!' });
  await left(edited);
  await left(edited);
  expect(await goOut()).toMatchObject({
    ...{ kind: 'edit', text: 'olá!', of: { whatsappId: edited.whatsappId } },
  });
  const second = await said({ text: 'engano' });
  const deleted = (await next()) as Queued;
  await perform(ana, { type: 'deleteMessage', messageId: second });
  await left(deleted);
  expect(await goOut()).toMatchObject({ kind: 'delete', of: { whatsappId: deleted.whatsappId } });
  await said();
  await left((await next()) as Queued);
  expect(await next()).toBeNull();
});

it('what left as it was, and cannot be changed there, is shown as it left', async () => {
  at.desk.cannot = { editMessage: 'It cannot edit.', deleteMessage: 'It cannot delete.' };
  try {
    for (const change of [{ type: 'editMessage', text: 'outro' }, { type: 'deleteMessage' }]) {
      const messageId = await said();
      const queued = (await next()) as Queued;
      await perform(ana, { ...change, messageId });
      await left(queued);
      expect(await next()).toBeNull();
      const { rows } = await at.pool.query('select * from messages where id = $1', [messageId]);
      expect(rows[0]).toMatchObject({
        ...{ text: 'olá', status: 'sent', deleted_at: null, edited_at: null },
      });
      expect(at.published.at(-1)?.marks).toMatchObject([{ entity: 'message', id: messageId }]);
    }
  } finally {
    delete at.desk.cannot;
  }
});

it('what WhatsApp would not do to a message is not shown as done', async () => {
  const messageId = await said();
  await goOut();
  await perform(ana, { type: 'editMessage', messageId, text: 'olá!' });
  await goOut();
  const row = async () =>
    (
      await at.pool.query(
        'select text, edited_at, deleted_at, reactions from messages where id = $1',
        [messageId],
      )
    ).rows[0];
  const before = await row();
  for (const change of [
    { type: 'editMessage', text: 'outro' },
    { type: 'reactToMessage', emoji: '👍' },
    { type: 'deleteMessage' },
  ]) {
    at.minutes(1);
    await perform(ana, { ...change, messageId });
    expect(await row()).not.toEqual(before);
    const refused = { type: 'acted', act: (await next())?.act as number, failure: 'No.' } as const;
    await ingest(at.desk, [{ ...refused, at: at.desk.now().toISOString() }]);
    expect(await row()).toEqual(before);
    expect(await next()).toBeNull();
    expect(at.published.at(-1)?.marks).toMatchObject([{ entity: 'message', id: messageId }]);
  }
});

it('a reaction is one for the whole number, changed and taken back', async () => {
  const { rows } = await at.pool.query(
    'select id from messages where conversation_id = $1 and position = 1',
    [conversationId],
  );
  const react = (emoji: string) =>
    perform(ana, { type: 'reactToMessage', messageId: rows[0].id, emoji });
  expect(await react('👍')).toMatchObject({
    value: { message: { reactions: [{ direction: 'out', emoji: '👍', userId: ana.id }] } },
  });
  await react('👍');
  const last = await react('');
  expect(last.ok && last.value.message).not.toHaveProperty('reactions');
  expect([await goOut(), await goOut()]).toMatchObject([{ text: '👍' }, { text: '' }]);
  expect(await next()).toBeNull();
});

it('only what is ours, in time, and in a service that nobody else has', async () => {
  const messageId = await said();
  await goOut();
  const edit = { type: 'editMessage', messageId, text: 'x' };
  expect(await perform(rui, edit)).toMatchObject({ code: 'service-held', holder: { name: 'Ana' } });
  const { rows } = await at.pool.query(
    'select id from messages where conversation_id = $1 and position = 1',
    [conversationId],
  );
  const theirs = { messageId: rows[0].id };
  expect(await perform(ana, { ...edit, ...theirs })).toMatchObject({ code: 'forbidden' });
  expect(await perform(ana, { type: 'deleteMessage', ...theirs })).toMatchObject({
    code: 'forbidden',
  });
  expect(await perform(ana, { ...edit, messageId: newId() })).toMatchObject({ code: 'not-found' });
  at.minutes(16);
  expect(await perform(ana, edit)).toMatchObject({ code: 'unsupported' });
  at.minutes(60 * 60);
  expect(await perform(ana, { type: 'deleteMessage', messageId })).toMatchObject({
    code: 'unsupported',
  });
  expect(await next()).toBeNull();
});

it('what failed goes again under another name, once', async () => {
  const messageId = await said();
  const queued = await next();
  const failure = {
    ...{ type: 'failure' as const, phone, whatsappId: queued?.whatsappId ?? '' },
    ...{ reason: 'No.', code: 131026, at: at.desk.now().toISOString() },
  };
  await ingest(at.desk, [failure]);
  expect(await next()).toBeNull();
  const retry = () => perform(ana, { type: 'retryMessage', messageId });
  const again = await retry();
  expect(again).toMatchObject({ value: { message: { failure: null, status: 'queued' } } });
  const renamed = (await next())?.whatsappId;
  expect(renamed).not.toBe(queued?.whatsappId);
  await retry();
  expect((await next())?.whatsappId).toBe(renamed);
  // Word about the first try comes late: it is not about this one.
  await ingest(at.desk, [failure]);
  expect((await next())?.whatsappId).toBe(renamed);
});

it('a file goes with its caption, and an answer with what it answers', async () => {
  const attachmentId = await attachment('image');
  const { rows } = await at.pool.query(
    'select id, whatsapp_id from messages where conversation_id = $1 and position = 1',
    [conversationId],
  );
  await said({ kind: 'image', attachmentId, text: 'veja', quotedId: rows[0].id });
  expect(await goOut()).toMatchObject({
    ...{ kind: 'image', text: 'veja', attachment: { id: attachmentId, mediaType: 'image/jpeg' } },
    quoted: { whatsappId: rows[0].whatsapp_id, fromMe: false, text: 'oi' },
  });
});

it('a phone that asks again for a text gets it; for a file, not its caption in its place', async () => {
  await said({ text: 'de novo' });
  const { whatsappId } = await goOut();
  expect(await textOfOurs(at.pool, whatsappId)).toBe('de novo');
  await said({ kind: 'image', attachmentId: await attachment('image'), text: 'legenda' });
  const image = await goOut();
  expect(await textOfOurs(at.pool, image.whatsappId)).toBeNull();
});

it.each([
  ['a text without one', { kind: 'text', text: undefined }, '/text'],
  ['an image without a file', { kind: 'image', text: undefined }, '/attachmentId'],
  ['a text with a file', { attachmentId: newId() }, '/attachmentId'],
  ['a file that is not there', { kind: 'image', attachmentId: newId() }, '/attachmentId'],
  ['a location that is none', { kind: 'location', text: undefined }, '/content/location'],
  ['a caption on a voice note', { kind: 'voice', attachmentId: newId() }, '/text'],
  ['a quote of nothing', { quotedId: newId() }, '/quotedId'],
])('%s is refused', async (_, more, path) => {
  const answer = await perform(ana, {
    ...{ type: 'sendMessage', messageId: newId(), kind: 'text', text: 'x', ...more },
  });
  expect(answer).toMatchObject({ ok: false, path });
});

it('a file of another kind, and a quote from another conversation, are refused', async () => {
  const messageId = newId();
  const send = { type: 'sendMessage', messageId, kind: 'video', text: undefined };
  expect(await perform(ana, { ...send, attachmentId: await attachment('image') })).toMatchObject({
    ok: false,
    path: '/kind',
  });
  await at.arrive('+5511961999999', 'segredo');
  const { rows } = await at.pool.query(`select id from messages where text = 'segredo'`);
  const quoting = { type: 'sendMessage', messageId: newId(), kind: 'text', text: 'x' };
  const answer = await perform(ana, { ...quoting, quotedId: rows[0].id });
  expect(answer).toMatchObject({ ok: false, path: '/quotedId' });
  expect(JSON.stringify(answer)).not.toContain('segredo');
});

it('refuses what the way to WhatsApp cannot do, and does it to what has not gone out', async () => {
  at.desk.cannot = { editMessage: 'It cannot edit.', deleteMessage: 'It cannot delete.' };
  try {
    const messageId = await said();
    const edit = (text: string) => perform(ana, { type: 'editMessage', messageId, text });
    expect(await edit('while it waits')).toMatchObject({ ok: true });
    await goOut();
    const refused = { ok: false, code: 'unsupported' };
    expect(await edit('too late')).toMatchObject({ ...refused, detail: 'It cannot edit.' });
    const remove = { type: 'deleteMessage', messageId };
    expect(await perform(ana, remove)).toMatchObject({ ...refused, detail: 'It cannot delete.' });
    const react = { type: 'reactToMessage', messageId, emoji: '👍' };
    expect(await perform(ana, react)).toMatchObject({ ok: true });
    const { rows } = await at.pool.query('select * from messages where id = $1', [messageId]);
    expect(rows[0]).toMatchObject({ text: 'while it waits', deleted_at: null });
  } finally {
    delete at.desk.cannot;
  }
});
