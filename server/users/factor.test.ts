import type { InjectOptions } from 'fastify';
import { Secret, TOTP } from 'otpauth';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openWorld, type World } from '../test-doors.ts';

const password = 'uma frase comprida';
let world: World;
let now: number;
beforeEach(async () => {
  world = await openWorld({ RECADO_KEY: 'ab'.repeat(32) });
  now = Date.now();
});
afterEach(async () => {
  vi.useRealTimers();
  await world.close();
});
/** Only what reads the clock moves: nothing waits for it. */
const later = (seconds: number) => {
  now += seconds * 1_000;
  vi.useFakeTimers({ toFake: ['Date'], now });
};
const ask = async (
  method: InjectOptions['method'],
  url: string,
  payload?: object,
  { as = 'attendant' as keyof World['tokens'], remoteAddress = '127.0.0.1' } = {},
) => {
  const token = world.tokens[as];
  const answer = await world.server.app.inject({
    ...{ method, url: `/api/v1${url}`, remoteAddress },
    ...(payload && { payload }),
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  });
  return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
};
const signIn = (more: object = {}, remoteAddress = '127.0.0.1') =>
  ask(
    'POST',
    '/sign-in',
    { email: 'ana@example.com', password, ...more },
    { as: 'nobody', remoteAddress },
  );
const codeOf = (secret: string, at = now): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });

async function turnOn() {
  const begun = await ask('POST', '/me/second-factor', { password });
  expect(begun.status).toBe(201);
  const { secret } = begun.body;
  later(0);
  const confirmed = await ask('PUT', '/me/second-factor', { code: codeOf(secret) });
  expect(confirmed.status).toBe(200);
  return { secret: secret as string, uri: begun.body.uri, codes: confirmed.body.codes as string[] };
}

it('nobody is asked for a code that was not confirmed, and then everybody whose it is', async () => {
  const begun = await ask('POST', '/me/second-factor', { password });
  expect(begun.body.uri).toMatch(
    /^otpauth:\/\/totp\/Recado%20Recado:ana%40example\.com\?.*secret=[A-Z2-7]{32}/,
  );
  expect((await signIn()).status).toBe(200);
  expect((await ask('GET', '/me/second-factor')).body).toEqual({ since: null, recoveryLeft: 0 });
  expect(await ask('PUT', '/me/second-factor', { code: '000000' })).toMatchObject({
    status: 401,
    body: { code: 'wrong-code' },
  });
  const { secret, codes } = await turnOn();
  expect(new Set(codes).size).toBe(8);
  expect(await signIn()).toMatchObject({ status: 401, body: { code: 'code-needed' } });
  expect(await signIn({ password: 'uma frase outra', code: codeOf(secret) })).toMatchObject({
    body: { code: 'wrong-credentials' },
  });
  // Of somebody else it is no matter.
  expect((await signIn({ email: 'bia@example.com' })).status).toBe(200);
  later(30);
  expect((await signIn({ code: codeOf(secret) })).status).toBe(200);
  const secrets = JSON.stringify(
    (await world.server.pool.query('select * from second_factors')).rows,
  );
  expect(secrets).not.toContain(secret);
  const kept = JSON.stringify((await world.server.pool.query('select * from recovery_codes')).rows);
  for (const code of codes) expect(kept).not.toContain(code);
});

it('a code is good once, whoever is first, and only about its own time', async () => {
  const { secret } = await turnOn();
  // The one it was confirmed with is used.
  expect(await signIn({ code: codeOf(secret) })).toMatchObject({ body: { code: 'wrong-code' } });
  later(30);
  const code = codeOf(secret);
  const both = await Promise.all([signIn({ code }), signIn({ code })]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
  later(30);
  const spaced = codeOf(secret).replace(/^(...)/, '$1 ');
  expect((await signIn({ code: spaced })).status).toBe(200);
  expect((await signIn({ code: codeOf(secret, now + 30_000) })).status).toBe(200);
  // Older than what was used last, though its time is not over.
  expect((await signIn({ code: codeOf(secret) })).status).toBe(401);
  later(90);
  expect((await signIn({ code: codeOf(secret, now - 61_000) })).status).toBe(401);
  expect((await signIn({ code: codeOf(secret, now + 61_000) })).status).toBe(401);
});

it('each code in reserve signs in once, two at the same moment too', async () => {
  const { codes } = await turnOn();
  const [first = '', second = ''] = codes;
  const both = await Promise.all([signIn({ code: first }), signIn({ code: first })]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
  expect((await signIn({ code: second.toLowerCase().replace('-', ' ') })).status).toBe(200);
  expect((await ask('GET', '/me/second-factor')).body.recoveryLeft).toBe(6);
});

it('guessing comes to an end, and asking for the code in between gives no more tries', async () => {
  const { secret } = await turnOn();
  later(30);
  const answers: string[] = [];
  for (let n = 0; n < 14; n += 1) {
    answers.push((await signIn({ code: '000000' })).body.code);
    answers.push((await signIn()).body.code);
  }
  expect(answers.filter((code) => code === 'wrong-code').length).toBeLessThanOrEqual(10);
  expect(answers.at(-1)).toBe('too-many');
  expect(await signIn({ code: codeOf(secret) })).toMatchObject({ status: 429 });
});

it('it goes with the password alone, or an admin takes it away; others cannot', async () => {
  await turnOn();
  expect(await ask('POST', '/me/second-factor', { password })).toMatchObject({ status: 409 });
  const wrong = { password: 'uma frase outra' };
  expect((await ask('POST', '/me/second-factor/end', wrong)).status).toBe(401);
  expect((await signIn()).body.code).toBe('code-needed');
  const of = `/users/${world.ids.ana}/second-factor`;
  expect((await ask('DELETE', of, undefined, { as: 'other' })).status).toBe(403);
  expect((await ask('DELETE', of, undefined, { as: 'admin' })).status).toBe(204);
  expect((await ask('DELETE', of, undefined, { as: 'admin' })).status).toBe(204);
  expect((await signIn()).status).toBe(200);
  await turnOn();
  expect((await ask('POST', '/me/second-factor/end', { password })).status).toBe(204);
  expect((await signIn()).status).toBe(200);
  const { rows } = await world.server.pool.query(
    `select action from audit where action like 'second-factor%' order by at, id`,
  );
  expect(rows.map(({ action }) => action)).toEqual([
    ...['second-factor.added', 'second-factor.removed'],
    ...['second-factor.added', 'second-factor.removed'],
  ]);
});

it('an account that is guessed at from many places goes slowly, but not for its own', async () => {
  // Ana has signed in from here before, as the world was made.
  const guess = (n: number) => signIn({ password: 'chute errado' }, `203.0.113.${n}`);
  const guesses = [];
  for (let n = 1; n <= 14; n += 1) guesses.push(await guess(n));
  expect(guesses.slice(0, 10).every(({ status }) => status === 401)).toBe(true);
  // One more in a while, and no more.
  expect(guesses.slice(10).filter(({ status }) => status === 429).length).toBe(3);
  expect((await signIn({}, '203.0.113.200')).status).toBe(429);
  expect((await signIn()).status).toBe(200);
  // Whether there is such a user or not.
  const ghosts = [];
  for (let n = 1; n <= 12; n += 1)
    ghosts.push((await signIn({ email: 'ninguem@example.com' }, `198.51.100.${n}`)).status);
  expect(ghosts.filter((status) => status === 429).length).toBe(1);
});
