import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorld, type World } from '../test-doors.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({});
});
afterAll(() => world.close());

const ask = async (method: 'GET' | 'PATCH', part: string, payload?: object) => {
  const answer = await world.server.app.inject({
    ...{ method, url: `/api/v1/settings/${part}`, ...(payload && { payload }) },
    headers: { authorization: `Bearer ${world.tokens.admin}` },
  });
  return { status: answer.statusCode, body: answer.json() };
};
const faults = async (part: string, payload: object) => {
  const { status, body } = await ask('PATCH', part, payload);
  return [status, ...(body.errors ?? []).map(({ path }: { path: string }) => path)];
};

it('the workspace has a name and a clock, changed one by one or both or not at all', async () => {
  expect((await ask('GET', 'workspace')).body).toEqual({
    name: 'Recado',
    timeZone: 'America/Sao_Paulo',
  });
  await Promise.all([
    ask('PATCH', 'workspace', { name: '  Clínica Vida Plena ' }),
    ask('PATCH', 'workspace', { timeZone: 'america/manaus' }),
  ]);
  const now = { name: 'Clínica Vida Plena', timeZone: 'America/Manaus' };
  expect((await ask('GET', 'workspace')).body).toEqual(now);
  const half = { name: 'Outra', timeZone: 'America/Nowhere' };
  expect(await faults('workspace', half)).toEqual([400, '/timeZone']);
  expect(await faults('workspace', { name: ' ' })).toEqual([400, '/name']);
  expect(await faults('workspace', { colour: 'red' })).toEqual([400, '/colour']);
  expect((await faults('workspace', {}))[0]).toBe(400);
  expect((await ask('GET', 'workspace')).body).toEqual(now);
});

it('timings fit together, whoever changed the other half', async () => {
  expect((await ask('GET', 'timing')).body).toMatchObject({
    ...{ inactivityMinutes: 30, unattendedMinutes: 1440, warningMinutes: null },
  });
  for (const wrong of [0, -1, 1.5, 43_201, '30', 'x']) {
    expect(await faults('timing', { inactivityMinutes: wrong })).toEqual([
      ...[400, '/inactivityMinutes'],
    ]);
  }
  expect(await faults('timing', { warningText: ' \n ' })).toEqual([400, '/warningText']);
  expect(await faults('timing', { warningText: 'x'.repeat(4_097) })).toEqual([400, '/warningText']);
  expect(await faults('timing', { warningMinutes: 30 })).toEqual([400, '/warningMinutes']);
  const both = await Promise.all([
    ask('PATCH', 'timing', { inactivityMinutes: 5 }),
    ask('PATCH', 'timing', { warningMinutes: 10 }),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 400]);
  await ask('PATCH', 'timing', { inactivityMinutes: null, warningMinutes: 10 });
  expect((await ask('GET', 'timing')).body).toMatchObject({
    ...{ inactivityMinutes: null, warningMinutes: 10 },
  });
});

it('what Postgres would not take is no trouble', async () => {
  const { status, body } = await ask('PATCH', 'timing', { warningText: `a\u0000\ud800b` });
  expect([status, body.warningText]).toEqual([200, 'a\ufffdb']);
});

it('what an older version stored and is wrong now is as if nobody had chosen it', async () => {
  await world.server.pool.query(
    `insert into settings (key, value) values ('timing', $1)
     on conflict (key) do update set value = excluded.value`,
    [JSON.stringify({ inactivityMinutes: 'often', unattendedMinutes: 7, else: randomUUID() })],
  );
  expect((await ask('GET', 'timing')).body).toMatchObject({
    ...{ inactivityMinutes: 30, unattendedMinutes: 7, warningMinutes: null },
  });
});

it('farewells are kept each once', async () => {
  const { body } = await ask('PATCH', 'farewells', { en: ['Cheerio', ' cheerio!', '…'] });
  expect(body).toMatchObject({ en: ['Cheerio'], minutes: 30 });
  expect(body['pt-BR']).toContain('obrigada');
  expect(await faults('farewells', { en: ['x'.repeat(61)] })).toEqual([400, '/en/0']);
  expect((await ask('PATCH', 'farewells', { en: [], minutes: null })).body).toMatchObject({
    ...{ en: [], minutes: null },
  });
});
