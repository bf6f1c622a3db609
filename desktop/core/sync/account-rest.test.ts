import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { v7 as newId } from 'uuid';
import { afterEach, expect, it } from 'vitest';
import { openTestConsole, type TestConsole } from '../test-console.ts';
import { freshFolder } from '../test-folder.ts';
import { startTestServer } from '../test-server.ts';
import { confirmCode, endOwnSignIn, usersOf } from './account-rest.ts';
import { signIn } from './server-rest.ts';

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

type Asked = { line: string; body: unknown };
type Given = { status: number; body?: unknown };

/** A server that answers as it is told, and what it was asked. */
async function server(answer: (asked: Asked) => Given) {
  const asked: Asked[] = [];
  const read = async (request: IncomingMessage) => {
    let text = '';
    for await (const part of request) text += part;
    return text === '' ? undefined : JSON.parse(text);
  };
  const http = createServer(async (request, reply) => {
    const one = { line: `${request.method} ${request.url}`, body: await read(request) };
    asked.push(one);
    const { status, body } = answer(one);
    reply.writeHead(status, { 'content-type': 'application/json' });
    reply.end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  ends.push(() => {
    http.closeAllConnections();
    http.close();
  });
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return { origin, token: 'token', asked };
}
const person = (name: string) => ({
  ...{ id: newId(), name, email: `${name}@a.example`, role: 'attendant', active: false },
});

it('has everybody, however many pages they fill', async () => {
  const [ana, bia] = [person('ana'), person('bia')];
  const there = await server(({ line }) =>
    line.includes('cursor')
      ? { status: 200, body: { items: [bia], nextCursor: null } }
      : { status: 200, body: { items: [ana], nextCursor: 'a&b' } },
  );
  expect(await usersOf(there)).toEqual([ana, bia]);
  expect(there.asked.map(({ line }) => line)).toEqual([
    ...['GET /api/v1/users', 'GET /api/v1/users?cursor=a%26b'],
  ]);
});

it('comes to an end where a server always names another page', async () => {
  const there = await server(() => ({ status: 200, body: { items: [], nextCursor: 'more' } }));
  expect(await usersOf(there)).toEqual([]);
});

it('passes on why a code was not taken', async () => {
  const problem = { type: 'about:blank', title: 'Bad Request', status: 400, detail: 'No.' };
  const there = await server(() => ({ status: 400, body: { ...problem, code: 'wrong-code' } }));
  const asked = { email: 'ana@a.example', code: 'AAAA-AAAA', password: 'uma senha nova' };
  await expect(confirmCode(there.origin, asked)).rejects.toMatchObject({
    refusal: { code: 'wrong-code' },
  });
  expect(there.asked).toEqual([{ line: 'POST /api/v1/password-reset/confirm', body: asked }]);
});

it('takes nothing that is not Recado for an answer', async () => {
  const there = await server(() => ({ status: 200, body: { hello: 'you' } }));
  for (const asking of [usersOf(there), endOwnSignIn(there, newId())]) {
    await expect(asking).rejects.toMatchObject({ refusal: { code: 'server-unreachable' } });
  }
});

it('says what it is when somebody signs in', async () => {
  const user = { ...person('ana'), active: true };
  const there = await server(() => ({
    ...{ status: 200, body: { token: 't', expiresAt: '2099-01-01T00:00:00.000Z', user } },
  }));
  await signIn(there.origin, { email: user.email, password: 'x', device: 'caixa · Linux' });
  expect(there.asked[0]?.body).toMatchObject({ device: 'caixa · Linux' });
});

async function atDesk(): Promise<{
  desk: TestConsole;
  server: Awaited<ReturnType<typeof startTestServer>>;
}> {
  const place = freshFolder();
  const server = await startTestServer();
  const desk = openTestConsole(place.folder);
  ends.push(
    place.remove,
    () => server.close(),
    () => desk.console.close(),
  );
  return { desk, server };
}

it('asks for a code before anybody is signed in, and nothing else of it all', async () => {
  const { desk, server } = await atDesk();
  const at = { server: server.address, email: 'ana@a.example' };
  expect(await desk.ask('askForCode', at)).toEqual({ ok: true, value: null });
  const short = { ...at, code: 'A', password: 'curta' };
  expect(await desk.ask('confirmCode', short)).toMatchObject({
    ...{ code: 'invalid', path: '/password' },
  });
  for (const name of ['users', 'ownSignIns'] as const) {
    expect(await desk.ask(name, {})).toMatchObject({ ok: false, code: 'unauthenticated' });
  }
});

it('goes by the name that was given elsewhere, at once', async () => {
  const { desk, server } = await atDesk();
  const ana = server.addUser('Ana');
  await desk.signIn(server.address, ana.email);
  await desk.until(desk.online);
  const row = { id: ana.id, name: 'Ana Lima', role: ana.role, active: true };
  server.record([{ entity: 'user', id: ana.id, row }]);
  await desk.until(() => desk.all('opening').at(-1)?.user?.name === 'Ana Lima');
  expect((await desk.call('open', {})).user?.name).toBe('Ana Lima');
});
