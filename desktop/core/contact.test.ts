import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Contact, ContactChange } from '#shared/contract/contact.ts';
import type { Conversation } from '#shared/contract/conversation.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { openTestConsole, type TestConsole } from './test-console.ts';
import { freshFolder } from './test-folder.ts';
import { startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let ana: SignedInUser;
let place: ReturnType<typeof freshFolder>;
let desk: TestConsole;
let id: Id;

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

const summary = async () =>
  (await desk.call('conversations', {})).find((one) => one.conversation.id === id);
const edit = (change: ContactChange) =>
  desk.call('perform', { intent: { type: 'editContact', conversationId: id, change } });
const theirs = () =>
  server.rowOf<Contact>('contact', server.rowOf<Conversation>('conversation', id).contactId);
const answered = () => desk.until(async () => (await desk.call('open', {})).sync.waiting === 0);
const isOffline = async () => (await desk.call('open', {})).sync.connection === 'offline';
const tag = (): { id: Id; name: string; hue: number } => {
  const row = { id: newId(), name: 'VIP', hue: 2 };
  server.record([{ entity: 'tag', id: row.id, row }]);
  return row;
};

it('shows an edit at once, keeps it offline and through a restart, and sends it once', async () => {
  server.faults.databaseAway = true;
  server.cut();
  await desk.until(isOffline);
  await edit({ field: 'name', value: 'Bruno Sá', was: 'Bruno' });
  await edit({ field: 'attribute', key: 'plano', value: 'ouro', was: null });
  expect((await summary())?.contact).toMatchObject({
    ...{ name: 'Bruno Sá', attributes: { plano: 'ouro' } },
  });
  desk.console.close();
  desk = openTestConsole(place.folder, desk.outside);
  expect((await summary())?.contact.name).toBe('Bruno Sá');
  server.faults.databaseAway = false;
  await desk.call('reconnect', {});
  await answered();
  expect(theirs()).toMatchObject({ name: 'Bruno Sá', attributes: { plano: 'ouro' } });
  expect(server.carriedOut.filter(({ type }) => type === 'editContact')).toHaveLength(2);
  expect((await summary())?.contact).toEqual(theirs());
});

it('never falls back to what was there between the answer and the feed', async () => {
  server.faults.hold = true;
  await edit({ field: 'notes', value: 'prefere manhã', was: null });
  await answered();
  expect((await summary())?.contact.notes).toBe('prefere manhã');
});

it('an offline edit of another field leaves what a colleague wrote meanwhile', async () => {
  const bia = server.addUser('Bia');
  server.faults.databaseAway = true;
  server.cut();
  await desk.until(isOffline);
  await edit({ field: 'name', value: 'Bruno Sá', was: 'Bruno' });
  for (const change of [
    { field: 'notes', value: 'de Bia', was: null },
    { field: 'name', value: 'Bruno de Bia', was: 'Bruno' },
  ] as const) {
    const command = { id: newId(), type: 'editContact', conversationId: id, change } as const;
    server.perform(bia, command);
  }
  server.faults.databaseAway = false;
  await desk.call('reconnect', {});
  await answered();
  await desk.until(desk.online);
  expect((await summary())?.contact).toMatchObject({
    ...{ name: 'Bruno Sá', notes: 'de Bia' },
    edits: { name: { by: ana.id, over: { by: bia.id, was: 'Bruno de Bia' } } },
  });
});

it('an edit that the server refuses is taken back and told', async () => {
  await edit({ field: 'email', value: 'nobody', on: true });
  await desk.until(() => desk.all('refused').length === 1);
  expect(desk.all('refused')[0]).toMatchObject({ refusal: { code: 'invalid' } });
  expect((await summary())?.contact).not.toHaveProperty('emails');
});

it('tells the tags, new ones too, and shows them on services and contacts before the server knows', async () => {
  server.receive(id, 'oi');
  const vip = tag();
  await desk.until(() => desk.all('tags').at(-1)?.[0]?.name === 'VIP');
  expect((await desk.call('open', {})).tags).toEqual([vip]);
  await desk.until(async () => (await summary())?.service !== null);
  const service = (await summary())?.service as Service;
  server.faults.hold = true;
  const on = { conversationId: id, tagId: vip.id, on: true };
  await desk.call('perform', { intent: { type: 'tagService', serviceId: service.id, ...on } });
  await desk.call('perform', { intent: { type: 'tagContact', ...on } });
  expect(await summary()).toMatchObject({
    ...{ service: { tags: [vip.id] }, contact: { tags: [vip.id] } },
  });
  await answered();
  expect(await summary()).toMatchObject({
    ...{ service: { tags: [vip.id] }, contact: { tags: [vip.id] } },
  });
  server.record([{ entity: 'tag', id: vip.id, row: null }]);
  server.releasePushes('in-order');
  await desk.until(() => desk.all('tags').at(-1)?.length === 0);
});

it('has the past of a conversation from the cache, and all of it where the server answers', async () => {
  const message = server.receive(id, 'veja https://example.com');
  await desk.until(async () => (await summary())?.lastMessage?.id === message.id);
  const old: Service = {
    ...((await summary())?.service as Service),
    ...{ id: newId(), state: 'finished', createdAt: '2025-01-01T10:00:00.000Z' },
    ...{ finishedAt: '2025-01-01T11:00:00.000Z', finishReason: 'attendant' },
    evaluation: { score: 4, comment: null, at: '2025-01-01T11:05:00.000Z' },
  };
  const first = desk.call('past', { conversationId: id });
  server.settings.onAbout = () => ({ ok: true, value: { services: [old], messages: [] } });
  server.cut();
  expect(await first).toMatchObject({ whole: false, messages: [{ id: message.id }] });
  await desk.until(desk.online);
  const whole = await desk.call('past', { conversationId: id });
  expect(whole.whole).toBe(true);
  expect(whole.services.map(({ evaluation }) => evaluation?.score)).toEqual([undefined, 4]);
});

it('opens a conversation with a number when the server answers, and says so when it does not', async () => {
  const at = new Date().toISOString();
  const contact = { id: newId(), name: null, whatsappName: null, phone: '+5511', createdAt: at };
  const conversation = {
    ...{ id: newId(), contactId: contact.id, lastPosition: 0, settledPosition: 0 },
    lastActivityAt: at,
  };
  server.settings.onAbout = () => ({
    ok: true,
    value: {
      conversationId: conversation.id,
      changes: [
        { entity: 'contact', id: contact.id, row: contact },
        { entity: 'conversation', id: conversation.id, row: conversation },
      ],
    },
  });
  const phone = '+55 11 98888-7777';
  expect(await desk.call('openConversation', { phone })).toEqual({
    conversationId: conversation.id,
  });
  expect(desk.all('summaries').at(-1)?.[0]?.conversation.id).toBe(conversation.id);
  expect(await desk.ask('openConversation', { phone: '12' })).toMatchObject({ code: 'invalid' });
  const holder = { id: newId(), name: 'Bia' };
  server.settings.onAbout = () => ({ ok: false, code: 'service-held', detail: 'Bia.', holder });
  expect(await desk.ask('openConversation', { phone })).toMatchObject({
    ...{ code: 'service-held', holder },
  });
  server.faults.databaseAway = true;
  server.cut();
  await desk.until(isOffline);
  expect(await desk.ask('openConversation', { phone })).toMatchObject({
    code: 'server-unreachable',
  });
});

it('remembers whether the panel is open', async () => {
  await desk.call('savePreferences', { preferences: { panel: true } });
  desk.console.close();
  desk = openTestConsole(place.folder, desk.outside);
  expect((await desk.call('open', {})).preferences.panel).toBe(true);
});

it('is found by what is noted about them, offline and before the server knows', async () => {
  const vip = tag();
  const found = async (text: string) => {
    const { contacts } = await desk.call('search', { text, where: 'here', before: null, limit: 5 });
    return contacts.map(({ contact }) => contact.name);
  };
  await edit({ field: 'notes', value: 'prefere de manhã', was: null });
  await answered();
  server.faults.databaseAway = true;
  server.cut();
  await desk.until(isOffline);
  expect(await found('prefere')).toEqual(['Bruno']);
  await desk.call('perform', {
    intent: { type: 'tagContact', conversationId: id, tagId: vip.id, on: true },
  });
  await edit({ field: 'email', value: 'bruno@clinica.example', on: true });
  expect(await found('bruno@clin')).toEqual(['Bruno']);
  expect(await found('vip manha')).toEqual(['Bruno']);
  await edit({ field: 'notes', value: null, was: 'prefere de manhã' });
  expect(await found('prefere')).toEqual([]);
});
