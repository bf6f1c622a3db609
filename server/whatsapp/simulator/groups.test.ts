/** Simulated groups: what everybody of one sees, and what the server hears of it. */
import { expect, test } from 'vitest';
import { until } from '../../platform/test-waiting.ts';
import type { DriverEvent } from '../driver.ts';
import { ana, rui, testSimulator } from './test-simulator.ts';

const group = '120363000000000001';
const at = `/simulator/groups/${group}`;
const shownGroups = { groupsShown: () => true };
const typesOf = (events: DriverEvent[]) => events.map(({ type }) => type);

test('what somebody writes is told with who they are and what the group is called', async () => {
  const { ask, taken } = await testSimulator(shownGroups);
  await ask('PATCH', at, { name: 'Condomínio' });
  const sent = await ask('POST', `${at}/messages`, { from: ana, name: 'Ana', text: 'oi' });
  expect(sent).toMatchObject({ status: 202, body: { whatsappId: expect.any(String) } });
  await until(() => taken.length === 2);
  expect(taken[1]).toMatchObject({
    ...{ type: 'message', phone: null, group, name: 'Condomínio', text: 'oi' },
    by: { id: ana, name: 'Ana', phone: ana },
  });
  expect((await ask('GET', '/simulator/groups')).body.items).toEqual([
    { id: group, name: 'Condomínio' },
  ]);
});

test('while groups are ignored the server hears nothing, and what came meanwhile never comes', async () => {
  let shown = false;
  const { ask, taken } = await testSimulator({ groupsShown: () => shown });
  await ask('POST', `${at}/messages`, { from: ana, text: 'antes' });
  await ask('POST', `/simulator/contacts/${rui}/messages`, { text: 'de uma pessoa' });
  await until(() => taken.length > 0);
  shown = true;
  await ask('POST', `${at}/messages`, { from: ana, text: 'depois' });
  await until(() => taken.length > 1);
  expect(taken.map((event) => 'text' in event && event.text)).toEqual(['de uma pessoa', 'depois']);
});

test('the same id twice is one message of one person, and two of two', async () => {
  const { ask, taken } = await testSimulator(shownGroups);
  const write = (from: string, text: string) =>
    ask('POST', `${at}/messages`, { from, text, id: 'SAME' });
  await write(ana, 'da Ana');
  await write(ana, 'da Ana, de novo');
  await write(rui, 'do Rui');
  const { body } = await ask('GET', `${at}/messages`);
  expect(body.items.map(({ from, text }: { from: string; text: string }) => [from, text])).toEqual([
    [ana, 'da Ana'],
    [rui, 'do Rui'],
  ]);
  await until(() => taken.length === 2);
});

test('people answer, react to, edit and delete; nobody changes the message of another', async () => {
  const { ask, taken } = await testSimulator(shownGroups);
  await ask('POST', `${at}/messages`, { from: ana, name: 'Ana', text: 'oi', id: 'A1' });
  await ask('POST', `${at}/messages`, {
    from: rui,
    name: 'Rui',
    text: 'olá',
    id: 'R1',
    quotes: 'A1',
  });
  await ask('POST', `${at}/reactions`, { from: rui, to: 'A1', emoji: '👍' });
  const steal = await ask('PATCH', `${at}/messages/A1`, { from: rui, text: 'x' });
  expect(steal).toMatchObject({ status: 404, body: { errors: [{ path: '/messageId' }] } });
  await ask('PATCH', `${at}/messages/A1`, { from: ana, text: 'oi!' });
  await ask('DELETE', `${at}/messages/R1?from=${encodeURIComponent(rui)}`);
  await until(() => taken.length === 5);
  expect(typesOf(taken)).toEqual(['message', 'message', 'reaction', 'edit', 'delete']);
  expect(taken[1]).toMatchObject({ quoted: { whatsappId: 'A1', fromMe: false, author: ana } });
  expect(taken[2]).toMatchObject({ toOurs: false, author: ana, by: { id: rui, name: 'Rui' } });
  expect(taken[3]).toMatchObject({ whatsappId: 'A1', text: 'oi!', by: { id: ana } });
  const { body } = await ask('GET', `${at}/messages`);
  expect(body.items).toMatchObject([
    { text: 'oi!', editedAt: expect.any(String), reactions: [{ from: rui, emoji: '👍' }] },
    { text: null, deletedAt: expect.any(String), quotes: 'A1' },
  ]);
});

test('what the number sends shows there once, and how far it has come is told', async () => {
  const { ask, driver, taken } = await testSimulator(shownGroups);
  await ask('POST', `${at}/messages`, { from: ana, text: 'oi', id: 'A1' });
  const to = { phone: null, group } as const;
  const quoted = { whatsappId: 'A1', fromMe: false, text: 'oi', author: ana };
  const message = { ...to, whatsappId: 'OUT1', kind: 'text', text: 'bom dia', quoted } as const;
  expect(await driver.send(message)).toEqual({ ok: true });
  expect(await driver.send(message)).toEqual({ ok: true });
  const of = { whatsappId: 'OUT1', fromMe: true, text: null };
  await driver.send({ ...to, whatsappId: 'E1', kind: 'edit', of, text: 'boa tarde' });
  await driver.send({ ...to, whatsappId: 'E2', kind: 'reaction', of: quoted, emoji: '❤️' });
  expect((await ask('POST', `${at}/receipts`, { to: 'OUT1', status: 'read' })).status).toBe(202);
  expect((await ask('POST', `${at}/receipts`, { to: 'A1', status: 'read' })).status).toBe(404);
  const { body } = await ask('GET', `${at}/messages`);
  expect(body.items).toMatchObject([
    { from: ana, reactions: [{ from: null, emoji: '❤️' }] },
    { from: null, text: 'boa tarde', status: 'read', quotes: 'A1' },
  ]);
  await until(() => typesOf(taken).filter((type) => type === 'status').length === 2);
  const gone = { ...of, whatsappId: 'NONE' };
  expect(await driver.send({ ...to, whatsappId: 'E3', kind: 'delete', of: gone })).toMatchObject({
    permanent: true,
  });
});

test.each([
  ['no group', '/simulator/groups/abc/messages', { from: ana, text: 'oi' }, '/id'],
  ['no phone', `${at}/messages`, { from: 'abc', text: 'oi' }, '/from'],
  ['no text', `${at}/messages`, { from: ana }, '/text'],
])('%s: refused by its field', async (_, url, body, path) => {
  const { ask } = await testSimulator(shownGroups);
  const answer = await ask('POST', url, body);
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
});
