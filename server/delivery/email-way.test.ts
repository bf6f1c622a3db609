import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { openWorld, type World } from '../test-doors.ts';

let world: World;
afterEach(() => world?.close());

async function ask(method: string, path: string, payload?: object) {
  const answer = await world.server.app.inject({
    ...{ method: method as 'GET', url: `/api/v1${path}`, ...(payload && { payload }) },
    headers: { authorization: `Bearer ${world.tokens.admin}` },
  });
  return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
}
const set = (payload: object) => ask('PATCH', '/settings/email', payload);
const seen = async () => (await ask('GET', '/settings/email')).body;
const fault = async (payload: object) => {
  const { status, body } = await set(payload);
  return [status, body.errors?.[0]?.path];
};
const everything = async () =>
  JSON.stringify(
    (await world.server.pool.query('select * from settings')).rows.concat(
      (await world.server.pool.query('select * from audit')).rows,
    ),
  );

/** A mail server that wants a password; what it was told and what it took. */
async function mailServer(user: string, pass: string) {
  const tried: string[] = [];
  const taken: { to: string; data: string }[] = [];
  const server = createServer((socket: Socket) => {
    let [to, rest] = ['', ''];
    let data: string | null = null;
    let known = false;
    const say = (line: string) => socket.write(`${line}\r\n`);
    const hear = (line: string) => {
      if (data !== null) {
        if (line !== '.') data += `${line}\n`;
        else {
          taken.push({ to, data });
          data = null;
          say('250 taken');
        }
      } else if (/^ehlo/i.test(line)) say('250-here\r\n250 AUTH PLAIN');
      else if (/^auth plain/i.test(line)) {
        const [, who = '', word = ''] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
          .toString()
          .split('\0');
        tried.push(`${who} ${word}`);
        known = who === user && word === pass;
        say(known ? '235 welcome' : '535 wrong');
      } else if (/^mail from/i.test(line)) say(known ? '250 ok' : '530 who are you');
      else if (/^rcpt to/i.test(line)) {
        to = /<(.*)>/.exec(line)?.[1] ?? '';
        say('250 ok');
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
  return { tried, taken, port: (server.address() as AddressInfo).port };
}
const password = 'segredo do correio';
const way = (port: number) => ({
  ...{ on: true, host: '127.0.0.1', port, security: 'none', user: 'recado' },
  from: 'Recado <no-reply@example.com>',
});
const states = async () =>
  Object.fromEntries(
    (await ask('GET', '/outbox/emails')).body.items.map(
      ({ to, state }: { to: string; state: string }) => [to, state],
    ),
  );

it('what an admin sets sends from then on, and its password is read by nobody', async () => {
  const mail = await mailServer('recado', password);
  world = await openWorld({});
  expect(await seen()).toMatchObject({ on: false, hasPassword: false, environment: false });
  await ask('POST', '/password-reset', { email: 'ana@example.com' });
  await vi.waitFor(async () => expect(await states()).toEqual({ 'ana@example.com': 'kept' }));

  expect(await fault(way(mail.port))).toEqual([400, '/password']);
  expect((await seen()).on).toBe(false);
  expect((await set({ ...way(mail.port), password })).status).toBe(200);
  expect(await seen()).toMatchObject({ ...way(mail.port), hasPassword: true, password: null });
  expect((await ask('POST', '/settings/email/test')).body).toEqual({
    ...{ sent: true, to: 'dora@example.com', detail: null },
  });
  await ask('POST', '/password-reset', { email: 'bia@example.com' });
  await vi.waitFor(
    async () => expect(await states()).toMatchObject({ 'bia@example.com': 'sent' }),
    {
      timeout: 10_000,
    },
  );
  expect(mail.taken.map(({ to }) => to)).toEqual(['dora@example.com', 'bia@example.com']);
  expect(mail.taken[0]?.data).toMatch(/^From: Recado <no-reply@example.com>$/m);

  const kept = await everything();
  expect(kept).not.toContain(password);
  expect(kept).not.toContain(Buffer.from(password).toString('base64'));
  const { rows } = await world.server.pool.query(
    `select changes from audit where action = 'settings.changed' and changes ? 'email.password'`,
  );
  expect(rows.map(({ changes }) => changes['email.password'])).toEqual([{}]);
});

it('the password goes to no server but the one it was given for', async () => {
  const mail = await mailServer('recado', password);
  const other = await mailServer('recado', password);
  world = await openWorld({});
  await set({ ...way(mail.port), password });
  expect(await fault({ port: other.port })).toEqual([400, '/password']);
  expect(await fault({ user: 'somebody' })).toEqual([400, '/password']);
  expect(await fault({ host: 'localhost' })).toEqual([400, '/password']);
  // Moved by hand in the database, it opens nothing.
  await world.server.pool.query(
    `update settings set value = value || jsonb_build_object('port', $1::int) where key = 'email'`,
    [other.port],
  );
  expect((await ask('POST', '/settings/email/test')).body).toMatchObject({ sent: false });
  expect(await seen()).toMatchObject({ hasPassword: false });
  expect(other.tried).toEqual([]);
  // Without one it is off, and what was set is not half there.
  expect((await set({ on: false, port: other.port })).status).toBe(200);
  expect((await set({ ...way(mail.port), user: '' })).status).toBe(200);
  expect(await seen()).toMatchObject({ on: true, user: '', hasPassword: false });
  expect(await everything()).not.toContain('emailPassword');
});

it('a test says what the mail server said, and what nobody answers', async () => {
  const mail = await mailServer('recado', password);
  world = await openWorld({});
  await set({ ...way(mail.port), password: 'errada' });
  expect((await ask('POST', '/settings/email/test')).body).toMatchObject({
    ...{ sent: false, detail: expect.stringContaining('535') },
  });
  await set({ ...way(9), password });
  expect((await ask('POST', '/settings/email/test')).body).toMatchObject({
    ...{ sent: false, detail: expect.stringContaining('ECONNREFUSED') },
  });
});

it('what waits when the way is taken away is kept, not lost', async () => {
  world = await openWorld({});
  await set({ ...way(9), password });
  await ask('POST', '/password-reset', { email: 'ana@example.com' });
  await vi.waitFor(async () => expect(await states()).toEqual({ 'ana@example.com': 'queued' }));
  await set({ on: false });
  await vi.waitFor(async () => expect(await states()).toEqual({ 'ana@example.com': 'kept' }), {
    timeout: 15_000,
  });
});

it('the environment wins: it is shown without its password, and nothing can be changed', async () => {
  world = await openWorld({
    EMAIL_URL: 'smtps://recado:muito%20secreto@mail.example.com',
    EMAIL_FROM: 'no-reply@example.com',
  });
  const shown = await seen();
  expect(shown).toEqual({
    ...{ on: true, host: 'mail.example.com', port: 465, security: 'tls', user: 'recado' },
    ...{ from: 'no-reply@example.com', password: null, hasPassword: true, environment: true },
  });
  expect((await set({ on: false })).body.code).toBe('unsupported');
});

it.each([
  [{ host: 'a b' }, '/host'],
  [{ from: 'x\r\nBcc: y@example.com' }, '/from'],
  [{ from: 'nobody' }, '/from'],
  [{ user: 'a\nb' }, '/user'],
  [{ port: 0 }, '/port'],
  [{ security: 'maybe' }, '/security'],
  [{ on: true }, '/host'],
  [{ hasPassword: true }, '/hasPassword'],
])('%j is refused by its field', async (payload, path) => {
  world = await openWorld({});
  expect(await fault(payload)).toEqual([400, path]);
});
