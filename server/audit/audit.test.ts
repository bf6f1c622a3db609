import type { InjectOptions } from 'fastify';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AuditEntry } from '#shared/contract/audit.ts';
import { openWorld, type World } from '../test-doors.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld({});
});
afterEach(() => world.close());

type Asked = { payload?: object; token?: string | null; address?: string };

async function ask(route: string, { payload, token = world.tokens.admin, address }: Asked = {}) {
  const [method = '', path = ''] = route.split(' ');
  const answer = await world.server.app.inject({
    ...{ method: method as NonNullable<InjectOptions['method']>, url: `/api/v1${path}` },
    ...(token && { headers: { authorization: `Bearer ${token}` } }),
    ...(payload && { payload }),
    ...(address && { remoteAddress: address }),
  });
  const { statusCode: status, body } = answer;
  return { status, body: body === '' ? null : JSON.parse(body) };
}
const list = async (query = ''): Promise<AuditEntry[]> =>
  (await ask(`GET /audit?${query}`)).body.items;
const told = ({ actor, action, subject }: AuditEntry) =>
  `${actor?.name ?? '-'} ${action} ${subject?.name ?? '-'}`;
const old = 'uma frase comprida';
const fresh = 'outra frase comprida';
const signIn = (email: string, password: string, more: Asked & { device?: string } = {}) =>
  ask('POST /sign-in', {
    ...{ payload: { email, password, ...(more.device && { device: more.device }) }, token: null },
    ...(more.address && { address: more.address }),
  });

it('tells every way in and out, from where, and nothing that is secret', async () => {
  const [newest] = await list('limit=1');
  const since = `from=${new Date(Date.parse(newest?.at ?? '') + 1).toISOString()}`;
  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(Date.parse(newest?.at ?? '') + 1));
  await signIn('ana@example.com', 'errada de todo', { device: 'Balcão', address: '203.0.113.9' });
  await signIn('senha-no-lugar@do-email.com', old);
  const token = (await signIn('ana@example.com', old, { device: 'Balcão' })).body.token;
  const mine = { token };
  const [, other] = (await ask('GET /me/sign-ins', mine)).body.items;
  await ask(`DELETE /me/sign-ins/${other.id}`, mine);
  await ask(`DELETE /me/sign-ins/${other.id}`, mine);
  const change = (current: string) =>
    ask('PUT /me/password', { ...mine, payload: { current, password: fresh } });
  await change('não é esta');
  await change(old);
  await ask('PATCH /me', { ...mine, payload: { name: 'Ana Lu' } });
  await ask('POST /sign-out', mine);
  const handed = await ask(`POST /users/${world.ids.ana}/code`);
  const confirm = (code: string) =>
    ask('POST /password-reset/confirm', {
      ...{ token: null, payload: { email: 'ana@example.com', code, password: `${fresh}!` } },
    });
  await confirm('AAAA-AAAA');
  await confirm(handed.body.code);
  await ask('POST /password-reset', { token: null, payload: { email: 'bia@example.com' } });
  await vi.waitFor(async () => expect(await list('action=code.asked')).toHaveLength(1));
  const got = (await list(since)).toReversed();
  expect(got.map(told)).toEqual([
    '- sign-in.failed Ana Lu',
    '- sign-in.failed -',
    'Ana Lu sign-in.done -',
    'Ana Lu sign-in.revoked -',
    'Ana Lu password.refused Ana Lu',
    'Ana Lu password.changed Ana Lu',
    'Ana Lu user.changed Ana Lu',
    'Ana Lu sign-in.ended -',
    'dora code.handed Ana Lu',
    '- code.refused Ana Lu',
    '- password.reset Ana Lu',
    '- code.asked bia',
  ]);
  expect(got[0]).toMatchObject({ address: '203.0.113.9', device: 'Balcão' });
  expect(got[6]).toMatchObject({
    ...{ device: 'Balcão', changes: { name: { from: 'ana', to: 'Ana Lu' } } },
  });
  const { rows } = await world.server.pool.query(
    'select string_agg(a::text, $$ $$) all from audit a',
  );
  const secrets = [old, fresh, 'errada de todo', 'senha-no-lugar', token, handed.body.code];
  for (const secret of secrets) expect(rows[0].all).not.toContain(secret);
});

it('too many tries are told once, not at each that follows', async () => {
  for (let n = 0; n < 14; n += 1) await signIn('ana@example.com', 'errada');
  expect(await list('action=sign-in.failed')).toHaveLength(10);
  expect(await list('action=sign-in.stopped')).toHaveLength(1);
});

it('what was refused or undone leaves nothing, and of two at once there is one entry for each act', async () => {
  const before = (await list('limit=200')).length;
  await ask('POST /teams', { payload: { name: 'Vendas' } });
  expect((await ask('POST /teams', { payload: { name: 'vendas' } })).status).toBe(409);
  const alone = await ask(`PATCH /users/${world.ids.admin}`, { payload: { active: false } });
  expect(alone.status).toBe(409);
  expect(await list('limit=200')).toHaveLength(before + 1);
  const off = () => ask(`PATCH /users/${world.ids.ana}`, { payload: { active: false } });
  expect((await Promise.all([off(), off(), off()])).map(({ status }) => status)).toEqual(
    Array(3).fill(200),
  );
  expect((await list('action=user.deactivated&limit=200')).map(told)).toEqual([
    ...['dora user.deactivated ana', 'dora user.deactivated gone'],
  ]);
  const capacities = [3, 4, 5, 6];
  await Promise.all(
    capacities.map((capacity) =>
      ask(`PUT /users/${world.ids.bia}/capacity`, { payload: { capacity } }),
    ),
  );
  const steps = (await list(`subjectId=${world.ids.bia}&action=user.changed`)).map(
    ({ changes }) => changes.capacity,
  );
  // Each begins where another ended.
  expect(steps.map((step) => step?.to).toSorted()).toEqual(capacities);
  const { rows } = await world.server.pool.query('select capacity from users where id = $1', [
    world.ids.bia,
  ]);
  const ends = new Set(steps.map((step) => step?.to));
  for (const step of steps) ends.delete(step?.from);
  expect([...ends]).toEqual([rows[0].capacity]);
});

it('everybody’s canned replies are told without their words, somebody’s own not at all', async () => {
  const text = 'Pix: 12.345.678/0001-90';
  const own = { shortcut: 'meu', text, own: true };
  const token = world.tokens.attendant;
  const mine = (await ask('POST /canned-replies', { payload: own, token })).body;
  await ask(`PATCH /canned-replies/${mine.id}`, { payload: { text: 'outro' }, token });
  await ask(`DELETE /canned-replies/${mine.id}`, { token });
  const theirs = await ask('POST /canned-replies', {
    payload: { shortcut: 'pix', text, own: false },
  });
  const path = `/canned-replies/${theirs.body.id}`;
  await ask(`PATCH ${path}`, { payload: { text: 'outro', shortcut: 'pagar' } });
  await ask(`PATCH ${path}`, { payload: { text: 'outro' } });
  await ask(`DELETE ${path}`);
  expect((await ask(`DELETE ${path}`)).status).toBe(404);
  const told = (await list('kind=canned-reply')).toReversed();
  expect(told.map(({ action, changes }) => [action, changes])).toEqual([
    ['canned-reply.created', { shortcut: { to: 'pix' } }],
    ['canned-reply.changed', { shortcut: { from: 'pix', to: 'pagar' }, text: {} }],
    ['canned-reply.removed', { shortcut: { from: 'pagar' } }],
  ]);
});

it('is found by who, what, whom, when and words, page by page, the newest first', async () => {
  for (let n = 0; n < 5; n += 1) {
    await ask('POST /tags', { payload: { name: `Etiqueta ${n} 100%`, hue: n } });
  }
  await ask('POST /teams', { payload: { name: 'Recepção' } });
  const first = await ask('GET /audit?action=tag.created&limit=2');
  expect(first.body.items.map(({ subject }: AuditEntry) => subject?.name)).toEqual([
    ...['Etiqueta 4 100%', 'Etiqueta 3 100%'],
  ]);
  const rest = await ask(`GET /audit?action=tag.created&limit=3&cursor=${first.body.nextCursor}`);
  expect(rest.body.items).toHaveLength(3);
  expect(rest.body.nextCursor).toBeNull();
  const words = async (text: string) =>
    (await list(`text=${encodeURIComponent(text)}&limit=200`)).map(told);
  expect(await words('recep')).toEqual(['dora team.created Recepção']);
  expect(await words('3 100%')).toEqual(['dora tag.created Etiqueta 3 100%']);
  expect(await words('100_')).toEqual([]);
  expect(await words('Nobody of this name')).toEqual([]);
  const ofAna = await list(`actorId=${world.ids.ana}`);
  expect(ofAna.map(told)).toEqual(['ana sign-in.done -']);
  const aboutAna = await list(`subjectId=${world.ids.ana}`);
  expect(aboutAna.map(told)).toEqual(['dora user.created ana']);
  const [newest] = await list('limit=1');
  expect(await list(`from=${newest?.at}&to=${newest?.at}`)).toEqual([]);
  expect((await list(`to=${newest?.at}&limit=1`))[0]?.id).not.toBe(newest?.id);
  const kinds = await list('kind=team&limit=200');
  expect(new Set(kinds.map(({ action }) => action))).toEqual(new Set(['team.created']));
  // Days begin on the workspace's wall: what is late in the evening of Brazil is the next day in UTC.
  const { pool } = world.server;
  await pool.query(
    `insert into audit (id, at, action) values ('00000000-0000-7000-8000-000000000001', $1, 'tag.changed')`,
    ['2026-03-11T01:30:00.000Z'],
  );
  expect(await list('from=2026-03-10&to=2026-03-11')).toHaveLength(1);
  expect(await list('from=2026-03-11&to=2026-03-12')).toHaveLength(0);
  for (const bad of [
    'kind=made',
    'action=made.up',
    'from=yesterday',
    'actorId=x',
    'nonsense=1',
    'cursor=zz',
  ]) {
    expect((await ask(`GET /audit?${bad}`)).status, bad).toBe(400);
  }
});
