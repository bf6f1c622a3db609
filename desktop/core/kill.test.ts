import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openTestConsole } from './test-console.ts';
import { freshFolder } from './test-folder.ts';
import { startTestServer } from './test-server.ts';

const victim = fileURLToPath(new URL('./test-victim.ts', import.meta.url));

it('what was accepted before kill -9 is carried out afterwards, once and in order', async () => {
  const server = await startTestServer();
  const place = freshFolder();
  const ana = server.addUser('Ana');
  const id = server.addConversation('Bruno');
  const accepted: string[] = [];
  for (const kills of [13, 40, 21]) {
    const child = spawn(process.execPath, [victim, place.folder, server.address, ana.email, id], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const gone = once(child, 'exit');
    let heard = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      accepted.push(line);
      heard += 1;
      // Some acknowledgements are lost on the way, too.
      if (heard % 7 === 0) server.faults.command = 'cut-after';
      if (heard === kills) child.kill('SIGKILL');
    }
    await gone;
  }
  server.faults.command = 'none';
  const desk = openTestConsole(place.folder);
  await desk.signIn(server.address, ana.email);
  await desk.until(
    async () => (await desk.call('open', {})).sync.waiting === 0 && (await desk.online()),
  );
  const arrived = server.messagesOf(id).map((message) => message.id);
  // The last one given before a kill may have been accepted without a word of it.
  expect(new Set(arrived).size).toBe(arrived.length);
  expect(arrived.filter((one) => accepted.includes(one))).toEqual(accepted);
  expect(arrived.length - accepted.length).toBeLessThanOrEqual(3);
  const { messages } = await desk.call('messages', {
    conversationId: id,
    before: null,
    limit: 200,
  });
  expect(messages.map((message) => message.id)).toEqual(arrived.slice(-200));
  desk.console.close();
  await server.close();
  place.remove();
}, 60_000);
