import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { buildApp } from '../app.ts';
import { nobody } from '../platform/audit.ts';
import { openLog } from '../platform/log.ts';
import { openPool } from '../platform/postgres/pool.ts';
import { type TestDatabase, testDatabase } from '../platform/postgres/test-database.ts';
import { hashOfToken, openGates, openSignIn } from '../platform/sign-in.ts';
import { anyUser } from './store.ts';
import { createFirstAdmin, createUser, returnLeftServices, type Users } from './users.ts';

let database: TestDatabase;
let app: FastifyInstance;
let users: Users;
const recorded = vi.fn();
const endSignIns = vi.fn();
const endSignIn = vi.fn();
const returned = vi.fn(async () => undefined);
const reconnect = vi.fn();
const password = 'uma frase comprida';

async function build({ open = false, pool = database.pool } = {}) {
  users = { pool, publish: recorded, endSignIns, reconnect, returnServicesOf: returned };
  return buildApp({
    log: openLog('silent'),
    version: '0.1.0',
    gates: openGates(pool),
    metrics: { token: 'a-long-metrics-token', gauges: {} },
    health: {
      pool,
      version: '0.1.0',
      queue: async () => undefined,
      whatsapp: () => ({ driver: 'simulator', state: 'open' }),
    },
    signIn: {
      pool,
      signIn: await openSignIn(pool, async () => 'none', {
        ...{ perAddressAndEmail: 3, perAddress: 6, perAccount: 60 },
      }),
      endConnections: endSignIn,
    },
    setUp: {
      isSetUp: () => anyUser(pool),
      createFirstAdmin: (admin, by) => createFirstAdmin(users, by, admin),
      createSample: async () => ({
        attendants: [{ name: 'Ana', email: 'ana@example.com' }],
        password: 'shared password',
      }),
      code: 'ABCD-2345',
      open,
    },
    users: {
      users,
      invite: async () => ({ code: 'ABCD-2345', expiresAt: '2030-01-01T00:00:00.000Z' }),
      endFactorOf: async () => {},
    },
    features: [],
  });
}

beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await database.pool.query('truncate users, sign_ins, changes, settings cascade');
  vi.clearAllMocks();
  app = await build();
});
afterEach(() => app.close());
afterAll(() => database.drop());

const ask = async (method: InjectOptions['method'], url: string, payload?: object, token = '') => {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  const answer = await app.inject({ method, url, headers, payload });
  const text = answer.body;
  return {
    status: answer.statusCode,
    type: answer.headers['content-type'],
    headers: answer.headers,
    body: text.startsWith('{') ? answer.json() : text,
  };
};
const setUp = (more: object = {}) =>
  ask('POST', '/api/v1/set-up', {
    workspace: 'Clínica Sol',
    name: 'Dora',
    email: 'Dora@Example.com',
    password,
    sample: false,
    ...more,
  });
const signIn = (email: string, typed = password) =>
  ask('POST', '/api/v1/sign-in', { email, password: typed });
async function admin(): Promise<{ token: string; id: string }> {
  await setUp();
  const { body } = await signIn('dora@example.com');
  return { token: body.token, id: body.user.id };
}
const attendant = (name: string) =>
  createUser(users, nobody, { name, email: `${name}@example.com`, role: 'attendant', password });

test('the first admin is made once, also by two at the same moment', async () => {
  const answers = await Promise.all([setUp(), setUp({ email: 'eva@example.com' })]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(answers.find(({ status }) => status === 409)?.body.code).toBe('already-set-up');
  expect((await setUp({ email: 'late@example.com' })).status).toBe(409);
  const { rows } = await database.pool.query('select name, email, role from users');
  expect(rows).toHaveLength(1);
  const settings = await database.pool.query(`select value from settings where key = 'workspace'`);
  expect(settings.rows).toEqual([{ value: 'Clínica Sol' }]);
  const changes = await database.pool.query('select entity from changes');
  expect(changes.rows).toEqual([{ entity: 'user' }]);
});

test('the set-up page is there until there is a user; the sample is told once', async () => {
  expect((await ask('GET', '/')).headers.location).toBe('/setup');
  const page = await ask('GET', '/setup');
  expect(page.type).toMatch(/html/);
  expect(page.body).toContain('data-code="no"');
  const { body } = await setUp({ sample: true });
  expect(body.sample).toEqual({
    attendants: [{ name: 'Ana', email: 'ana@example.com' }],
    password: 'shared password',
  });
  expect((await ask('GET', '/setup')).headers.location).toBe('/');
  expect((await ask('GET', '/')).body).toContain('/simulator');
});

test('from elsewhere, or under a foreign name, set-up wants the code from the log', async () => {
  const payload = { workspace: 'X', name: 'Y', email: 'y@x.com', password, sample: false };
  const from = (more: InjectOptions, code?: string) =>
    app.inject({ method: 'POST', url: '/api/v1/set-up', payload: { ...payload, code }, ...more });
  for (const more of [
    { remoteAddress: '192.168.0.7' },
    { headers: { host: 'evil.example.com' } },
    { headers: { 'x-forwarded-for': '10.0.0.1' } },
  ]) {
    expect((await from(more)).statusCode).toBe(403);
  }
  await app.close();
  app = await build({ open: true });
  expect((await from({})).statusCode).toBe(403);
  expect((await from({}, 'WRON-GONE')).json().errors[0].path).toBe('/code');
  expect((await from({}, 'abcd2345')).statusCode).toBe(201);
});

test('signs in and out; the e-mail whatever its case; the token is nowhere in the database', async () => {
  const { token } = await admin();
  const again = await signIn('DORA@example.COM');
  expect(again.status).toBe(200);
  expect(again.body.user).toMatchObject({ name: 'Dora', email: 'dora@example.com', role: 'admin' });
  expect(Date.parse(again.body.expiresAt)).toBeGreaterThan(Date.now() + 29 * 86_400_000);
  const { rows } = await database.pool.query('select token_hash from sign_ins');
  expect(rows[0].token_hash.toString('base64url')).not.toBe(token);

  expect((await ask('POST', '/api/v1/sign-out', undefined, token)).status).toBe(204);
  expect(endSignIn).toHaveBeenCalledWith(hashOfToken(token));
  expect((await ask('GET', '/api/v1/users', undefined, token)).status).toBe(401);
  expect((await ask('GET', '/api/v1/users', undefined, again.body.token)).status).toBe(200);
});

test('a sign-in that has expired is none', async () => {
  const { token } = await admin();
  await database.pool.query(`update sign_ins set expires_at = now() - interval '1 second'`);
  expect((await ask('GET', '/api/v1/users', undefined, token)).status).toBe(401);
});

test('a wrong password and an unknown e-mail are told alike, and too many are stopped', async () => {
  await admin();
  const wrong = await signIn('dora@example.com', 'wrong');
  const unknown = await signIn('nobody@example.com', 'wrong');
  expect(wrong.status).toBe(401);
  expect(wrong.body).toEqual(unknown.body);
  expect(wrong.type).toMatch('application/problem+json');
  await signIn('dora@example.com', 'wrong');
  await signIn('dora@example.com', 'wrong');
  const stopped = await signIn('dora@example.com');
  expect(stopped.status).toBe(429);
  expect(stopped.body.code).toBe('too-many');
  for (const n of [1, 2]) await signIn(`guess${n}@example.com`, 'wrong');
  expect((await signIn('other@example.com')).status).toBe(429);
});

test('right passwords never count as tries', async () => {
  await admin();
  for (let n = 0; n < 8; n += 1) expect((await signIn('dora@example.com')).status).toBe(200);
});

test('users: an admin makes, lists page by page and changes them; nobody deletes one', async () => {
  const { token } = await admin();
  const made = await ask(
    'POST',
    '/api/v1/users',
    { name: 'Ana', email: 'Ana@X.com', role: 'attendant', password },
    token,
  );
  expect(made.status).toBe(201);
  expect(made.body).toEqual({
    id: made.body.id,
    name: 'Ana',
    email: 'ana@x.com',
    role: 'attendant',
    active: true,
  });
  const taken = await ask(
    'POST',
    '/api/v1/users',
    { ...made.body, id: undefined, active: undefined, email: 'ANA@x.com' },
    token,
  );
  expect(taken.status).toBe(409);
  expect(taken.body.code).toBe('email-taken');
  const silent = await ask(
    'POST',
    '/api/v1/users',
    { name: 'B', email: 'b@x.com', role: 'attendant' },
    token,
  );
  expect(silent.status).toBe(201);
  expect((await signIn('b@x.com', '')).status).toBe(400);
  expect((await signIn('b@x.com', 'anything')).status).toBe(401);

  const first = await ask('GET', '/api/v1/users?limit=2', undefined, token);
  expect(first.body.items).toHaveLength(2);
  const rest = await ask(
    'GET',
    `/api/v1/users?limit=2&cursor=${first.body.nextCursor}`,
    undefined,
    token,
  );
  expect(rest.body.items).toHaveLength(1);
  expect(rest.body.nextCursor).toBe(null);
  expect((await ask('GET', '/api/v1/users?limit=900', undefined, token)).status).toBe(400);
  expect((await ask('GET', '/api/v1/users?cursor=zzz', undefined, token)).status).toBe(400);

  const gone = await ask('DELETE', `/api/v1/users/${made.body.id}`, undefined, token);
  expect(gone.status).toBe(405);
  expect(gone.headers.allow).toContain('PATCH');
  expect(recorded).toHaveBeenCalledTimes(3);
});

test('an attendant is refused the admin side, whatever the body says', async () => {
  await admin();
  await attendant('ana');
  const { token } = (await signIn('ana@example.com')).body;
  for (const [method, url] of [
    ['GET', '/api/v1/users'],
    ['POST', '/api/v1/users'],
    ['PATCH', '/api/v1/users/x'],
  ] as const) {
    expect((await ask(method, url, method === 'GET' ? undefined : {}, token)).status).toBe(403);
    expect((await ask(method, url, method === 'GET' ? undefined : {})).status).toBe(401);
  }
});

test('deactivated: sign-ins and connections end, services go back, sign-in is refused', async () => {
  const { token, id } = await admin();
  const ana = await attendant('ana');
  const theirs = (await signIn('ana@example.com')).body.token;
  const answer = await ask('PATCH', `/api/v1/users/${ana.id}`, { active: false }, token);
  expect(answer.body).toMatchObject({ active: false });
  expect(endSignIns).toHaveBeenCalledWith(ana.id);
  expect(returned).toHaveBeenCalledWith(ana.id, id);
  expect((await ask('POST', '/api/v1/sign-out', undefined, theirs)).status).toBe(401);
  expect((await signIn('ana@example.com')).status).toBe(401);
  expect((await ask('PATCH', `/api/v1/users/${ana.id}`, { active: true }, token)).status).toBe(200);
  expect((await signIn('ana@example.com')).status).toBe(200);
});

test('services that a dead server left with someone deactivated are given back', async () => {
  const ana = await attendant('ana');
  await database.pool.query(
    `with contact as (insert into contacts (id) values (gen_random_uuid()) returning id),
     conversation as (insert into conversations (id, contact_id, last_activity_at)
       select gen_random_uuid(), id, now() from contact returning id)
     insert into services (id, conversation_id, state, attendant_id, created_at, started_at, last_interaction_at)
     select gen_random_uuid(), id, 'open', $1, now(), now(), now() from conversation`,
    [ana.id],
  );
  await returnLeftServices(users);
  expect(returned).not.toHaveBeenCalled();
  await database.pool.query('update users set active = false');
  await returnLeftServices(users);
  expect(returned).toHaveBeenCalledWith(ana.id, null);
});

test('the last active admin stays, also when two admins take each other away at once', async () => {
  const { token, id } = await admin();
  for (const patch of [{ role: 'attendant' }, { active: false }]) {
    const alone = await ask('PATCH', `/api/v1/users/${id}`, patch, token);
    expect(alone.status).toBe(409);
    expect(alone.body.code).toBe('last-admin');
  }
  for (let round = 0; round < 5; round += 1) {
    const email = `eva${round}@example.com`;
    const eva = await createUser(users, nobody, { name: 'Eva', email, role: 'admin', password });
    const other = (await signIn(email)).body.token;
    await Promise.all([
      ask('PATCH', `/api/v1/users/${eva.id}`, { role: 'attendant' }, token),
      ask('PATCH', `/api/v1/users/${id}`, { role: 'attendant' }, other),
    ]);
    const left = await database.pool.query(`select from users where role = 'admin' and active`);
    expect(left.rowCount).toBe(1);
    await database.pool.query(
      `update users set role = case id when $1 then 'admin' else 'attendant' end`,
      [id],
    );
  }
});

test('a new password ends the sign-ins of the old one; a new role brings the consoles back', async () => {
  const { token } = await admin();
  const ana = await attendant('ana');
  await ask('PATCH', `/api/v1/users/${ana.id}`, { role: 'admin' }, token);
  expect(reconnect).toHaveBeenCalledOnce();
  await ask('PATCH', `/api/v1/users/${ana.id}`, { password: 'another sentence' }, token);
  expect(endSignIns).toHaveBeenCalledWith(ana.id);
  expect((await signIn('ana@example.com')).status).toBe(401);
  expect((await signIn('ana@example.com', 'another sentence')).status).toBe(200);
});

test('bad input is refused field by field, and never changed into something else', async () => {
  const { token } = await admin();
  const bad = await ask(
    'POST',
    '/api/v1/users',
    { name: 1, email: 'no', role: 'boss', extra: true },
    token,
  );
  expect(bad.status).toBe(400);
  expect(bad.body.errors.map((fault: { path: string }) => fault.path).sort()).toEqual([
    '/email',
    '/extra',
    '/name',
    '/role',
  ]);
  const missing = await ask('POST', '/api/v1/users', {}, token);
  expect(missing.body.errors).toContainEqual({ path: '/email', message: 'is missing' });
  const post = (payload: string, type: string) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/sign-in',
      headers: { 'content-type': type },
      payload,
    });
  expect((await post('{"email":', 'application/json')).statusCode).toBe(400);
  expect((await post('', 'application/json')).statusCode).toBe(400);
  expect((await post('null', 'application/json')).statusCode).toBe(400);
  expect((await post('a=b', 'application/x-www-form-urlencoded')).statusCode).toBe(415);
  const large = await post(JSON.stringify({ email: 'x'.repeat(1_000_000) }), 'application/json');
  expect(large.statusCode).toBe(413);
  expect(large.json()).toMatchObject({ status: 413, code: 'too-large' });
  expect((await ask('GET', '/api/v1/nothing')).body).toMatchObject({ status: 404 });
  expect((await ask('GET', '/api/v1/sign-in')).status).toBe(405);
  expect((await ask('PATCH', '/api/v1/users/0198', { name: 'x' }, token)).status).toBe(400);
});

test('with the database away it says so, and that one may ask again', async () => {
  await app.close();
  const pool = openPool('postgresql://nobody@127.0.0.1:1/none');
  app = await build({ pool });
  const health = await ask('GET', '/api/health');
  expect(health.status).toBe(503);
  expect(health.body).toMatchObject({ status: 'trouble', database: 'trouble', queue: 'ok' });
  const answer = await signIn('dora@example.com');
  expect(answer.status).toBe(503);
  expect(answer.type).toMatch('application/problem+json');
  expect(answer.headers['retry-after']).toBe('1');
  expect(JSON.stringify(answer.body)).not.toMatch(/ECONN|stack/);
  await pool.end();
});

test('a fault of our own shows nothing of the inside', async () => {
  await app.close();
  app = await build();
  const { token } = await admin();
  await database.pool.query('alter table users rename column name to hidden');
  const answer = await ask('GET', '/api/v1/users', undefined, token);
  await database.pool.query('alter table users rename column hidden to name');
  expect(answer.status).toBe(500);
  expect(JSON.stringify(answer.body)).not.toMatch(/column|stack|users/);
});

test('health, metrics and the document of the API', async () => {
  expect((await ask('GET', '/api/health')).body).toEqual({
    status: 'ok',
    version: '0.1.0',
    database: 'ok',
    queue: 'ok',
    whatsapp: { driver: 'simulator', state: 'open' },
  });
  expect((await ask('GET', '/metrics')).body).toContain('process_cpu');
  const far = (headers = {}) => app.inject({ url: '/metrics', remoteAddress: '10.0.0.9', headers });
  expect((await far()).statusCode).toBe(403);
  expect((await far({ authorization: 'Bearer a-long-metrics-token' })).statusCode).toBe(200);
  const { body } = await ask('GET', '/api/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  expect(Object.keys(body.paths)).toContain('/api/v1/users/{id}');
  expect((await ask('GET', '/api/docs/')).status).toBe(200);
});
