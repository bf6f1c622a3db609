/** Whatever is sent to a running server: refused in words that name the field, and it goes on. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { io, type Socket } from 'socket.io-client';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Answer } from '#shared/contract/refusal.ts';
import {
  addAttendant,
  phone,
  postgresOf,
  rest,
  type Server,
  signIn,
  startServer,
} from './programs.ts';

type Service = { id: string; state: string; contact: { id: string } };
type Problem = { status: number; title: string; detail: string; errors?: { path: string }[] };

const hostile = '🏥 שלום \u202Egnp.exe\u2066 ﷽ e\u0301 \u0007 <b>';
const large = 'ã'.repeat(1024 * 1024);

let server: Server;
let ana: string;
let rui: string;
let ofAna: Service;
let conversationId: string;

beforeAll(async () => {
  server = await startServer();
  ana = await signIn(server, await addAttendant(server, 'Ana'));
  rui = await signIn(server, await addAttendant(server, 'Rui'));
  await phone(server, '5511970000001').write('oi');
  ofAna = await vi.waitFor(async () => {
    const path = '/api/v1/services?state=waiting';
    const [first] = (await rest<{ items: Service[] }>(server, ana, 'GET', path)).items;
    if (!first) throw new Error('it is not there yet');
    return first;
  }, 10_000);
  await rest(server, ana, 'POST', `/api/v1/services/${ofAna.id}/start`);
  const database = new pg.Client({ connectionString: postgresOf(server) });
  await database.connect();
  const { rows } = await database.query('select conversation_id from services');
  conversationId = rows[0].conversation_id;
  await database.end();
});
afterAll(() => server?.close());

type Asked = { token?: string; body?: string | object; type?: string };
async function ask(method: string, path: string, { token, body, type }: Asked = {}) {
  const answer = await fetch(`${server.address}${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': type ?? 'application/json' }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    problem: (text && JSON.parse(text)) as Problem,
  };
}

describe('over REST', () => {
  const messages = () => `/api/v1/services/${ofAna.id}/messages`;
  const good = () => ({ id: newId(), kind: 'text', text: 'oi' });
  const cases: [string, () => [string, string, Asked?], number, string?][] = [
    ['JSON that ends too early', () => ['POST', messages(), { body: '{"id":' }], 400],
    ['JSON that is no object', () => ['POST', messages(), { body: '[1]' }], 400],
    ['no body', () => ['POST', messages()], 400],
    [
      'a form',
      () => ['POST', messages(), { body: 'a=b', type: 'application/x-www-form-urlencoded' }],
      415,
    ],
    ['an unknown field', () => ['POST', messages(), { body: { ...good(), as: 'x' } }], 400, '/as'],
    ['a wrong type', () => ['POST', messages(), { body: { ...good(), text: 1 } }], 400, '/text'],
    ['no text', () => ['POST', messages(), { body: { ...good(), text: '' } }], 400, '/text'],
    ['blanks', () => ['POST', messages(), { body: { ...good(), text: ' \n\t' } }], 400, '/text'],
    ['no id', () => ['POST', messages(), { body: { kind: 'text', text: 'oi' } }], 400, '/id'],
    [
      'an id that is none',
      () => ['POST', messages(), { body: { ...good(), id: 'a' } }],
      400,
      '/id',
    ],
    [
      'an unknown kind',
      () => ['POST', messages(), { body: { ...good(), kind: 'x' } }],
      400,
      '/kind',
    ],
    ['1 MB of text', () => ['POST', messages(), { body: { ...good(), text: large } }], 413],
    [
      'a text too long',
      () => ['POST', messages(), { body: { ...good(), text: 'a'.repeat(70_000) } }],
      400,
      '/text',
    ],
    ['an id in the path that is none', () => ['GET', '/api/v1/services/1%27--'], 400, '/id'],
    ['a service that is not there', () => ['GET', `/api/v1/services/${randomUUID()}`], 404],
    ['a limit beyond the most', () => ['GET', '/api/v1/services?limit=201'], 400, '/limit'],
    ['an unknown filter', () => ['GET', '/api/v1/services?stat=open'], 400, '/stat'],
    ['a time that is none', () => ['GET', '/api/v1/services?from=ontem'], 400, '/from'],
    ['a cursor of somebody else', () => ['GET', '/api/v1/services?cursor=zzzz'], 400, '/cursor'],
    [
      'a phone that is none',
      () => ['POST', '/api/v1/services', { body: { phone: '12' } }],
      400,
      '/phone',
    ],
    [
      'neither phone nor contact',
      () => ['POST', '/api/v1/services', { body: {} }],
      400,
      '/contactId',
    ],
    [
      'an unknown contact',
      () => ['POST', '/api/v1/services', { body: { contactId: randomUUID() } }],
      404,
    ],
    [
      'somebody who is no attendant',
      () => [
        'POST',
        `/api/v1/services/${ofAna.id}/transfer`,
        { body: { attendantId: randomUUID() } },
      ],
      409,
    ],
    ['an unknown address', () => ['GET', '/api/v1/nowhere'], 404],
    ['a method that is not there', () => ['DELETE', '/api/v1/services'], 405],
    ['what only an admin may', () => ['GET', '/api/v1/users'], 403],
    ['the session, by an attendant', () => ['POST', '/api/v1/whatsapp/unlink'], 403],
  ];
  it.each(cases)('%s', async (_, asked, status, path) => {
    const [method, where, more] = asked();
    const answer = await ask(method, where, { token: ana, ...more });
    expect(answer.status).toBe(status);
    expect(answer.type).toMatch(/^application\/problem\+json/);
    expect(answer.problem).toMatchObject({
      status,
      title: expect.any(String),
      detail: expect.stringMatching(/\w/),
    });
    if (path) expect(answer.problem.errors?.map((fault) => fault.path)).toContain(path);
  });

  it("another's service is not answered in their name, and says whose it is", async () => {
    const answer = await ask('POST', messages(), { token: rui, body: good() });
    expect(answer).toMatchObject({ status: 409, problem: { holder: { name: 'Ana' } } });
  });

  it("another's message id does not give their message away", async () => {
    const mine = good();
    expect((await ask('POST', messages(), { token: ana, body: mine })).status).toBe(201);
    const theirs = await ask('POST', messages(), { token: rui, body: { ...mine, text: 'outro' } });
    expect(theirs.status).toBe(409);
    expect(JSON.stringify(theirs.problem)).not.toContain('"oi"');
    // The same again, by whom it is, is the first answer.
    const again = await ask('POST', messages(), { token: ana, body: mine });
    expect(again).toMatchObject({ status: 200, problem: { id: mine.id, text: 'oi' } });
  });

  it('who may not ask is told so before anything about the question', async () => {
    for (const token of [undefined, 'no-such-token-anywhere-at-all', await expired()]) {
      for (const [method, path] of [
        ['POST', messages()],
        ['GET', '/api/v1/services?limit=x'],
        ['POST', '/api/v1/users'],
        ['POST', '/api/v1/whatsapp/stop'],
      ] as const) {
        const answer = await ask(method, path, { token, ...(method === 'POST' && { body: '{' }) });
        expect([answer.status, method, path]).toEqual([401, method, path]);
      }
    }
  });

  it('every letter of a text comes back as it went', async () => {
    const sent = { ...good(), text: hostile };
    const answer = await ask('POST', messages(), { token: ana, body: sent });
    expect(answer).toMatchObject({ status: 201, problem: { text: hostile } });
    const { items } = await rest<{ items: { text: string }[] }>(server, ana, 'GET', messages());
    expect(items.at(-1)?.text).toBe(hostile);
  });

  it('what no text can hold is left out or marked, and the rest of the text goes', async () => {
    const sent = { ...good(), text: 'a\0b\uD800c' };
    const answer = await ask('POST', messages(), { token: ana, body: sent });
    expect(answer).toMatchObject({ status: 201, problem: { text: 'ab\uFFFDc' } });
  });
});

describe('over the socket', () => {
  let socket: Socket;
  beforeAll(async () => {
    socket = await connected(ana);
  });
  afterAll(() => socket?.disconnect());
  const told = (event: string, payload: unknown): Promise<Answer<unknown>> =>
    socket.timeout(10_000).emitWithAck(event, payload);
  const good = () => ({
    ...{ id: newId(), type: 'sendMessage', messageId: newId(), conversationId },
    ...{ kind: 'text', text: 'oi' },
  });

  const cases: [string, string, () => unknown, string, string?][] = [
    ['nothing', 'command', () => null, 'invalid', ''],
    ['a text', 'command', () => 'sendMessage', 'invalid', ''],
    ['an unknown command', 'command', () => ({ ...good(), type: 'dropTables' }), 'invalid'],
    ['a prototype', 'command', () => ({ ...good(), type: '__proto__' }), 'invalid'],
    ['an unknown field', 'command', () => ({ ...good(), by: 'x' }), 'invalid', '/by'],
    ['a missing field', 'command', () => ({ ...good(), text: undefined }), 'invalid', '/text'],
    ['a wrong type', 'command', () => ({ ...good(), text: { a: 1 } }), 'invalid', '/text'],
    ['1 MB of text', 'command', () => ({ ...good(), text: large }), 'invalid', '/text'],
    [
      'an unknown conversation',
      'command',
      () => ({ ...good(), conversationId: randomUUID() }),
      'not-found',
    ],
    ['a deep object', 'pull', () => JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`), 'invalid'],
    [
      'a cursor below zero',
      'pull',
      () => ({ epoch: randomUUID(), since: -1 }),
      'invalid',
      '/since',
    ],
    [
      'a cursor that is text',
      'pull',
      () => ({ epoch: randomUUID(), since: '1' }),
      'invalid',
      '/since',
    ],
    ['a page that is none', 'snapshot', () => ({ after: "x' or 1=1" }), 'invalid', '/after'],
    [
      'a page too large',
      'older',
      () => ({ conversationId, before: 5, limit: 1e9 }),
      'invalid',
      '/limit',
    ],
  ];
  it.each(cases)('%s', async (_, event, payload, code, path) => {
    const answer = await told(event, payload());
    expect(answer).toMatchObject({ ok: false, code, detail: expect.stringMatching(/\w/) });
    if (path !== undefined && !answer.ok) expect(answer.path ?? '').toBe(path);
    expect(socket.connected).toBe(true);
    expect(await told('command', good())).toMatchObject({ ok: true });
  });

  it('an event that nobody knows, and a question without an answer, close nothing', async () => {
    socket.emit('no such event', { a: 1 });
    socket.emit('command', good());
    socket.emit('command');
    expect(await told('command', good())).toMatchObject({ ok: true });
  });

  it('no token, a wrong one and an expired one do not come in', async () => {
    for (const token of ['', 'no-such-token-anywhere-at-all', await expired()]) {
      await expect(connected(token)).rejects.toMatchObject({ data: { code: 'unauthenticated' } });
    }
    await expect(connected({ no: 'text' } as never)).rejects.toMatchObject({
      data: { code: 'invalid' },
    });
  });

  it('after all of it the server is well, and the phone shows what was sent once each', async () => {
    expect((await ask('GET', '/api/health')).status).toBe(200);
    const shown = await phone(server, '5511970000001').shows();
    expect(new Set(shown.map((message) => message.whatsappId)).size).toBe(shown.length);
  });
});

function connected(token: string): Promise<Socket> {
  const socket = io(server.address, {
    ...{ auth: { token, app: '99.0.0' }, transports: ['websocket'] },
    ...{ forceNew: true, reconnection: false },
  });
  return new Promise((resolve, reject) => {
    socket.once('welcome', () => resolve(socket));
    socket.once('connect_error', reject);
  });
}

/** A token that was good until just now. */
async function expired(): Promise<string> {
  const token = await signIn(server, {
    email: 'rui@clinica.example',
    password: 'a senha de Rui',
  });
  const database = new pg.Client({ connectionString: postgresOf(server) });
  await database.connect();
  await database.query(
    `update sign_ins set expires_at = now() - interval '1 second'
     where token_hash = sha256(convert_to($1, 'UTF8'))`,
    [token],
  );
  await database.end();
  return token;
}
