/** What admins set about the desk. */
import type { FastifyPluginAsync } from 'fastify';
import { farewellsIn } from '#shared/rules/farewell.ts';
import { addSetting } from '../platform/setting-routes.ts';
import type { Gates } from '../platform/sign-in.ts';
import type { Desk } from './desk.ts';
import { farewellSetting, timingSetting } from './timing.ts';

export type DeskSettingsRoutes = { desk: Pick<Desk, 'pool'>; gates: Gates };

export const deskSettingsRoutes: FastifyPluginAsync<DeskSettingsRoutes> = async (
  app,
  { desk: { pool }, gates },
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
};
