import { expect, it, onTestFinished } from 'vitest';
import { openTestConsole } from './test-console.ts';
import { freshFolder } from './test-folder.ts';
import { startTestServer } from './test-server.ts';

it('hears at once what the workspace is called, and still knows it without the server', async () => {
  const server = await startTestServer();
  const { folder, remove } = freshFolder();
  onTestFinished(remove);
  const ana = server.addUser('Ana');
  const at = openTestConsole(folder);
  onTestFinished(() => at.console.close());
  await at.signIn(server.address, ana.email);
  await at.until(at.online);
  const name = async () => (await at.call('open', {})).workspace;
  expect(await name()).toBe('Clinic');
  server.send('workspace', 'Clínica Vida Plena');
  await at.until(async () => (await name()) === 'Clínica Vida Plena');
  // What is no name is let go.
  server.send('workspace', { name: 'x' });
  server.send('workspace', 'Vida Plena');
  await at.until(async () => (await name()) === 'Vida Plena');
  expect(await at.online()).toBe(true);
  await server.close();
  await at.until(async () => !(await at.online()));
  expect(await name()).toBe('Vida Plena');
});
