/** A file written offline, its console killed and its upload cut: there once, in order, byte for byte. */
import { createHash, randomBytes } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Attachment } from '#shared/contract/attachment.ts';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import { type Headless, openHeadless } from './bridge.ts';
import { type Cable, layCable } from './cable.ts';
import { addAttendant, type Person, phone, type Server, startServer } from './programs.ts';

let server: Server;
let cable: Cable;
let ana: Headless;
let bia: Headless;
let people: Person[];
beforeAll(async () => {
  server = await startServer();
  cable = await layCable(server.address);
  people = [await addAttendant(server, 'Ana'), await addAttendant(server, 'Bia')];
  ana = await openHeadless(cable.address);
  bia = await openHeadless(server.address);
});
afterAll(async () => {
  await ana?.close();
  await bia?.close();
  await cable?.close();
  await server?.close();
});

/** Asks until it is so; every answer takes its turn. */
async function until<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    const found = await ask();
    if (found !== null) return found;
  }
  throw new Error(`never: ${what}`);
}
const connection = async (desk: Headless) => (await desk.call('open', {})).sync.connection;
const is = (desk: Headless, state: string) =>
  until(state, async () => ((await connection(desk)) === state ? true : null));
const pageOf = async (desk: Headless, conversationId: string): Promise<ShownMessage[]> =>
  (await desk.call('messages', { conversationId, before: null, limit: 100 })).messages;

async function compose(desk: Headless, bytes: Buffer): Promise<Attachment> {
  const said = { kind: 'document', name: 'laudo.bin', mediaType: '', size: bytes.length } as const;
  const { attachmentId } = await desk.call('beginAttachment', said);
  const part = 1024 * 1024;
  for (let offset = 0; offset < bytes.length; offset += part) {
    const piece = bytes.subarray(offset, offset + part).toString('base64');
    await desk.call('addToAttachment', { attachmentId, offset, bytes: piece });
  }
  return desk.call('endAttachment', { attachmentId, look: {} });
}

it('written offline, killed, cut and restarted, a file arrives once, in order and whole', async () => {
  const contact = phone(server, '5511930001234');
  await contact.write('oi');
  for (const [desk, person] of [
    [ana, people[0]],
    [bia, people[1]],
  ] as const) {
    const { email = '', password = '' } = person ?? {};
    const address = desk === ana ? cable.address : server.address;
    await desk.call('signIn', { server: address, email, password });
    await is(desk, 'online');
  }
  const [entry] = await until('the conversation', async () => {
    const all = await ana.call('conversations', {});
    return all.length === 1 ? all : null;
  });
  const conversationId = entry?.conversation.id ?? '';
  await ana.call('perform', {
    intent: { type: 'startService', conversationId, serviceId: entry?.service?.id ?? '' },
  });
  await until('it is hers', async () =>
    (await ana.call('open', {})).sync.waiting === 0 ? true : null,
  );

  cable.cut();
  await is(ana, 'offline');
  const say = (text: string) =>
    ana.call('perform', {
      intent: { type: 'sendMessage', conversationId, messageId: newId(), kind: 'text', text },
    });
  const bytes = randomBytes(12 * 1024 * 1024);
  await say('antes');
  const made = await compose(ana, bytes);
  await ana.call('perform', {
    intent: {
      type: 'sendMessage',
      conversationId,
      messageId: newId(),
      kind: 'document',
      attachmentId: made.id,
      text: 'o laudo',
    },
  });
  await say('depois');
  await ana.killAndRestart();
  expect((await pageOf(ana, conversationId)).map(({ text, status }) => [text, status])).toEqual([
    ['oi', null],
    ['antes', 'waiting'],
    ['o laudo', 'waiting'],
    ['depois', 'waiting'],
  ]);

  // In the middle of the upload the network goes, and the core with it.
  const moving = new Promise<void>((resolve) =>
    ana.on('attachments', (all) => {
      if (all.some(({ phase, done }) => phase === 'uploading' && done > 0)) resolve();
    }),
  );
  cable.mend();
  await ana.call('reconnect', {});
  await moving;
  cable.cut();
  await ana.killAndRestart();
  cable.mend();
  await until('all has gone', async () => {
    const { sync } = await ana.call('open', {});
    return sync.waiting === 0 && sync.connection === 'online' ? true : null;
  });

  const there = await until('the other console has it', async () => {
    const all = await pageOf(bia, conversationId);
    return all.length >= 4 ? all : null;
  });
  expect(there.map(({ text }) => text)).toEqual(['oi', 'antes', 'o laudo', 'depois']);
  expect(there[2]?.attachment).toMatchObject({ id: made.id, sha256: made.sha256 });
  await bia.call('fetchAttachment', { attachmentId: made.id });
  await until('the bytes are there', async () => {
    const { state } = await bia.call('fetchAttachment', { attachmentId: made.id });
    expect(state).not.toBe('failed');
    return state === 'here' ? true : null;
  });
  const got = await bia.file(`attachments/${made.id}`);
  expect(createHash('sha256').update(got).digest('hex')).toBe(made.sha256);
  expect(got.equals(bytes)).toBe(true);
});
