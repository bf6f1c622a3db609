import Fastify, { type FastifyBaseLogger } from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { keptLog } from '../../platform/test-log.ts';
import { receive } from './receive.ts';
import { change, envelope, metadata, theirs } from './test-webhooks.ts';

it('logs how a part is made that it cannot read, never what a person wrote or who they are', async () => {
  const { log, lines } = keptLog();
  const app = Fastify({ loggerInstance: log as FastifyBaseLogger });
  onTestFinished(() => app.close());
  const deps = { phoneId: metadata.phone_number_id, take: () => {} };
  app.post('/', (request, reply) => receive(deps, request.body, request, reply));
  const broken = { from: theirs, id: 'wamid.9', type: 'text', text: { body: 'o meu segredo' } };
  const payload = envelope(change({ metadata, messages: [broken] }));
  const answer = await app.inject({ method: 'POST', url: '/', payload });
  expect(answer.statusCode).toBe(200);
  expect(lines.find(({ msg }) => msg.includes('could not be read'))?.part).toEqual({
    ...{ from: 'string', id: 'wamid.9', type: 'text', text: { body: 'string' } },
  });
  expect(JSON.stringify(lines)).not.toMatch(/segredo|16505551234/);
});
