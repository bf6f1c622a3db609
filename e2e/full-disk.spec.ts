/**
 * The disk is full while WhatsApp hands over: the session says so and takes no more, and once there
 * is room it goes on by itself. What Meta and an attendant gave is there once, in its order.
 */
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import type { WhatsappSession } from '#shared/contract/whatsapp.ts';
import { type Headless, openHeadless } from './bridge.ts';
import { canFillDisk, fillDisk, freeDisk } from './full-disk.ts';
import { type Graph, openGraph, writes } from './graph.ts';
import { addAttendant, admin, rest, type Server, signIn, startServer } from './programs.ts';

describe.runIf(canFillDisk)('with a full disk', () => {
  let graph: Graph;
  let server: Server;
  let ana: Headless;
  beforeAll(async () => {
    graph = await openGraph();
    server = await startServer({ env: graph.env });
    ana = await openHeadless(server.address);
  });
  afterAll(async () => {
    await ana?.close();
    await server?.close();
    await graph?.close();
  });
  const from = '5511940001234';
  const hears = (n: number) =>
    writes(server, { from, name: 'Rita Alves', id: `wamid.IN${n}`, text: `in ${n}` });
  const soon = <T>(look: () => Promise<T> | T) => vi.waitFor(look, { timeout: 60_000 });

  it('the session stops taking, says why, and goes on with nothing lost or doubled', async () => {
    const token = await signIn(server, admin);
    const session = () => rest<WhatsappSession>(server, token, 'GET', '/api/v1/whatsapp');
    await soon(async () => expect(await session()).toMatchObject({ state: 'open' }));
    expect(await hears(1)).toBe(200);
    const { email, password } = await addAttendant(server, 'Ana');
    await ana.call('signIn', { server: server.address, email, password });
    const entry = await soon(async () => {
      const [first] = await ana.call('conversations', {});
      if (!first?.service) throw new Error('not yet');
      return { conversationId: first.conversation.id, serviceId: first.service.id };
    });
    const { conversationId } = entry;
    await ana.call('perform', { intent: { type: 'startService', ...entry } });
    const say = (text: string) =>
      ana.call('perform', {
        intent: { type: 'sendMessage', conversationId, messageId: newId(), kind: 'text', text },
      });

    // Meta has it already when the disk is full, so what became of it cannot be written down.
    const filled = new Promise<void>((resolve) => {
      graph.beforeAnswer = () => {
        graph.beforeAnswer = () => {};
        fillDisk(server.program());
        resolve();
      };
    });
    await say('out 1');
    await filled;
    await server.program().line(/"level":60.*the journal takes no more/);
    const failed = await soon(async () => {
      const now = await session();
      expect(now.state).toBe('failed');
      return now;
    });
    expect(failed.reason).toMatch(/disk takes no more messages.*Free some space/);
    // Meta keeps what is not taken, and posts it again.
    for (const n of [2, 3]) expect(await hears(n)).toBe(503);
    await say('out 2');
    // It was tried again, and is still told to be full.
    await server.program().line(/the journal still takes no more/);
    expect(await session()).toMatchObject({ state: 'failed', since: failed.since });
    expect(graph.messages).toHaveLength(1);
    expect(await hears(2)).toBe(503);

    freeDisk(server.program());
    for (const n of [2, 3, 3, 2, 1]) await soon(async () => expect(await hears(n)).toBe(200));
    await soon(async () => expect(await session()).toMatchObject({ state: 'open' }));
    await soon(() => expect(graph.messages).toHaveLength(2));
    expect(await hears(4)).toBe(200);
    const shown = await soon(async () => {
      const page = await ana.call('messages', { conversationId, before: null, limit: 50 });
      const sent = page.messages.filter(({ status }: ShownMessage) => status === 'sent');
      expect([page.messages.length, sent.length]).toEqual([6, 2]);
      return page.messages.map(({ text }) => text);
    });
    const side = (way: string) => shown.filter((text) => text?.startsWith(way));
    expect(side('in')).toEqual(['in 1', 'in 2', 'in 3', 'in 4']);
    expect(side('out')).toEqual(['out 1', 'out 2']);
    expect(graph.messages.map(({ text }) => text?.body)).toEqual(['out 1', 'out 2']);
  });
});
