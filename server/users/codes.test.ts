import { type AddressInfo, createServer, type Socket } from 'node:net';
import { io } from 'socket.io-client';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { openWorld, type World } from '../test-doors.ts';

let world: World;
afterEach(() => world?.close());

type Answer = { status: number; body: Record<string, never> & { items: Record<string, string>[] } };
async function ask(method: string, path: string, payload?: object, token?: string | null) {
  const answer = await world.server.app.inject({
    ...{ method: method as 'GET', url: `/api/v1${path}` },
    ...(payload && { payload }),
    ...(token && { headers: { authorization: `Bearer ${token}` } }),
  });
  const { statusCode: status, body } = answer;
  return { status, body: body === '' ? null : JSON.parse(body) } as Answer;
}
const signIn = (email: string, password: string, device?: string) =>
  ask('POST', '/sign-in', { email, password, ...(device && { device }) });
const confirm = (email: string, code: string, password: string) =>
  ask('POST', '/password-reset/confirm', { email, code, password });
const outbox = async () =>
  (await ask('GET', '/outbox/emails', undefined, world.tokens.admin)).body.items;
/** The code of the newest e-mail to them, once it is there. */
async function codeFor(email: string): Promise<string> {
  const found = await vi.waitFor(
    async () => {
      const mail = (await outbox()).find(({ to }) => to === email);
      expect(mail).toBeDefined();
      return mail;
    },
    { timeout: 5_000 },
  );
  return /[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(found?.text ?? '')?.[0] ?? '';
}
const next = 'outra frase comprida';

it('a forgotten password: a code by e-mail, for one use, after which every old sign-in is over', async () => {
  world = await openWorld({});
  const asked = await ask('POST', '/password-reset', { email: 'ANA@example.com' });
  const unknown = await ask('POST', '/password-reset', { email: 'nobody@example.com' });
  const gone = await ask('POST', '/password-reset', { email: 'gone@example.com' });
  expect([unknown, gone]).toEqual([asked, asked]);
  expect(asked).toEqual({ status: 202, body: null });
  const code = await codeFor('ana@example.com');
  expect((await outbox()).map(({ to, state }) => [to, state])).toEqual([
    ['ana@example.com', 'kept'],
  ]);
  // Neither the code nor its owner's password is in the database.
  const { rows } = await world.server.pool.query('select code_hash from password_codes');
  expect(rows[0].code_hash).toMatch(/^\$argon2id\$/);

  const wrong = await confirm('ana@example.com', 'AAAA-AAAA', next);
  expect(wrong).toEqual(await confirm('nobody@example.com', code, next));
  expect(wrong.status).toBe(401);
  expect((await confirm('bia@example.com', code, next)).status).toBe(401);
  expect((await ask('GET', '/tags', undefined, world.tokens.attendant)).status).toBe(200);
  // As it was typed by hand, twice at once: one has it.
  const typed = code.toLowerCase().replace('-', ' ');
  const both = await Promise.all([1, 2].map((n) => confirm('ana@example.com', typed, next + n)));
  expect(both.map(({ status }) => status).toSorted()).toEqual([204, 401]);
  const used = both[0]?.status === 204 ? `${next}1` : `${next}2`;
  expect((await ask('GET', '/tags', undefined, world.tokens.attendant)).status).toBe(401);
  expect((await signIn('ana@example.com', used)).status).toBe(200);
  expect((await confirm('ana@example.com', code, next)).status).toBe(401);
});

it('a code is void when it is over, after ten wrong tries, and once another was asked for', async () => {
  world = await openWorld({});
  const { pool } = world.server;
  const handed = async () =>
    (await ask('POST', `/users/${world.ids.ana}/code`, undefined, world.tokens.admin))
      .body as never as {
      code: string;
    };
  const first = (await handed()).code;
  const second = (await handed()).code;
  expect((await confirm('ana@example.com', first, next)).status).toBe(401);
  await pool.query(`update password_codes set expires_at = now() - interval '1 second'`);
  expect((await confirm('ana@example.com', second, next)).status).toBe(401);
  const third = (await handed()).code;
  await pool.query('update password_codes set tries = 10');
  expect((await confirm('ana@example.com', third, next)).status).toBe(401);
  const fourth = (await handed()).code;
  expect((await confirm('ana@example.com', fourth, next)).status).toBe(204);
  // Deactivated meanwhile: nothing leads back in.
  const fifth = (await handed()).code;
  await ask('PATCH', `/users/${world.ids.ana}`, { active: false }, world.tokens.admin);
  expect((await confirm('ana@example.com', fifth, next)).status).toBe(401);
  expect(
    (await ask('POST', `/users/${world.ids.ana}/code`, undefined, world.tokens.admin)).status,
  ).toBe(409);
});

it('guessing a code is stopped, also from many addresses and by a hundred at once', async () => {
  world = await openWorld({});
  const made = await ask('POST', `/users/${world.ids.ana}/code`, undefined, world.tokens.admin);
  const guesses = Array.from({ length: 40 }, (_, n) =>
    world.server.app.inject({
      ...{ method: 'POST', url: '/api/v1/password-reset/confirm', remoteAddress: `192.0.2.${n}` },
      payload: { email: 'ana@example.com', code: 'AAAA-AAAA', password: next },
    }),
  );
  expect(new Set((await Promise.all(guesses)).map(({ statusCode }) => statusCode))).toEqual(
    new Set([401]),
  );
  const { rows } = await world.server.pool.query('select tries from password_codes');
  expect(rows[0].tries).toBe(10);
  const { code } = made.body as never as { code: string };
  expect((await confirm('ana@example.com', code, next)).status).toBe(401);
});

it('nobody’s mailbox is filled: three codes in a quarter of an hour, and the answer stays the same', async () => {
  world = await openWorld({});
  const answers = [];
  for (let n = 0; n < 5; n += 1) {
    answers.push((await ask('POST', '/password-reset', { email: 'ana@example.com' })).status);
  }
  expect(answers).toEqual([202, 202, 202, 202, 202]);
  await ask('POST', '/password-reset', { email: 'bia@example.com' });
  await codeFor('bia@example.com');
  const mails = (await outbox()).filter(({ to }) => to === 'ana@example.com');
  expect(mails.length).toBeLessThanOrEqual(3);
});

it('who is made without a password is invited, and chooses one', async () => {
  world = await openWorld({});
  const made = await ask(
    ...(['POST', '/users'] as const),
    { name: 'Caio', email: 'caio@example.com', role: 'attendant' },
    world.tokens.admin,
  );
  const { invitation } = made.body as never as { invitation: { code: string; expiresAt: string } };
  expect(Date.parse(invitation.expiresAt)).toBeGreaterThan(Date.now() + 6 * 86_400_000);
  expect(await codeFor('caio@example.com')).toBe(invitation.code);
  expect((await signIn('caio@example.com', next)).status).toBe(401);
  expect((await confirm('caio@example.com', invitation.code, 'curta')).status).toBe(400);
  expect((await confirm('caio@example.com', invitation.code, next)).status).toBe(204);
  expect((await signIn('caio@example.com', next)).status).toBe(200);
  const dora = { name: 'Dé', email: 'de@example.com', role: 'admin', password: next };
  expect((await ask('POST', '/users', dora, world.tokens.admin)).body).not.toHaveProperty(
    'invitation',
  );
});

it('one’s own account: name, password, and the places where one is signed in', async () => {
  world = await openWorld({});
  const old = 'uma frase comprida';
  const phone = (await signIn('ana@example.com', old, 'Recepção 2')).body as never as {
    token: string;
  };
  const list = async (token: string | null) =>
    (await ask('GET', '/me/sign-ins', undefined, token)).body.items;
  const [current, other] = await list(phone.token);
  expect(current).toMatchObject({ device: 'Recepção 2', current: true });
  expect(other).toMatchObject({ current: false });
  // Somebody else's is neither seen nor ended.
  const id = String(current?.id);
  expect((await list(world.tokens.other)).map((one) => one.id)).not.toContain(id);
  await ask('DELETE', `/me/sign-ins/${id}`, undefined, world.tokens.other);
  expect(await list(phone.token)).toHaveLength(2);
  // From elsewhere it is ended at once, its console too.
  const [address] = world.server.app.addresses() as AddressInfo[];
  const link = io(`http://127.0.0.1:${address?.port}`, {
    ...{ transports: ['websocket'], reconnection: false, forceNew: true },
    auth: { token: phone.token, app: '0.1.0' },
  });
  onTestFinished(() => void link.disconnect());
  await new Promise<void>((resolve) => link.once('welcome', () => resolve()));
  const over = new Promise<void>((resolve) => link.once('signedOut', () => resolve()));
  await ask('DELETE', `/me/sign-ins/${id}`, undefined, world.tokens.attendant);
  await over;
  expect((await ask('GET', '/tags', undefined, phone.token)).status).toBe(401);

  const again = (await signIn('ana@example.com', old)).body as never as { token: string };
  const wrong = { current: 'not this one', password: next };
  expect((await ask('PUT', '/me/password', wrong, again.token)).status).toBe(401);
  const right = { current: old, password: next };
  expect((await ask('PUT', '/me/password', right, again.token)).status).toBe(204);
  expect((await ask('GET', '/tags', undefined, again.token)).status).toBe(200);
  expect((await ask('GET', '/tags', undefined, world.tokens.attendant)).status).toBe(401);
  expect((await signIn('ana@example.com', old)).status).toBe(401);
  const named = await ask('PATCH', '/me', { name: '  Ana Lu ' }, again.token);
  expect(named.body).toMatchObject({ name: 'Ana Lu', role: 'attendant' });
  expect((await ask('PATCH', '/me', { role: 'admin' }, again.token)).status).toBe(400);
});

/** A mail server that takes what it is told to; what it took, by recipient. */
async function mailServer(answerTo: (recipient: string) => string) {
  const taken: { to: string; data: string }[] = [];
  const tries: string[] = [];
  const server = createServer((socket: Socket) => {
    let to = '';
    let data: string | null = null;
    let rest = '';
    const say = (line: string) => socket.write(`${line}\r\n`);
    const hear = (line: string) => {
      if (data !== null) {
        if (line !== '.') {
          data += `${line}\n`;
          return;
        }
        taken.push({ to, data });
        data = null;
        say('250 taken');
      } else if (/^rcpt to/i.test(line)) {
        to = /<(.*)>/.exec(line)?.[1] ?? '';
        tries.push(to);
        say(answerTo(to));
      } else if (/^data/i.test(line)) {
        data = '';
        say('354 go on');
      } else say(/^quit/i.test(line) ? '221 bye' : '250 ok');
    };
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      lines.forEach(hear);
    });
    say('220 here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { taken, tries, url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

it('with a way to send, e-mail goes out, is tried again, or says why it was refused', async () => {
  let busy = true;
  const mail = await mailServer((to) => {
    if (to.startsWith('bia')) return '550 no such mailbox';
    if (!busy) return '250 ok';
    busy = false;
    return '450 later';
  });
  world = await openWorld({ EMAIL_URL: mail.url, EMAIL_FROM: 'Recado <no-reply@example.com>' });
  await ask('POST', '/password-reset', { email: 'ana@example.com' });
  await ask('POST', '/password-reset', { email: 'bia@example.com' });
  const rows = async () =>
    JSON.stringify((await world.server.pool.query('select * from emails')).rows);
  const states = async () =>
    Object.fromEntries(
      (await outbox()).map(({ to, state, text, failure }) => [to, { state, text, failure }]),
    );
  await vi.waitFor(
    async () =>
      expect(await states()).toEqual({
        'ana@example.com': { state: 'sent', text: null, failure: null },
        'bia@example.com': { state: 'failed', text: null, failure: expect.stringContaining('550') },
      }),
    { timeout: 20_000 },
  );
  // What was sent or refused is nobody else's to read: no code is left, wherever it stood.
  expect(await rows()).not.toMatch(/[A-Z2-9]{4}-[A-Z2-9]{4}/);
  expect(mail.tries.filter((to) => to.startsWith('ana'))).toHaveLength(2);
  expect(mail.taken).toHaveLength(1);
  expect(mail.taken[0]?.data).toMatch(/^From: Recado <no-reply@example.com>$/m);
});
