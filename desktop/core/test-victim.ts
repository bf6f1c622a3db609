/** A console in a process of its own, given messages as fast as it takes them, to be killed. */
import { v7 as newId } from 'uuid';
import { memoryHost, openTestConsole } from './test-console.ts';

const [folder = '', server = '', email = '', conversationId = ''] = process.argv.slice(2);
const desk = openTestConsole(folder, memoryHost());
await desk.signIn(server, email);
await desk.until(desk.online);
for (let number = 0; ; number += 1) {
  const messageId = newId();
  await desk.call('perform', {
    intent: { type: 'sendMessage', conversationId, messageId, kind: 'text', text: String(number) },
  });
  // Said only after it was accepted: what was said must arrive.
  process.stdout.write(`${messageId}\n`);
  await new Promise((resolve) => setImmediate(resolve));
}
