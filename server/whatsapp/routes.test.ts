import Fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import type { WhatsappSession } from '#shared/contract/whatsapp.ts';
import { tellRefusals } from '../platform/refusals.ts';
import { validatorCompiler } from '../platform/validation.ts';
import { whatsappRoutes } from './routes.ts';

it('starts with a phone, with an empty body and with none, and with nothing else', async () => {
  const phones: (string | undefined)[] = [];
  const session: WhatsappSession = {
    driver: 'linked',
    state: 'pairing',
    since: '2026-01-01T12:00:00.000Z',
  };
  const app = Fastify();
  onTestFinished(() => app.close());
  app.setValidatorCompiler(validatorCompiler);
  tellRefusals(app);
  const whatsapp = {
    session: () => session,
    start: async (phone?: string) => void phones.push(phone),
  };
  await app.register(whatsappRoutes, {
    whatsapp: whatsapp as never,
    gates: { requireAdmin: async () => {} } as never,
  });
  const start = (payload?: object) =>
    app.inject({ method: 'POST', url: '/api/v1/whatsapp/start', ...(payload && { payload }) });
  expect((await start({ phone: '+5511912345678' })).json()).toEqual(session);
  expect((await start({})).statusCode).toBe(202);
  expect((await start()).statusCode).toBe(202);
  expect(phones).toEqual(['+5511912345678', undefined, undefined]);
  for (const wrong of [{ phone: 7 }, { phone: '' }, { telephone: '1' }]) {
    expect((await start(wrong)).statusCode).toBe(400);
  }
  expect(phones).toHaveLength(3);
});
