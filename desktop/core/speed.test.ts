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

it('50,000 changes behind is current in time, the calls answered meanwhile, the list quick', async () => {
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
  const began = performance.now();
  server.cut();
  let slowest = 0;
  await desk.until(async () => !(await desk.online()));
  let online = false;
  while (!online) {
    const asked = performance.now();
    online = await desk.online();
    slowest = Math.max(slowest, performance.now() - asked);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(slowest).toBeLessThan(250);
  expect(desk.all('summaries').length).toBeLessThan(100);
  const times: number[] = [];
  for (let time = 0; time < 7; time += 1) {
    const asked = performance.now();
    expect(await desk.call('conversations', {})).toHaveLength(5_000);
    times.push(performance.now() - asked);
  }
  expect(Math.min(...times)).toBeLessThan(60);
  desk.console.close();
  await server.close();
  place.remove();
}, 60_000);
