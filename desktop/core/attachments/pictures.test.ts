/** Contacts' pictures on this machine: they come by themselves, and go when they are replaced. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { v7 as newId } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Contact } from '#shared/contract/contact.ts';
import type { Conversation } from '#shared/contract/conversation.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { openTestConsole, type TestConsole } from '../test-console.ts';
import { freshFolder } from '../test-folder.ts';
import { startTestServer, type TestServer } from '../test-server.ts';

let server: TestServer;
let place: ReturnType<typeof freshFolder>;
let desk: TestConsole;
let contact: Contact;

beforeEach(async () => {
  server = await startTestServer();
  const ana = server.addUser('Ana');
  const conversation = server.rowOf<Conversation>('conversation', server.addConversation('Bruno'));
  contact = server.rowOf<Contact>('contact', conversation.contactId);
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
const picture = (bytes = png): Id =>
  server.files.store({ id: newId(), kind: 'image', mediaType: 'image/jpeg' }, bytes).id;
const has = (pictureId: Id | null) =>
  server.record([
    {
      ...{ entity: 'contact', id: contact.id },
      row: { ...contact, ...(pictureId && { pictureId }) },
    },
  ]);
const folder = () => {
  const accounts = join(place.folder, 'accounts');
  return join(accounts, readdirSync(accounts)[0] ?? '', 'sealed');
};
const isHere = (id: Id) => existsSync(join(folder(), id));
const reply = (id: Id) => desk.console.attachment({ id, download: false });
const shown = async () => (await desk.call('conversations', {}))[0]?.contact.pictureId;

it('comes by itself, is served as what its bytes are, and is there when the server is not', async () => {
  const id = picture();
  has(id);
  await desk.until(() => isHere(id), 'the picture');
  expect(await shown()).toBe(id);
  await server.close();
  await desk.until(async () => !(await desk.online()));
  desk.console.close();
  desk = openTestConsole(place.folder, desk.outside);
  expect(await shown()).toBe(id);
  const { status, headers, body } = await reply(id);
  expect([status, headers['content-type']]).toEqual([200, 'image/png']);
  expect(body && (await buffer(body)).equals(png)).toBe(true);
});

it('what is no picture is shown to nobody as one', async () => {
  const id = picture(Buffer.from('<svg onload="alert(1)" xmlns="http://www.w3.org/2000/svg"/>'));
  has(id);
  await desk.until(() => isHere(id), 'the file');
  const { headers } = await reply(id);
  expect(headers['content-type']).not.toMatch(/^image/);
  expect(headers['content-disposition']).toMatch(/^attachment/);
});

it('gives way to the next one, and is gone from this machine; so is one that is taken away', async () => {
  const [first, second] = [picture(), picture(Buffer.concat([png, randomBytes(50)]))];
  has(first);
  await desk.until(() => isHere(first), 'the first');
  has(second);
  await desk.until(() => isHere(second), 'the second');
  expect(isHere(first)).toBe(false);
  expect((await reply(first)).status).toBe(404);
  has(null);
  await desk.until(async () => (await shown()) === undefined, 'none');
  expect(readdirSync(folder())).toEqual([]);
});

it('stays through the sweep of what nothing refers to', async () => {
  const [kept, stray] = [picture(), newId()];
  has(kept);
  await desk.until(() => isHere(kept), 'the picture');
  desk.console.close();
  writeFileSync(join(folder(), stray), 'x');
  desk = openTestConsole(place.folder, desk.outside);
  await desk.until(() => !isHere(stray), 'the sweep');
  expect(isHere(kept)).toBe(true);
});
