import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTestConsole, type TestConsole } from './test-console.ts';
import { freshFolder } from './test-folder.ts';
import { startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let desk: TestConsole;
let place: ReturnType<typeof freshFolder>;
beforeEach(async () => {
  server = await startTestServer();
  place = freshFolder();
});
afterEach(async () => {
  desk.console.close();
  await server.close();
  place.remove();
});
async function signedIn() {
  const ana = server.addUser('Ana');
  server.receive(server.addConversation('Bruno'), 'bom dia');
  desk = openTestConsole(place.folder);
  await desk.signIn(server.address, ana.email);
  await desk.until(desk.online);
  return ana;
}
const accounts = () => readdirSync(join(place.folder, 'accounts'));

it('signing out leaves what is cached, unless the workspace wants it gone', async () => {
  const ana = await signedIn();
  await desk.call('signOut', {});
  expect(accounts()).toHaveLength(1);
  server.settings.copies = { wipeOnSignOut: true, most: null };
  await desk.signIn(server.address, ana.email);
  await desk.until(desk.online);
  expect((await desk.call('open', {})).wipeOnSignOut).toBe(true);
  const [account = ''] = accounts();
  desk.outside.keys.set(account, 'ef'.repeat(32));
  await desk.call('signOut', {});
  expect(accounts()).toEqual([]);
  expect(desk.outside.keys.has(account)).toBe(false);
});

it('what the server said last holds without it, too', async () => {
  server.settings.copies = { wipeOnSignOut: true, most: null };
  await signedIn();
  await server.close();
  await desk.until(async () => !(await desk.online()));
  await desk.call('signOut', {});
  expect(existsSync(join(place.folder, 'accounts'))).toBe(true);
  expect(accounts()).toEqual([]);
});

it('signed in again after it, everything comes anew', async () => {
  server.settings.copies = { wipeOnSignOut: true, most: null };
  const ana = await signedIn();
  await desk.call('signOut', {});
  await desk.signIn(server.address, ana.email);
  await desk.until(desk.online);
  expect(await desk.call('conversations', {})).toMatchObject([{ contact: { name: 'Bruno' } }]);
  expect((await desk.call('open', {})).lost).toBeNull();
});
