import Fastify from 'fastify';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { Refused } from '#shared/contract/refusal.ts';
import { type TestDatabase, testDatabase } from '../platform/postgres/test-database.ts';
import { tellRefusals } from '../platform/refusals.ts';
import { validatorCompiler } from '../platform/validation.ts';
import { type GroupsSetting, openGroupsSetting } from './groups-setting.ts';
import { settingsRoutes } from './settings-routes.ts';
import { readGroups, writeGroups } from './store.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const path = '/api/v1/whatsapp/settings';
async function routes(groups: GroupsSetting | null, admin = true) {
  const app = Fastify();
  onTestFinished(() => app.close());
  app.setValidatorCompiler(validatorCompiler);
  tellRefusals(app);
  const requireAdmin = async () => {
    if (!admin) throw new Refused('forbidden', 'Admins only.');
  };
  await app.register(settingsRoutes, {
    whatsapp: { groups },
    gates: { requireAdmin } as never,
  });
  return {
    get: async () => (await app.inject({ method: 'GET', url: path })).json(),
    patch: (payload: object) => app.inject({ method: 'PATCH', url: path, payload }),
  };
}

it('groups are ignored until an admin has them shown; it holds at once and is kept', async () => {
  const groups = await openGroupsSetting(database.pool);
  const { get, patch } = await routes(groups);
  expect(await get()).toEqual({ groups: 'ignored' });
  expect((await patch({ groups: 'shown' })).json()).toEqual({ groups: 'shown' });
  expect(groups.now()).toBe('shown');
  expect(await readGroups(database.pool)).toBe('shown');
  expect((await patch({})).json()).toEqual({ groups: 'shown' });
  expect((await openGroupsSetting(database.pool)).now()).toBe('shown');
});

it('what another server has changed is heard', async () => {
  const groups = await openGroupsSetting(database.pool);
  await writeGroups(database.pool, 'ignored');
  await groups.refresh();
  expect(groups.now()).toBe('ignored');
});

it('attendants may not, and what is no choice is refused', async () => {
  const groups = await openGroupsSetting(database.pool);
  const before = groups.now();
  expect((await (await routes(groups, false)).patch({ groups: 'shown' })).statusCode).toBe(403);
  const { patch } = await routes(groups);
  for (const wrong of [{ groups: 'some' }, { groups: true }, { group: 'shown' }]) {
    expect((await patch(wrong)).statusCode).toBe(400);
  }
  expect(groups.now()).toBe(before);
});

it('the official API has no groups: there is nothing to choose', async () => {
  const { get, patch } = await routes(null);
  expect(await get()).toEqual({});
  expect((await patch({ groups: 'shown' })).statusCode).toBe(415);
});
