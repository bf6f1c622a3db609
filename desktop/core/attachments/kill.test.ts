import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openTestConsole } from '../test-console.ts';
import { freshFolder } from '../test-folder.ts';
import { startTestServer } from '../test-server.ts';

const victim = fileURLToPath(new URL('./test-victim.ts', import.meta.url));

it('files that were accepted before kill -9 arrive whole afterwards, each once and in order', async () => {
  const server = await startTestServer();
  const place = freshFolder();
  const ana = server.addUser('Ana');
  const id = server.addConversation('Bruno');
  const accepted: string[] = [];
  for (const kills of [3, 6, 4]) {
    const child = spawn(process.execPath, [victim, place.folder, server.address, ana.email, id], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const gone = once(child, 'exit');
    let heard = 0;
    // In the middle of some upload, whichever it is then.
    server.files.faults.cutAfter = 1_000_000;
    for await (const line of createInterface({ input: child.stdout })) {
      accepted.push(line);
      heard += 1;
      if (heard === kills) child.kill('SIGKILL');
    }
    await gone;
  }
  server.files.faults.cutAfter = null;
  const desk = openTestConsole(place.folder);
  await desk.signIn(server.address, ana.email);
  await desk.until(
    async () => (await desk.call('open', {})).sync.waiting === 0 && (await desk.online()),
  );
  const arrived = server
    .messagesOf(id)
    .map((message) => `${message.id} ${message.attachment?.sha256 ?? '-'}`);
  expect(new Set(arrived).size).toBe(arrived.length);
  expect(arrived.filter((one) => accepted.includes(one))).toEqual(accepted);
  // The last one given before a kill may have been accepted without a word of it.
  expect(arrived.length - accepted.length).toBeLessThanOrEqual(3);
  desk.console.close();
  await server.close();
  place.remove();
}, 60_000);
