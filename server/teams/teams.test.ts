import Fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import type { Team } from '#shared/contract/team.ts';
import { returnService } from '../desk/commands.ts';
import { readChanges } from '../desk/rows.ts';
import { type TestDesk, testDesk } from '../desk/test-desk.ts';
import { tellRefusals } from '../platform/refusals.ts';
import { validatorCompiler } from '../platform/validation.ts';
import { setAvailability, watchAvailability } from './availability.ts';
import { teamsRoutes } from './routes.ts';
import type { Teams } from './teams.ts';

let at: TestDesk;
let app: FastifyInstance;
let teams: Teams;
let root: SignedInUser;
let ana: SignedInUser;
let bia: SignedInUser;
let actor: SignedInUser;

beforeAll(async () => {
  at = await testDesk();
  root = await at.person('Root', 'admin');
  ana = await at.person('Ana');
  bia = await at.person('Bia');
  teams = {
    pool: at.pool,
    publish: at.desk.publish,
    now: at.desk.now,
    giveBack: (service) => returnService(at.desk, service, null),
  };
  app = Fastify();
  app.setValidatorCompiler(validatorCompiler as never);
  app.decorateRequest('user', null);
  tellRefusals(app);
  const requireUser = async (request: { user: SignedInUser | null }) => {
    request.user = actor;
  };
  const requireAdmin = async (request: { user: SignedInUser | null }) => {
    request.user = actor;
    if (actor.role !== 'admin') throw Object.assign(new Error('no'), { statusCode: 403 });
  };
  await app.register(teamsRoutes, { teams, gates: { requireUser, requireAdmin } as never });
});
beforeEach(async () => {
  actor = root;
  at.published.length = 0;
  await at.pool.query('truncate contacts, team_members, settings, commands cascade');
  await at.pool.query('delete from teams');
  await at.pool.query(
    `update users set chosen = 'online', available = false, capacity = 10, active = true, seen_at = null, away_since = null`,
  );
});
afterAll(async () => {
  await app.close();
  await at.drop();
});

const ask = async (method: InjectOptions['method'], url: string, payload?: object) => {
  const answer = await app.inject({ method, url, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
};
const colleague = async (user: SignedInUser) => {
  const [change] = await readChanges(at.pool, [{ entity: 'user', id: user.id }], null);
  return change?.row;
};
const told = () =>
  at.published.flatMap(({ marks }) => marks.map(({ entity, id }) => `${entity} ${id}`));

it('a team is made, changed, rests and is never deleted; every console hears of it', async () => {
  const made = await ask('POST', '/api/v1/teams', { name: ' Vendas ', memberIds: [ana.id] });
  expect(made.status).toBe(201);
  const team: Team = made.body;
  expect(team).toMatchObject({ name: 'Vendas', routing: 'manual', active: true });
  const changed = await ask('PATCH', `/api/v1/teams/${team.id}`, {
    ...{ routing: 'leastBusy', memberIds: [bia.id, ana.id], evaluation: false },
    evaluationText: 'Como foi?',
  });
  expect(changed.body).toMatchObject({ routing: 'leastBusy', evaluation: false });
  expect(told()).toEqual([`team ${team.id}`, `team ${team.id}`]);
  const [row] = await readChanges(at.pool, [{ entity: 'team', id: team.id }], null);
  expect(row?.row).toEqual(changed.body);
  expect(changed.body.memberIds).toEqual([ana.id, bia.id].sort());
  expect((await ask('DELETE', `/api/v1/teams/${team.id}`)).status).toBe(405);
  await ask('PATCH', `/api/v1/teams/${team.id}`, { active: false });
  // Its name is free again while it rests.
  expect((await ask('POST', '/api/v1/teams', { name: 'vendas' })).status).toBe(201);
  const back = await ask('PATCH', `/api/v1/teams/${team.id}`, { active: true });
  expect(back.body).toMatchObject({ status: 409, code: 'team-taken' });
  const page = await ask('GET', '/api/v1/teams?limit=1');
  expect(page.body.items).toHaveLength(1);
  expect(
    (await ask('GET', `/api/v1/teams?cursor=${page.body.nextCursor}`)).body.items,
  ).toHaveLength(1);
});

it('whoever stays in a team keeps their turn', async () => {
  const { body: team } = await ask('POST', '/api/v1/teams', { name: 'A', memberIds: [ana.id] });
  await at.pool.query('update team_members set turn = 7');
  await ask('PATCH', `/api/v1/teams/${team.id}`, { memberIds: [ana.id, bia.id] });
  const { rows } = await at.pool.query('select turn from team_members order by turn');
  expect(rows).toEqual([{ turn: 0 }, { turn: 7 }]);
});

it.each([
  ['POST', '/api/v1/teams', { name: '' }, '/name'],
  ['POST', '/api/v1/teams', { name: 'x', routing: 'best' }, '/routing'],
  ['POST', '/api/v1/teams', { name: 'x', memberIds: ['someone'] }, '/memberIds/0'],
  ['POST', '/api/v1/teams', { name: 'x', memberIds: [newId()] }, '/memberIds'],
  ['POST', '/api/v1/teams', { name: 'x', evaluationText: ' ' }, '/evaluationText'],
  ['PATCH', '/api/v1/routing', { awayMinutes: 0 }, '/awayMinutes'],
  ['PATCH', '/api/v1/routing', { capacity: 3 }, '/capacity'],
  ['PUT', '/api/v1/availability', { availability: 'busy' }, '/availability'],
] as const)(
  '%s %s %j is refused, naming %s, and nothing is written',
  async (method, url, body, path) => {
    const answer = await ask(method, url, body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((one: { path: string }) => one.path)).toContain(path);
    expect((await at.pool.query('select from teams')).rowCount).toBe(0);
  },
);

it('is the admins’ to change, and everyone’s to see', async () => {
  const { body: team } = await ask('POST', '/api/v1/teams', { name: 'A' });
  actor = ana;
  expect((await ask('GET', '/api/v1/teams')).body.items).toHaveLength(1);
  for (const [method, url] of [
    ['POST', '/api/v1/teams'],
    ['PATCH', `/api/v1/teams/${team.id}`],
    ['GET', '/api/v1/routing'],
    ['PATCH', '/api/v1/routing'],
  ] as const) {
    expect((await ask(method, url, method === 'GET' ? undefined : {})).status).toBe(403);
  }
});

it('how many somebody is given is the admins’ to say', async () => {
  const url = `/api/v1/users/${ana.id}/capacity`;
  expect((await ask('PUT', url, { capacity: 3 })).status).toBe(204);
  expect(await colleague(ana)).toMatchObject({ capacity: 3 });
  expect((await ask('PUT', url, { capacity: 201 })).status).toBe(400);
  expect((await ask('PUT', `/api/v1/users/${newId()}/capacity`, { capacity: 3 })).status).toBe(404);
  actor = ana;
  expect((await ask('PUT', url, { capacity: 99 })).status).toBe(403);
  expect(told()).toEqual([`user ${ana.id}`]);
});

it('the default team is one that is there and active', async () => {
  const { body: team } = await ask('POST', '/api/v1/teams', { name: 'A' });
  expect((await ask('PATCH', '/api/v1/routing', { defaultTeamId: newId() })).status).toBe(409);
  expect((await ask('PATCH', '/api/v1/routing', { defaultTeamId: team.id })).body).toEqual({
    ...{ defaultTeamId: team.id, awayMinutes: 5, returnMinutes: null },
  });
  await at.arrive('+5511900000001', 'oi');
  const { rows } = await at.pool.query('select team_id from services');
  expect(rows).toEqual([{ team_id: team.id }]);
  expect((await ask('PATCH', '/api/v1/routing', { returnMinutes: 10 })).body).toMatchObject({
    ...{ defaultTeamId: team.id, returnMinutes: 10 },
  });
});

it('who comes is online, who chose otherwise is away, and each change is told once', async () => {
  await setAvailability(teams, ana.id, null);
  await setAvailability(teams, ana.id, null);
  expect(await colleague(ana)).toMatchObject({ availability: 'online', capacity: 10 });
  expect(told()).toEqual([`user ${ana.id}`]);
  actor = ana;
  expect((await ask('PUT', '/api/v1/availability', { availability: 'away' })).status).toBe(204);
  await setAvailability(teams, ana.id, null);
  expect(await colleague(ana)).toMatchObject({ availability: 'away' });
  expect(told()).toHaveLength(2);
});

it('who has no console for so long is away by itself; nobody is while the server was away', async () => {
  const up = new Date(at.clock.now);
  await setAvailability(teams, ana.id, null);
  await setAvailability(teams, bia.id, null);
  at.minutes(4);
  await watchAvailability(teams, [ana.id], up);
  at.minutes(2);
  // A server that has just come up has seen nobody, and says nothing of them.
  await watchAvailability(teams, [], new Date(at.clock.now));
  expect(await colleague(bia)).toMatchObject({ availability: 'online' });
  await watchAvailability(teams, [ana.id], up);
  expect(await colleague(ana)).toMatchObject({ availability: 'online' });
  expect(await colleague(bia)).toMatchObject({ availability: 'away' });
  // Connected all the same: another server could not tell.
  await watchAvailability(teams, [ana.id, bia.id], up);
  expect(await colleague(bia)).toMatchObject({ availability: 'online' });
});

it('what an absent attendant holds goes back after so long, where the workspace wants it', async () => {
  const up = new Date(at.clock.now);
  await setAvailability(teams, ana.id, null);
  await at.arrive('+5511900000001', 'oi');
  await at.arrive('+5511900000002', 'oi');
  for (const phone of ['+5511900000001', '+5511900000002']) {
    const { id, serviceId } = await at.conversation(phone);
    await at.perform(ana, { type: 'startService', conversationId: id, serviceId });
  }
  await setAvailability(teams, ana.id, 'away');
  at.minutes(20);
  await watchAvailability(teams, [ana.id], up);
  expect((await at.conversation('+5511900000001')).state).toBe('open');
  await ask('PATCH', '/api/v1/routing', { returnMinutes: 15 });
  // Whoever answers is there, whatever they chose.
  const { id } = await at.conversation('+5511900000002');
  await at.perform(ana, {
    ...{
      type: 'sendMessage',
      conversationId: id,
      messageId: newId(),
      kind: 'text',
      text: 'já vou',
    },
  });
  await watchAvailability(teams, [ana.id], up);
  expect(await at.conversation('+5511900000001')).toMatchObject({ state: 'waiting' });
  expect(await at.conversation('+5511900000002')).toMatchObject({ attendantId: ana.id });
  const { rows } = await at.pool.query(
    `select actor_id, holder_id from service_steps where kind = 'returned'`,
  );
  expect(rows).toEqual([{ actor_id: null, holder_id: null }]);
});

it('the database itself holds nobody for online who is inactive or away by choice', async () => {
  await at.pool.query(`update users set available = true, active = false where id = $1`, [ana.id]);
  await at.pool.query(`update users set available = true, chosen = 'away' where id = $1`, [bia.id]);
  const { rows } = await at.pool.query('select from users where available');
  expect(rows).toEqual([]);
  await expect(
    at.pool.query(`update users set capacity = -1 where id = $1`, [ana.id]),
  ).rejects.toThrow('capacity');
});
