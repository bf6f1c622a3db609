/** The two routes of a setting: as it is, and what of it changes. For admins. */
import type { FastifyInstance, FastifySchema } from 'fastify';
import { type Static, type TObject, Type } from 'typebox';
import type { Pool } from './postgres/pool.ts';
import { patchSetting, readSetting, type Setting } from './setting.ts';
import { doerOf, type Gates } from './sign-in.ts';

export type SettingDoor<S extends TObject> = {
  /** Below /api/v1/settings. */
  path: string;
  setting: Setting<S>;
  /** What it says, for the API's pages. */
  summary: string;
  /** Before it is written, as it is to be kept. */
  clean?(patch: Partial<Static<S>>): Partial<Static<S>>;
};

export function addSetting<S extends TObject>(
  app: FastifyInstance,
  { pool, gates }: { pool: Pool; gates: Gates },
  { path, setting, summary, clean = (patch) => patch }: SettingDoor<S>,
): void {
  const url = `/api/v1/settings/${path}`;
  const onRequest = gates.requireAdmin;
  const about = { tags: ['settings'], security: [{ bearer: [] }] };
  const shown: FastifySchema = { ...about, summary, response: { 200: setting.schema } };
  const changed: FastifySchema = {
    ...shown,
    summary: `${summary}: change what is given`,
    body: Type.Partial(setting.schema, { additionalProperties: false, minProperties: 1 }),
  };
  app.get(url, { onRequest, schema: shown }, () => readSetting(pool, setting));
  app.patch(url, { onRequest, schema: changed }, (request) =>
    patchSetting(pool, doerOf(request), setting, clean(request.body as Partial<Static<S>>)),
  );
}
