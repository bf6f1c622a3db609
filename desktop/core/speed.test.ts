import { v7 as newId } from 'uuid';
import { expect, it } from 'vitest';
import type { Change } from '#shared/contract/change.ts';
import { openTestConsole } from './test-console.ts';
import { freshFolder } from './test-folder.ts';
import { startTestServer } from './test-server.ts';

const at = '2026-01-01T12:00:00.000Z';

/** `each` messages in every conversation, one after the other. */
function* rows(conversations: number, each: number): Generator<Change> {
  for (let number = 0; number < conversations; number += 1) {
    const [contactId, id, serviceId] = [newId(), newId(), newId()];
    const contact = { id: contactId, name: `${number}`, whatsappName: null, phone: null };
    yield { entity: 'contact', id: contactId, row: { ...contact, createdAt: at } };
    const place = { id, contactId, lastPosition: each, settledPosition: 0 };
    yield { entity: 'conversation', id, row: { ...place, lastActivityAt: at } };
    const service = { id: serviceId, conversationId: id, state: 'waiting' as const };
    const blank = { attendantId: null, startedAt: null, finishedAt: null, finishReason: null };
    const row = { ...service, ...blank, createdAt: at, lastInteractionAt: at, evaluation: null };
    yield { entity: 'service', id: serviceId, row };
    for (let position = 1; position <= each; position += 1) {
      const message = { id: newId(), conversationId: id, serviceId, position, text: 'bom dia' };
      const said = { direction: 'in' as const, kind: 'text' as const, authorId: null };
      yield {
        entity: 'message',
        id: message.id,
        row: { ...message, ...said, status: null, failure: null, sentAt: at },
      };
    }
  }
}

/** The quickest of some tries, in ms. */
async function quickest(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < 7; time += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return Math.min(...times);
}

it('50,000 changes behind: others are answered meanwhile, and the list costs little more than its rows', async () => {
  const server = await startTestServer();
  const place = freshFolder();
  const ana = server.addUser('Ana');
  const desk = openTestConsole(place.folder);
  await desk.signIn(server.address, ana.email);
  await desk.until(desk.online);
  server.faults.hold = true;
  server.record([...rows(5_000, 7)]);
  server.releasePushes('lost');
  desk.heard.length = 0;
  server.cut();
  await desk.until(async () => !(await desk.online()));
  let answered = 0;
  while (!(await desk.online())) {
    answered += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  // One for each piece of the way at the very least: how quick each is, the bench says.
  expect(answered).toBeGreaterThan(20);
  expect(desk.all('summaries').length).toBeLessThan(100);
  const list = () => desk.call('conversations', {});
  const all = await list();
  expect(all).toHaveLength(5_000);
  expect(await quickest(list)).toBeLessThan(12 * (await quickest(() => structuredClone(all))));
  desk.console.close();
  await server.close();
  place.remove();
}, 60_000);
