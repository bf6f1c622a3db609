/**
 * Every route through which only an admin may change something leaves an entry in the audit, in the
 * transaction of the change. A new one without a line here fails the test.
 */
import type { InjectOptions } from 'fastify';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuditAction } from '#shared/contract/audit.ts';
import { defaultEvaluation } from '#shared/rules/evaluation.ts';
import { nobody } from '../platform/audit.ts';
import { createSample } from '../sample/sample.ts';
import { openWorld, routesOf, type World } from '../test-doors.ts';

type Act = { action: AuditAction; id?: string; payload?: object };

let world: World;
let nth = 0;
beforeAll(async () => {
  world = await openWorld({});
});
afterAll(() => world.close());

async function ask(route: string, { id = newId(), payload }: Partial<Act>, token?: string | null) {
  const [method = '', path = ''] = route.split(' ');
  const answer = await world.server.app.inject({
    ...{ method: method as NonNullable<InjectOptions['method']>, url: path.replace(':id', id) },
    headers: { authorization: `Bearer ${token ?? world.tokens.admin}` },
    ...(payload && { payload }),
  });
  const { statusCode: status, body } = answer;
  return { status, body: body === '' ? null : JSON.parse(body) };
}
const made = async (route: string, payload: object): Promise<string> =>
  (await ask(route, { payload })).body.id;
const next = (): number => {
  nth += 1;
  return nth;
};
const name = () => `Nome ${next()}`;

/** How each is carried out, as often as one likes. */
const acts: Readonly<Record<string, () => Promise<Act>>> = {
  'POST /api/v1/users': async () => ({
    action: 'user.created',
    payload: {
      ...{ name: 'Caio', email: `caio${next()}@example.com`, role: 'attendant' },
      password: 'uma frase comprida',
    },
  }),
  'PATCH /api/v1/users/:id': async () => ({
    ...{ action: 'user.changed', id: world.ids.bia, payload: { name: name() } },
  }),
  'PUT /api/v1/users/:id/capacity': async () => ({
    ...{ action: 'user.changed', id: world.ids.bia, payload: { capacity: 20 + next() } },
  }),
  'POST /api/v1/users/:id/code': async () => ({ action: 'code.handed', id: world.ids.bia }),
  'POST /api/v1/teams': async () => ({ action: 'team.created', payload: { name: name() } }),
  'PATCH /api/v1/teams/:id': async () => ({
    action: 'team.changed',
    id: await made('POST /api/v1/teams', { name: name() }),
    payload: { memberIds: [world.ids.ana] },
  }),
  'PATCH /api/v1/routing': async () => ({
    ...{ action: 'settings.changed', payload: { awayMinutes: 6 + next() } },
  }),
  'POST /api/v1/tags': async () => ({ action: 'tag.created', payload: { name: name(), hue: 1 } }),
  'PATCH /api/v1/tags/:id': async () => ({
    action: 'tag.changed',
    id: await made('POST /api/v1/tags', { name: name(), hue: 1 }),
    payload: { hue: 2 },
  }),
  'DELETE /api/v1/tags/:id': async () => ({
    action: 'tag.removed',
    id: await made('POST /api/v1/tags', { name: name(), hue: 1 }),
  }),
  'PATCH /api/v1/copies': async () => ({
    ...{ action: 'settings.changed', payload: { most: 1_000 + next() } },
  }),
  'PUT /api/v1/settings/evaluation': async () => ({
    action: 'settings.changed',
    payload: { ...defaultEvaluation, language: next() % 2 ? 'en' : 'pt-BR' },
  }),
  'PATCH /api/v1/settings/workspace': async () => ({
    ...{ action: 'settings.changed', payload: { name: name() } },
  }),
  'PATCH /api/v1/settings/timing': async () => ({
    ...{ action: 'settings.changed', payload: { unattendedMinutes: 60 + next() } },
  }),
  'PATCH /api/v1/settings/greeting': async () => ({
    ...{ action: 'settings.changed', payload: { againHours: 1 + next() } },
  }),
  'PATCH /api/v1/settings/hours': async () => ({
    action: 'settings.changed',
    payload: { holidays: [{ day: '2026-12-24', yearly: false, name: name() }] },
  }),
  'PATCH /api/v1/settings/retention': async () => ({
    ...{ action: 'settings.changed', payload: { months: 100 + (next() % 100) } },
  }),
  'PATCH /api/v1/settings/email': async () => ({
    ...{ action: 'settings.changed', payload: { port: 1_000 + next() } },
  }),
  'POST /api/v1/settings/email/test': async () => ({ action: 'settings.tested' }),
  'PATCH /api/v1/settings/farewells': async () => ({
    ...{ action: 'settings.changed', payload: { minutes: 30 + next() } },
  }),
  'PUT /api/v1/workspace/clock': async () => ({
    action: 'settings.changed',
    payload: { timeZone: next() % 2 ? 'America/Bahia' : 'America/Manaus' },
  }),
  'PATCH /api/v1/whatsapp/settings': async () => ({
    action: 'settings.changed',
    payload: { groups: (await groups()) === 'shown' ? 'ignored' : 'shown' },
  }),
  'POST /api/v1/whatsapp/start': async () => ({ action: 'whatsapp.started', payload: {} }),
  'POST /api/v1/whatsapp/stop': async () => ({ action: 'whatsapp.stopped' }),
  'POST /api/v1/whatsapp/unlink': async () => ({ action: 'whatsapp.unlinked' }),
  'DELETE /api/v1/contacts/:id': async () => {
    const id = newId();
    await world.server.pool.query(`insert into contacts (id, name) values ($1, 'Zuleica')`, [id]);
    return { action: 'contact.erased', id };
  },
  'DELETE /api/v1/users/:id/second-factor': async () => {
    await world.server.pool.query(
      `insert into second_factors (user_id, sealed, confirmed_at) values ($1, '', now())
       on conflict do nothing`,
      [world.ids.bia],
    );
    return { action: 'second-factor.removed', id: world.ids.bia };
  },
  'DELETE /api/v1/sample': async () => {
    const { rowCount } = await world.server.pool.query('select from sample_rows limit 1');
    if (rowCount === 0) await createSample(world.server.pool, { now: new Date(), by: nobody });
    return { action: 'sample.removed' };
  },
};
/** An admin's own filters of a list: nothing of the workspace is another by them. */
const ownAffairs = new Set([
  'POST /api/v1/service-views',
  'PATCH /api/v1/service-views/:id',
  'DELETE /api/v1/service-views/:id',
]);
const groups = async () => (await ask('GET /api/v1/whatsapp/settings', {})).body.groups;

/** Those that change something, where only admins come in. */
async function changing(): Promise<string[]> {
  const routes = routesOf(world.server.app).filter(
    // Signing out would end the sign-in that the others are tried with.
    (route) => !/^(GET|OPTIONS) |sign-out$/.test(route) && route.includes('/api/v1/'),
  );
  const found: string[] = [];
  for (const route of routes) {
    const { status } = await ask(route, { payload: {} }, world.tokens.other);
    if (status === 403 && !ownAffairs.has(route)) found.push(route);
  }
  return found;
}
const entries = async () =>
  (
    await world.server.pool.query(
      `select action, actor_id actor, subject_id subject, changes, address from audit order by id`,
    )
  ).rows;
/** What all of it comes down to, sign-ins aside: who asks is seen. */
async function everything(): Promise<string> {
  const { pool } = world.server;
  const { rows } = await pool.query(
    `select relname "table" from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
       and relname not in ('audit', 'kept', 'sign_ins', 'job_outbox', 'erasures') order by 1`,
  );
  const parts = rows.map(
    ({ table }) =>
      `select '${table}: ' || coalesce(string_agg(t::text, ' ' order by t::text), '') one from ${table} t`,
  );
  const all = await pool.query<{ one: string }>(parts.join(' union all '));
  return all.rows
    .map(({ one }) => one)
    .sort()
    .join('\n');
}

it('each of them has an act here', async () => {
  expect((await changing()).toSorted()).toEqual(Object.keys(acts).toSorted());
});

it.each(Object.entries(acts))(
  '%s leaves one entry, and without it does nothing',
  async (route, of) => {
    const { pool } = world.server;
    const act = await of();
    const before = await entries();
    // The entry cannot be written: nothing happens.
    const stands = await everything();
    await pool.query('alter table audit rename to kept');
    const failed = await ask(route, act).finally(() =>
      pool.query('alter table kept rename to audit'),
    );
    expect(failed.status).toBeGreaterThanOrEqual(500);
    expect(await everything()).toBe(stands);
    expect(await entries()).toEqual(before);
    // It can: both are there.
    const done = await ask(route, act);
    expect(done.status, JSON.stringify(done.body)).toBeLessThan(300);
    const added = (await entries()).slice(before.length);
    expect(added.map(({ action }) => action)).toEqual([act.action]);
    expect(added[0]).toMatchObject({ actor: world.ids.admin, address: '127.0.0.1' });
    if (act.id) expect(added[0].subject).toBe(act.id);
    // Refused, or without anything that changes: no entry.
    if (act.payload) {
      expect((await ask(route, { ...act, payload: { nonsense: true } })).status).toBe(400);
      await ask(route, act);
    }
    const again = (await entries()).slice(before.length + 1);
    const repeats = /^(POST .*(start|stop|unlink|code)|DELETE .*sample)$/.test(route);
    expect(again.map(({ action }) => action)).toEqual(repeats && act.payload ? [act.action] : []);
  },
);

it('nobody changes it, not even with the keys of the database', async () => {
  for (const sql of ['update audit set action = $$a.b$$', 'delete from audit', 'truncate audit']) {
    await expect(world.server.pool.query(sql)).rejects.toThrow('stays as it is');
  }
});
