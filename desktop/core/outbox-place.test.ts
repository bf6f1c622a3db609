import { v7 as newId } from 'uuid';
import { expect, it } from 'vitest';
import { openTestConsole } from './test-console.ts';
import { freshFolder } from './test-folder.ts';
import { startTestServer } from './test-server.ts';

it('what was refused is told over a restart until somebody has seen to it', async () => {
  const server = await startTestServer();
  const [ana, bia] = [server.addUser('Ana'), server.addUser('Bia')];
  const place = freshFolder();
  let desk = openTestConsole(place.folder);
  const id = server.addConversation('Bruno');
  server.receive(id, 'oi');
  await desk.signIn(server.address, ana.email);
  await desk.until(desk.online, 'being online');
  const serviceId = server.current(id)?.id ?? '';
  server.faults.hold = true;
  server.perform(bia, { id: newId(), type: 'startService', conversationId: id, serviceId });
  await desk.call('perform', { intent: { type: 'startService', conversationId: id, serviceId } });
  await desk.call('perform', {
    intent: {
      type: 'sendMessage',
      conversationId: id,
      messageId: newId(),
      kind: 'text',
      text: 'bom dia',
    },
  });
  await desk.until(() => desk.all('refused').length === 2, 'both refusals');

  desk.console.close();
  desk = openTestConsole(place.folder, desk.outside);
  const { refused } = await desk.call('outbox', {});
  expect(refused.map(({ command, contactName }) => [command.type, contactName])).toEqual([
    ['sendMessage', 'Bruno'],
    ['startService', 'Bruno'],
  ]);
  await desk.call('forgetRefused', { commandId: refused[0]?.command.id ?? '' });
  expect((await desk.call('outbox', {})).refused).toEqual(refused.slice(1));
  expect(await desk.ask('takeBack', { commandId: newId() })).toMatchObject({ code: 'invalid' });
  desk.console.close();
  await server.close();
  place.remove();
});
