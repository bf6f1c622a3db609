/** A console in a process of its own that gives files and texts in turn, to be killed. */
import { randomBytes } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { memoryHost, openTestConsole } from '../test-console.ts';

const [folder = '', server = '', email = '', conversationId = ''] = process.argv.slice(2);
const desk = openTestConsole(folder, memoryHost(), { uploadChunk: 256 * 1024 });
await desk.signIn(server, email);
await desk.until(desk.online);
for (let number = 0; ; number += 1) {
  const common = { type: 'sendMessage', conversationId, messageId: newId() } as const;
  if (number % 2 === 1) {
    await desk.call('perform', { intent: { ...common, kind: 'text', text: String(number) } });
    process.stdout.write(`${common.messageId} -\n`);
    continue;
  }
  const bytes = randomBytes(900_000);
  const { attachmentId } = await desk.call('beginAttachment', {
    kind: 'document',
    name: 'a.bin',
    mediaType: '',
    size: bytes.length,
  });
  await desk.call('addToAttachment', { attachmentId, offset: 0, bytes: bytes.toString('base64') });
  const { sha256 } = await desk.call('endAttachment', { attachmentId, look: {} });
  await desk.call('perform', { intent: { ...common, kind: 'document', attachmentId } });
  // Said only after it was accepted: what was said must arrive, byte for byte.
  process.stdout.write(`${common.messageId} ${sha256}\n`);
}
