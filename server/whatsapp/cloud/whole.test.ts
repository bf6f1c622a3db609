/** From a command to Meta and back into the database, with nothing in between that is not ours. */
import { join } from 'node:path';
import Fastify from 'fastify';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { ingest } from '../../desk/ingest.ts';
import { oldestQueued } from '../../desk/outgoing.ts';
import { type TestDesk, testDesk } from '../../desk/test-desk.ts';
import { tellRefusals } from '../../platform/refusals.ts';
import { keptLog } from '../../platform/test-log.ts';
import { validatorCompiler } from '../../platform/validation.ts';
import { openJournal } from '../journal.ts';
import { openSender } from '../sender.ts';
import { testFolder } from '../test-whatsapp.ts';
import { cloudDriver } from './driver.ts';
import { cloudRoutes } from './routes.ts';
import { graphDouble, refusal, sign } from './test-graph.ts';
import { inbound, status, theirs } from './test-webhooks.ts';

let at: TestDesk;
let ana: SignedInUser;
beforeAll(async () => {
  at = await testDesk();
  ana = await at.person('Ana');
});
afterAll(() => at.drop());

async function open() {
  const graph = await graphDouble();
  const { log } = keptLog();
  const journal = openJournal({
    file: join(testFolder(), 'journal.sqlite'),
    ingest: (events) => ingest(at.desk, events),
    log,
  });
  const driver = cloudDriver(graph.settings, { take: journal.take, state: () => {}, log });
  await driver.start();
  const app = Fastify();
  app.setValidatorCompiler(validatorCompiler as never);
  tellRefusals(app);
  const { settings } = graph;
  await app.register(cloudRoutes, { settings, take: journal.take, heard: driver.heard });
  onTestFinished(async () => {
    await driver.stop();
    await app.close();
    await journal.close();
  });
  const send = openSender({
    journal,
    oldestQueued: (id) => oldestQueued(at.pool, id),
    openAttachment: () => Promise.reject(new Error('none here')),
    openDriver: () => driver,
    now: at.desk.now,
    full: () => {},
  });
  const post = async (body: object): Promise<void> => {
    const payload = JSON.stringify(body);
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': sign(payload) };
    const answer = await app.inject({ method: 'POST', url: '/hooks/whatsapp', headers, payload });
    expect(answer.statusCode).toBe(200);
    await journal.settled();
  };
  return { graph, send, post };
}

it('answers a contact, by template when the day is over, and shows what became of it', async () => {
  const { graph, send, post } = await open();
  await post(inbound('text', { body: 'oi' }));
  const { id: conversationId, serviceId } = await at.conversation(`+${theirs}`);
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  const write = async (more: object) => {
    const messageId = newId();
    const message = { conversationId, messageId, kind: 'text' as const, text: 'Olá Sheena' };
    const answer = await at.perform(ana, { type: 'sendMessage', ...message, ...more });
    expect(answer).toMatchObject({ ok: true });
    await send(conversationId);
    const { rows } = await at.pool.query('select * from messages where id = $1', [messageId]);
    return rows[0];
  };

  graph.next.push(refusal(131047));
  const tooLate = await write({});
  expect(tooLate).toMatchObject({ status: 'queued', failure: expect.stringMatching(/template/) });

  const template = { name: 'hello', language: 'pt_BR', body: [{ text: 'Sheena' }] };
  const sent = await write({ content: { template } });
  expect(sent).toMatchObject({ status: 'sent', failure: null, whatsapp_id: 'wamid.OUT1' });
  expect(sent.content).toEqual({ template });
  expect(graph.asked.at(-1)?.json()).toMatchObject({
    type: 'template',
    template: {
      name: 'hello',
      language: { code: 'pt_BR' },
      components: [{ type: 'body', parameters: [{ type: 'text', text: 'Sheena' }] }],
    },
  });

  await post(status('read'));
  await post(status('delivered'));
  const { rows } = await at.pool.query('select status from messages where id = $1', [sent.id]);
  expect(rows[0].status).toBe('read');
});
