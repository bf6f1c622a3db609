/** A person is erased: nothing that this machine keeps says anything of them afterwards. */
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Conversation } from '#shared/contract/conversation.ts';
import type { Message } from '#shared/contract/message.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { openSqlite } from './cache/sqlite.ts';
import { memoryHost, openTestConsole, type TestConsole } from './test-console.ts';
import { freshFolder } from './test-folder.ts';
import { startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let ana: SignedInUser;
let place: ReturnType<typeof freshFolder>;
let scratch: ReturnType<typeof freshFolder>;
let desk: TestConsole;
const outside = memoryHost();

const marks = ['zuleica', 'rhododendron', '+5573981725364', 'umnomedearquivo'];
const bytes = Buffer.from('BYTESTHATNOBODYELSEHAS '.repeat(2_000));

beforeEach(async () => {
  server = await startTestServer();
  ana = server.addUser('Ana');
  place = freshFolder();
  scratch = freshFolder();
  desk = openTestConsole(place.folder, outside);
});
afterEach(async () => {
  desk.console.close();
  await server.close();
  place.remove();
  scratch.remove();
});
const online = () => desk.until(desk.online, 'being online');
const perform = (intent: object) => desk.ask('perform', { intent: intent as never });
const write = (conversationId: Id, text: string, more: object = {}) =>
  perform({
    ...{ type: 'sendMessage', conversationId, messageId: newId(), kind: 'text', text, ...more },
  });

async function compose(): Promise<Id> {
  const said = { kind: 'document', name: 'umnomedearquivo.txt', mediaType: 'text/plain' } as const;
  const { attachmentId } = await desk.call('beginAttachment', {
    ...{ ...said, size: bytes.length },
  });
  await desk.call('addToAttachment', { attachmentId, offset: 0, bytes: bytes.toString('base64') });
  return (await desk.call('endAttachment', { attachmentId, look: {} })).id;
}

/** Everything of somebody that a machine can have: cached, fetched, written, waiting, refused. */
async function fill(): Promise<Id> {
  const id = server.addConversation('Zuleica Quetzal');
  const { contactId } = server.rowOf<Conversation>('conversation', id);
  const contact = server.rowOf<object>('contact', contactId);
  const known = { phone: '+5573981725364', notes: 'Rhododendron nas notas' };
  server.record([{ entity: 'contact', id: contactId, row: { ...contact, ...known } as never }]);
  for (let n = 0; n < 60; n += 1) server.receive(id, `Rhododendron ${n} ${'longo '.repeat(n * 5)}`);
  const file = server.files.store(
    { id: newId(), kind: 'document', name: 'umnomedearquivo.pdf', mediaType: 'application/pdf' },
    bytes,
  );
  server.receive(id, 'com arquivo', file);
  const other = server.addConversation('Bruno');
  server.receive(other, 'fica aqui');
  if (!(await desk.online())) await desk.signIn(server.address, ana.email);
  await online();
  await desk.until(
    async () => (await desk.call('fetchAttachment', { attachmentId: file.id })).state === 'here',
  );
  await desk.call('savePreferences', { preferences: { tabs: [id, other], recent: [`c:${id}`] } });
  // One is refused and kept, the others wait while the server says nothing.
  await perform({ type: 'finishService', conversationId: id, serviceId: newId() });
  await desk.until(() => desk.all('refused').length > 0, 'a refusal');
  server.faults.command = 'silent';
  await write(id, 'Rhododendron que espera');
  await write(id, 'Zuleica, com arquivo', { kind: 'document', attachmentId: await compose() });
  await desk.call('saveDraft', { conversationId: id, text: 'Rhododendron no rascunho' });
  await desk.until(async () => {
    const { hits, reach } = await found('rhododendron');
    return hits > 40 && reach !== 'indexing';
  }, 'being indexed');
  // As after damage: what could not be read lies beside.
  writeFileSync(join(account(), 'cache.sqlite.damaged-2026'), 'Zuleica');
  return id;
}
const found = async (text: string) => {
  const asked = { text, where: 'here', before: null, limit: 50 } as const;
  const { hits, reach } = await desk.call('search', asked);
  return { hits: hits.length, reach };
};
const account = (): string =>
  join(place.folder, ...['accounts', readdirSync(join(place.folder, 'accounts'))[0] as string]);
function erase(id: Id): void {
  const { contactId } = server.rowOf<Conversation>('conversation', id);
  const gone = server.messagesOf(id).map(({ id: messageId }: Message) => messageId);
  server.record([
    ...gone.map((messageId) => ({ entity: 'message' as const, id: messageId, row: null })),
    { entity: 'conversation', id, row: null },
    { entity: 'contact', id: contactId, row: null },
    { entity: 'erasure', id: contactId, row: { contactId, conversationIds: [id] } },
  ]);
}
const isErased = async (id: Id) =>
  !(await desk.call('conversations', {})).some(({ conversation }) => conversation.id === id);

/** Files that say anything of them; the cache decrypted, with all that is free in it. */
function remains(): string[] {
  const wrong: string[] = [];
  for (const entry of readdirSync(place.folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    let content = readFileSync(path);
    if (entry.name === 'cache.sqlite') {
      const copy = join(scratch.folder, 'plain.sqlite');
      for (const part of ['', '-wal']) {
        if (statSync(`${path}${part}`, { throwIfNoEntry: false }))
          cpSync(`${path}${part}`, `${copy}${part}`);
      }
      const db = openSqlite(copy, { key: 'ab'.repeat(32), timeout: 2_000 });
      db.pragma('journal_mode = delete');
      db.pragma("rekey = ''");
      db.close();
      content = readFileSync(copy);
      expect(content.includes('fica aqui')).toBe(true);
    }
    const text = content.toString('latin1').toLowerCase();
    for (const mark of marks)
      if (text.includes(mark)) wrong.push(`${relative(place.folder, path)}: ${mark}`);
  }
  return wrong;
}
const sealedFiles = () => readdirSync(join(account(), 'sealed'));
const cleared = () =>
  desk.until(() => {
    const db = openSqlite(join(account(), 'cache.sqlite'), {
      key: 'ab'.repeat(32),
      timeout: 2_000,
    });
    try {
      return db.prepare("select value from meta where key = 'toClear'").pluck().get() === 'false';
    } finally {
      db.close();
    }
  }, 'being cleared');

async function nothingIsLeft(id: Id): Promise<void> {
  await desk.until(() => isErased(id), 'being erased');
  await cleared();
  expect(sealedFiles()).toEqual([]);
  expect((await found('rhododendron')).hits).toBe(0);
  expect(await desk.call('outbox', {})).toMatchObject({ waiting: [], refused: [] });
  desk.console.close();
  expect(remains()).toEqual([]);
}

it('says all of it before', async () => {
  await fill();
  desk.console.close();
  expect(remains().length).toBeGreaterThan(3);
});

it('while it is connected: rows, index, free pages, log, files, what waits and what was written', async () => {
  const id = await fill();
  erase(id);
  await desk.until(() => isErased(id));
  // From a screen that has not heard of it yet.
  const late = await desk.ask('saveDraft', { conversationId: id, text: 'Rhododendron tardio' });
  expect(late).toMatchObject({ ok: false, code: 'not-found' });
  expect(await write(id, 'Rhododendron tardio')).toMatchObject({ ok: false, code: 'not-found' });
  await nothingIsLeft(id);
});

it('while it was away, and what it had given before is sent to nobody', async () => {
  const id = await fill();
  desk.console.close();
  erase(id);
  server.faults.command = 'none';
  const before = server.carriedOut.length;
  desk = openTestConsole(place.folder, outside);
  await online();
  await nothingIsLeft(id);
  expect(server.carriedOut.slice(before)).toEqual([]);
});

it('after so long an absence that it begins from a snapshot', async () => {
  const id = await fill();
  const { contactId } = server.rowOf<Conversation>('conversation', id);
  const bruno = server.rowOf<object>('contact', contactId) as { id: Id };
  desk.console.close();
  const other = newId();
  const person = { id: newId(), name: 'Bruno', whatsappName: null, phone: null };
  const at = new Date().toISOString();
  server.begins([
    {
      entity: 'user',
      id: ana.id,
      row: { id: ana.id, name: 'Ana', role: 'attendant', active: true },
    },
    { entity: 'contact', id: person.id, row: { ...person, createdAt: at } },
    {
      entity: 'conversation',
      id: other,
      row: {
        ...{ id: other, contactId: person.id, lastPosition: 0, settledPosition: 0 },
        lastActivityAt: at,
      },
    },
    { entity: 'erasure', id: bruno.id, row: { contactId, conversationIds: [id] } },
  ]);
  server.receive(other, 'fica aqui');
  desk = openTestConsole(place.folder, outside);
  await online();
  await nothingIsLeft(id);
});

it('a late answer brings nothing of them back', async () => {
  const id = await fill();
  server.faults.command = 'none';
  const message = server.messagesOf(id).at(-1) as Message;
  const conversation = server.rowOf<Conversation>('conversation', id);
  erase(id);
  await desk.until(() => isErased(id));
  server.settings.onAbout = (event) =>
    event === 'openService'
      ? {
          conversationId: id,
          changes: [
            { entity: 'conversation', id, row: conversation },
            { entity: 'message', id: message.id, row: message },
          ],
        }
      : undefined;
  await desk.ask('openConversation', { phone: '+5573981725364' });
  await nothingIsLeft(id);
});
