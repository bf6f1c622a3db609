/** What admins set about the desk. */
import type { FastifyPluginAsync } from 'fastify';
import { OpenNow } from '#shared/contract/business-hours.ts';
import { farewellsIn } from '#shared/rules/farewell.ts';
import { addSetting } from '../platform/setting-routes.ts';
import type { Gates } from '../platform/sign-in.ts';
import type { Desk } from './desk.ts';
import { greetingSetting, hoursSetting, openNow } from './first-answers.ts';
import { farewellSetting, timingSetting } from './timing.ts';

export type DeskSettingsRoutes = { desk: Pick<Desk, 'pool' | 'now'>; gates: Gates };

export const deskSettingsRoutes: FastifyPluginAsync<DeskSettingsRoutes> = async (
  app,
  { desk: { pool, now }, gates },
) => {
  const to = { pool, gates };
  addSetting(app, to, {
    path: 'timing',
    setting: timingSetting,
    summary: 'When services end by themselves, and what contacts are told before',
  });
  addSetting(app, to, {
    path: 'farewells',
    setting: farewellSetting,
    summary: 'The thanks and farewells that open no new service',
    clean: ({ 'pt-BR': portuguese, en, ...rest }) => ({
      ...rest,
      ...(portuguese && { 'pt-BR': farewellsIn(portuguese) }),
      ...(en && { en: farewellsIn(en) }),
    }),
  });
  addSetting(app, to, {
    path: 'greeting',
    setting: greetingSetting,
    summary: 'What a contact is told whose message opens a service',
  });
  addSetting(app, to, {
    path: 'hours',
    setting: hoursSetting,
    summary: 'Business hours and holidays, and what contacts are told outside of them',
  });
  app.get(
    '/api/v1/settings/hours/now',
    {
      onRequest: gates.requireAdmin,
      schema: {
        ...{ tags: ['settings'], security: [{ bearer: [] }] },
        summary: 'Whether it is open now, and when that changes',
        response: { 200: OpenNow },
      },
    },
    () => openNow(pool, now().toISOString()),
  );
};
