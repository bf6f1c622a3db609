/** WhatsApp's history comes after the first messages: every console shows one order, the server's. */
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { MessagePage } from '#shared/contract/bridge.ts';
import { type Headless, openHeadless } from './bridge.ts';
import { addAttendant, phone, postgresOf, rest, type Server, startServer } from './programs.ts';

let server: Server;
let early: Headless;
let late: Headless;
beforeAll(async () => {
  server = await startServer();
  early = await openHeadless(server.address);
  late = await openHeadless(server.address);
});
afterAll(async () => {
  await early?.close();
  await late?.close();
  await server?.close();
});

const number = '5511950001234';
const old = (minute: number) =>
  rest(server, null, 'POST', `/simulator/contacts/${number}/messages`, {
    text: `há tempo ${minute}`,
    history: true,
    sentAt: new Date(Date.UTC(2026, 0, 1, 10, minute)).toISOString(),
  });

it('comes in any order, into a cache that has a part of it, and is unread by nobody', async () => {
  const { email, password } = await addAttendant(server, 'Ana');
  const signIn = (desk: Headless) =>
    desk.call('signIn', { server: server.address, email, password });
  await old(30);
  await phone(server, number).write('hoje');
  await signIn(early);
  const conversationId = await vi.waitFor(async () => {
    const [entry] = await early.call('conversations', {});
    expect(entry?.lastMessage?.text).toBe('hoje');
    return entry?.conversation.id ?? '';
  });
  const shown = async (desk: Headless) => {
    const all: MessagePage['messages'] = [];
    for (let before: number | null = null; ; ) {
      const page: MessagePage = await desk.call('messages', { conversationId, before, limit: 2 });
      all.unshift(...page.messages);
      before = page.messages[0]?.position ?? null;
      if (!page.more || before === null) return all;
    }
  };
  expect(await shown(early)).toHaveLength(2);
  for (const minute of [20, 40, 10, 35, 15]) await old(minute);
  const client = new pg.Client({ connectionString: postgresOf(server) });
  await client.connect();
  const stored = await vi.waitFor(async () => {
    const { rows } = await client.query('select text, position from messages order by position');
    expect(rows).toHaveLength(7);
    return rows;
  });
  await client.end();
  expect(stored.map(({ text }) => text)).toEqual([
    ...[10, 15, 20, 30, 35, 40].map((minute) => `há tempo ${minute}`),
    'hoje',
  ]);
  await signIn(late);
  for (const desk of [early, late]) {
    await vi.waitFor(
      async () => {
        const all = await shown(desk);
        expect(all.map(({ text, position }) => ({ text, position }))).toEqual(stored);
        const [entry] = await desk.call('conversations', {});
        expect(entry).toMatchObject({ unread: 1, lastMessage: { text: 'hoje' } });
      },
      { timeout: 20_000 },
    );
  }
});
