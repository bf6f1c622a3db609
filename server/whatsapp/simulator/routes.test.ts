import type { FastifyInstance, InjectOptions } from 'fastify';
import { beforeEach, expect, test, vi } from 'vitest';
import { longestText } from '#shared/contract/message.ts';
import { until } from '../../platform/test-waiting.ts';
import type { DriverEvent } from '../driver.ts';
import type { Simulator } from './driver.ts';
import { ana, testSimulator } from './test-simulator.ts';

const messagesOf = `/simulator/contacts/${ana}/messages`;
const receiptsOf = `/simulator/contacts/${ana}/receipts`;

let app: FastifyInstance;
let simulator: Simulator;
let taken: DriverEvent[];
beforeEach(async () => {
  ({ app, simulator, taken } = await testSimulator());
});

const ask = async (
  method: InjectOptions['method'],
  url: string,
  payload?: InjectOptions['payload'],
  more: InjectOptions = {},
) => {
  const answer = await app.inject({ method, url, payload, ...more });
  const type = String(answer.headers['content-type'] ?? '');
  const body = type.includes('json') && answer.body ? answer.json() : answer.body;
  return { status: answer.statusCode, type, body };
};
const post = (url: string, payload?: InjectOptions['payload']) => ask('POST', url, payload);

/** A problem document with this status and code that names this field. */
async function refused(asked: ReturnType<typeof ask>, status: number, code: string, path?: string) {
  const { type, body, ...answer } = await asked;
  expect(answer.status).toBe(status);
  expect(type).toBe('application/problem+json; charset=utf-8');
  expect(body).toMatchObject({ type: 'about:blank', status, code, detail: expect.any(String) });
  if (path !== undefined) {
    expect(body.errors.map((one: { path: string }) => one.path)).toEqual([path]);
    expect(body.errors[0].message).not.toBe('');
  }
  return body.detail as string;
}

test('a contact sends: 202 with the id under which the server has it and the phone shows it', async () => {
  const answer = await post(messagesOf, { text: 'Olá 👋', name: 'Ana' });
  expect(answer).toMatchObject({
    status: 202,
    body: { whatsappId: expect.stringMatching(/^SIM/) },
  });
  expect(Object.keys(answer.body)).toEqual(['whatsappId']);
  const { whatsappId } = answer.body;
  await until(() => taken.length > 0);
  expect(taken).toMatchObject([{ whatsappId, phone: ana, name: 'Ana', text: 'Olá 👋' }]);
  const shows = await ask('GET', messagesOf);
  expect(shows).toMatchObject({ status: 200 });
  expect(shows.body).toEqual({
    items: [
      {
        whatsappId,
        fromContact: true,
        kind: 'text',
        text: 'Olá 👋',
        status: 'delivered',
        sentAt: expect.stringMatching(/Z$/),
      },
    ],
  });
});

test('one phone, however its number is written; its id again sends nothing new', async () => {
  const ways = [ana, '5511999990001', '%2B55%20(11)%2099999-0001', '+55.11.99999.0001'];
  for (const way of ways) {
    const answer = await post(`/simulator/contacts/${way}/messages`, { text: way, id: 'A.1_-' });
    expect(answer).toMatchObject({ status: 202, body: { whatsappId: 'A.1_-' } });
  }
  const { body } = await ask('GET', messagesOf);
  expect(body.items.map(({ text }: { text: string }) => text)).toEqual([ana]);
});

test.each([
  ['no text', {}, '/text'],
  ['an empty text', { text: '' }, '/text'],
  ['blanks', { text: ' \n\t' }, '/text'],
  ['a number for a text', { text: 5 }, '/text'],
  ['too long a text', { text: 'a'.repeat(longestText + 1) }, '/text'],
  ['an empty name', { text: 'oi', name: '' }, '/name'],
  ['too long a name', { text: 'oi', name: 'a'.repeat(101) }, '/name'],
  ['an id with a blank', { text: 'oi', id: 'a b' }, '/id'],
  ['too long an id', { text: 'oi', id: 'a'.repeat(65) }, '/id'],
  ['a field that is not known', { text: 'oi', colour: 'red' }, '/colour'],
  ['a list', [], ''],
])('%s is refused by its field, and nothing is written', async (_, body, path) => {
  await refused(post(messagesOf, body), 400, 'invalid', path);
  expect(simulator.store.messages(ana)).toEqual([]);
});

test('the longest text is taken', async () => {
  const text = 'ã'.repeat(longestText);
  expect(await post(messagesOf, { text })).toMatchObject({ status: 202 });
  expect(simulator.store.messages(ana)[0]?.text === text).toBe(true);
});

test.each(['abc', '0', '12345', '0551199999000', '55119999900019999', '+', '%00', '👋', '+55-a'])(
  'the phone %j in the path is refused, everywhere',
  async (phone) => {
    const at = `/simulator/contacts/${encodeURIComponent(decodeURIComponent(phone))}`;
    await refused(post(`${at}/messages`, { text: 'oi' }), 400, 'invalid', '/phone');
    await refused(ask('GET', `${at}/messages`), 400, 'invalid', '/phone');
    const receipt = { upTo: 'A1', status: 'read' };
    await refused(post(`${at}/receipts`, receipt), 400, 'invalid', '/phone');
    await refused(ask('PATCH', at, { online: false }), 400, 'invalid', '/phone');
    expect(simulator.store.phones(10)).toEqual([]);
  },
);

test('what is not JSON is refused', async () => {
  const send = (type: string, payload: string) =>
    ask('POST', messagesOf, payload, { headers: { 'content-type': type } });
  await refused(send('application/xml', '<text>oi</text>'), 415, 'unsupported');
  await refused(send('application/json', '{"text":'), 400, 'invalid');
  await refused(send('application/json', ''), 400, 'invalid');
  await refused(send('text/plain', 'oi'), 400, 'invalid');
  expect(simulator.store.messages(ana)).toEqual([]);
});

test('a message that could not be kept is not answered with 202', async () => {
  vi.spyOn(simulator.store, 'write').mockImplementationOnce(() => {
    throw new Error('disk full');
  });
  expect(await post(messagesOf, { text: 'oi' })).toMatchObject({ status: 500 });
});

test('receipts up to a message are taken; for one that does not show, 404', async () => {
  simulator.store.receive([
    { phone: ana, whatsappId: 'OUT1', text: '1' },
    { phone: ana, whatsappId: 'OUT2', text: '2' },
  ]);
  expect(await post(receiptsOf, { upTo: 'OUT1', status: 'read' })).toMatchObject({ status: 202 });
  const { body } = await ask('GET', `${messagesOf}?last=1`);
  expect(body.items).toMatchObject([{ whatsappId: 'OUT2', status: 'delivered' }]);
  expect(simulator.store.messages(ana)).toMatchObject([
    { status: 'read' },
    { status: 'delivered' },
  ]);

  const read = (upTo: unknown, status: unknown = 'read') => post(receiptsOf, { upTo, status });
  await refused(read('OUT9'), 404, 'not-found', '/upTo');
  await refused(read('OUT1', 'sent'), 400, 'invalid', '/status');
  await refused(read(1), 400, 'invalid', '/upTo');
  await refused(post(receiptsOf, { status: 'read' }), 400, 'invalid', '/upTo');
  const stranger = '/simulator/contacts/+5511999990002/receipts';
  await refused(post(stranger, { upTo: 'OUT1', status: 'read' }), 404, 'not-found', '/upTo');
});

test('a phone is made, named, taken offline and found', async () => {
  const at = `/simulator/contacts/${ana}`;
  expect(await ask('PATCH', at, { name: 'Ana', online: false })).toMatchObject({
    status: 200,
    body: { phone: ana, name: 'Ana', online: false, lastText: null, unread: 0 },
  });
  expect(await ask('PATCH', at, {})).toMatchObject({ status: 200, body: { online: false } });
  await refused(ask('PATCH', at, { online: 'no' }), 400, 'invalid', '/online');
  await refused(ask('PATCH', at, { name: '  ' }), 400, 'invalid', '/name');
  const found = await ask('GET', '/simulator/contacts?search=an&limit=5');
  expect(found.body.items).toMatchObject([{ phone: ana, name: 'Ana' }]);
  expect((await ask('GET', '/simulator/contacts?search=zz')).body).toEqual({ items: [] });
  await refused(ask('GET', '/simulator/contacts?limit=0'), 400, 'invalid', '/limit');
  await refused(ask('GET', `${messagesOf}?last=0`), 400, 'invalid', '/last');
});

test('faults are answered as they hold; what is not sent stays', async () => {
  const faults = (body: object) => post('/simulator/faults', body);
  expect(await faults({})).toMatchObject({ status: 200, body: {} });
  expect((await faults({ duplicate: true, delayMs: 10 })).body).toEqual({
    duplicate: true,
    delayMs: 10,
  });
  expect((await faults({ reorder: true, failSends: 3, delayMs: 0, drop: true })).body).toEqual({
    duplicate: true,
    delayMs: 0,
    reorder: true,
    failSends: 3,
  });
  expect(simulator.state().open).toBe(false);
  await refused(faults({ delayMs: 60_001 }), 400, 'invalid', '/delayMs');
  await refused(faults({ failSends: -1 }), 400, 'invalid', '/failSends');
  await refused(faults({ duplicate: 'yes' }), 400, 'invalid', '/duplicate');
  await refused(faults({ explode: true }), 400, 'invalid', '/explode');
  expect(simulator.state().faults.delayMs).toBe(0);
});

test.each([
  ['by a name that somebody pointed here', { headers: { host: 'evil.example:4680' } }],
  ['by a name that begins like ours', { headers: { host: 'localhost.evil.example' } }],
  ['from another machine', { remoteAddress: '192.168.0.7' }],
  ['through a proxy on this machine', { headers: { 'x-forwarded-for': '203.0.113.9' } }],
])('asked %s it answers nothing, and does nothing', async (_, how) => {
  const from = (method: InjectOptions['method'], url: string, payload?: object) =>
    refused(ask(method, url, payload, how), 403, 'forbidden');
  expect(await from('POST', messagesOf, { text: 'oi' })).toContain('RECADO_SIMULATOR_OPEN');
  await from('GET', messagesOf);
  await from('GET', '/simulator/contacts');
  await from('POST', receiptsOf, { upTo: 'A', status: 'read' });
  await from('PATCH', `/simulator/contacts/${ana}`, { online: false });
  await from('POST', '/simulator/faults', { drop: true });
  await from('GET', '/simulator/changes');
  await from('GET', '/simulator');
  await from('GET', '/simulator/simulator.js');
  expect(simulator.store.phones(10)).toEqual([]);
  expect(simulator.state().open).toBe(true);
});

test('asked by any of this machine’s own names it answers; opened, it answers everyone', async () => {
  for (const host of ['localhost:4680', '127.0.0.1:4680', '[::1]:4680', 'localhost']) {
    expect(await ask('GET', messagesOf, undefined, { headers: { host } })).toMatchObject({
      status: 200,
    });
  }
  const mapped = { remoteAddress: '::ffff:127.0.0.1' };
  expect(await ask('GET', messagesOf, undefined, mapped)).toMatchObject({ status: 200 });
  ({ app } = await testSimulator({ open: true }));
  const far = { remoteAddress: '192.168.0.7', headers: { host: 'recado.example' } };
  expect(await ask('POST', messagesOf, { text: 'oi' }, far)).toMatchObject({ status: 202 });
});

test('the page is there, and whoever has it open hears of every change', async () => {
  expect(await ask('GET', '/simulator')).toMatchObject({
    status: 200,
    type: expect.stringContaining('text/html'),
  });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const over = new AbortController();
  const response = await fetch(`${address}/simulator/changes`, { signal: over.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  let heard = '';
  const listening = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body as ReadableStream<Uint8Array>) {
      heard += decoder.decode(chunk, { stream: true });
    }
  })().catch(() => {});
  const told = (event: string) =>
    heard
      .split('\n\n')
      .filter((block) => block.startsWith(`event: ${event}\n`) && heard.includes(`${block}\n\n`))
      .map((block) => JSON.parse(block.slice(block.indexOf('data: ') + 6)));
  await until(() => told('state').length === 1);
  expect(told('state')).toEqual([{ open: true, faults: {} }]);
  await post(messagesOf, { text: 'oi' });
  await until(() => told('phone').some(({ lastStatus }) => lastStatus === 'delivered'));
  expect(told('phone').at(-1)).toMatchObject({ phone: ana, lastText: 'oi', unread: 0 });
  await post('/simulator/faults', { failSends: 1 });
  await until(() => told('state').length === 2);
  expect(told('state').at(-1)).toEqual({ open: true, faults: { failSends: 1 } });
  over.abort();
  await listening;
});

test('who still has the page open when the server stops is told nothing of what is closed', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  try {
    const stream = await app.inject({ url: '/simulator/changes', payloadAsStream: true });
    expect(stream.statusCode).toBe(200);
    const looked = vi.spyOn(simulator.store, 'phone');
    await post('/simulator/faults', { failSends: 1 });
    await app.close();
    expect(vi.getTimerCount()).toBe(0);
    await vi.runAllTimersAsync();
    expect(looked).not.toHaveBeenCalled();
  } finally {
    vi.useRealTimers();
  }
});
