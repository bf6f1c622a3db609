import Fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { Refused } from '#shared/contract/refusal.ts';
import type { Template } from '#shared/contract/template.ts';
import { tellRefusals } from '../platform/refusals.ts';
import { templateRoutes } from './template-routes.ts';

it('lists them for whoever is signed in, and for nobody else', async () => {
  const template: Template = {
    ...{ name: 'hello', language: 'pt_BR', category: 'UTILITY' },
    ...{ header: null, body: 'Olá {{1}}', footer: null },
  };
  let signedIn = true;
  const app = Fastify();
  onTestFinished(() => app.close());
  tellRefusals(app);
  await app.register(templateRoutes, {
    templates: async () => [template],
    gates: {
      requireUser: async () => {
        if (!signedIn) throw new Refused('unauthenticated', 'Sign in first.');
      },
    },
  });
  const ask = () => app.inject({ url: '/api/v1/whatsapp/templates' });
  expect((await ask()).json()).toEqual({ items: [template], nextCursor: null });
  signedIn = false;
  expect((await ask()).statusCode).toBe(401);
});
