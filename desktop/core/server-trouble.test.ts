import { expect, it, onTestFinished } from 'vitest';
import { openTestConsole } from './test-console.ts';
import { freshFolder } from './test-folder.ts';
import { startTestServer } from './test-server.ts';

it('says that the server has trouble while its database is away, and goes on once it is back', async () => {
  const server = await startTestServer();
  onTestFinished(() => server.close());
  const place = freshFolder();
  onTestFinished(place.remove);
  const desk = openTestConsole(place.folder);
  onTestFinished(() => desk.console.close());
  await desk.signIn(server.address, server.addUser('Ana').email);
  await desk.until(desk.online);
  server.faults.databaseAway = true;
  server.cut();
  const sync = async () => (await desk.call('open', {})).sync;
  await desk.until(async () => !!(await sync()).trouble, 'the trouble');
  expect(await sync()).toMatchObject({ connection: 'offline' });
  server.faults.databaseAway = false;
  await desk.until(async () => (await sync()).connection === 'online', 'the end of it');
  expect(await sync()).not.toHaveProperty('trouble');
});
