/** A simulated phone's own picture: what the server hears of it, and gets. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { until } from '../../platform/test-waiting.ts';
import { AttachmentGone, type DriverEvent } from '../driver.ts';
import { ana, bytesOf, form, hashOf, rui, testSimulator } from './test-simulator.ts';

const at = `/simulator/contacts/${ana}`;
const jpeg = Buffer.from('a picture');
const another = Buffer.from('another picture');
type Scene = Awaited<ReturnType<typeof testSimulator>>;

const put = ({ ask }: Scene, bytes: Buffer, type = 'image/jpeg', phone = ana) => {
  const { payload, headers } = form({ note: 'x' }, { bytes, type, name: '../eu.jpg' });
  return ask('PUT', `/simulator/contacts/${phone}/picture`, payload, { headers });
};
const told = (events: DriverEvent[]) =>
  events.flatMap((event) =>
    event.type === 'person' && event.picture !== undefined ? [event.picture?.id ?? null] : [],
  );
const files = ({ folder }: Scene) =>
  readdirSync(join(folder, 'simulator-files')).filter((name) => name !== 'incoming');

test('whoever has spoken shows a picture: the server hears of it and gets its bytes', async () => {
  const scene = await testSimulator();
  const { ask, driver, taken } = scene;
  await ask('POST', `${at}/messages`, { text: 'oi' });
  const answer = await put(scene, jpeg);
  expect(answer).toMatchObject({ status: 200, body: { phone: ana, picture: expect.any(String) } });
  await until(() => told(taken).length > 0);
  expect(told(taken)).toEqual([hashOf(jpeg)]);
  expect(await bytesOf(await driver.fetch({ sha256: hashOf(jpeg) }))).toEqual(jpeg);
  const shown = await ask('GET', answer.body.picture);
  expect([shown.status, shown.type, shown.raw]).toEqual([200, 'image/jpeg', jpeg]);
});

test('of a phone that never spoke the server hears with its first message', async () => {
  const scene = await testSimulator();
  const { ask, taken } = scene;
  await put(scene, jpeg);
  await ask('POST', `${at}/messages`, { text: 'oi' });
  await ask('POST', `${at}/messages`, { text: 'oi?' });
  await ask('POST', `/simulator/contacts/${rui}/messages`, { text: 'oi' });
  await until(() => taken.some((event) => 'phone' in event && event.phone === rui));
  expect(taken.map(({ type }) => type)).toEqual(['message', 'person', 'message', 'message']);
  expect(told(taken)).toEqual([hashOf(jpeg)]);
});

test('another one, and none: the old bytes are gone', async () => {
  const scene = await testSimulator();
  const { ask, driver, taken } = scene;
  await ask('POST', `${at}/messages`, { text: 'oi' });
  await put(scene, jpeg);
  await put(scene, another, 'image/png');
  expect(files(scene)).toEqual([hashOf(another)]);
  const { status, body } = await ask('DELETE', `${at}/picture`);
  expect([status, body.picture]).toEqual([200, undefined]);
  await until(() => told(taken).length === 3);
  expect(told(taken)).toEqual([hashOf(jpeg), hashOf(another), null]);
  expect(files(scene)).toEqual([]);
  await expect(driver.fetch({ sha256: hashOf(another) })).rejects.toThrow(AttachmentGone);
  expect((await ask('GET', `${at}/picture`)).status).toBe(404);
});

test('what two phones share stays while one of them has it, and through a restart', async () => {
  const scene = await testSimulator();
  await put(scene, jpeg);
  await put(scene, jpeg, 'image/jpeg', rui);
  await scene.ask('DELETE', `${at}/picture`);
  const next = await testSimulator({ folder: scene.folder });
  expect(files(next)).toEqual([hashOf(jpeg)]);
  expect(next.store.phone(rui)?.picture).toBeDefined();
});

test('a phone that is off tells it once it is on', async () => {
  const scene = await testSimulator();
  const { ask, taken } = scene;
  await ask('POST', `${at}/messages`, { text: 'oi' });
  await ask('PATCH', at, { online: false });
  await put(scene, jpeg);
  await ask('POST', `/simulator/contacts/${rui}/messages`, { text: 'oi' });
  await until(() => taken.some((event) => 'phone' in event && event.phone === rui));
  expect(told(taken)).toEqual([]);
  await ask('PATCH', at, { online: true });
  await until(() => told(taken).length > 0);
});

test.each([
  ['is no picture', Buffer.from('%PDF'), 'application/pdf', 415],
  ['would run', Buffer.from('<svg/>'), 'image/svg+xml', 415],
  ['is too large', Buffer.alloc(5 * 1024 * 1024 + 1), 'image/jpeg', 413],
])('what %s is refused, and leaves nothing', async (_, bytes, type, status) => {
  const scene = await testSimulator();
  expect(await put(scene, bytes, type)).toMatchObject({ status });
  expect(scene.store.phone(ana)).toBeNull();
  expect(files(scene)).toEqual([]);
});

test('no file, no form, no phone: each is said', async () => {
  const scene = await testSimulator();
  const { payload, headers } = form({ note: 'x' });
  const sent = await scene.ask('PUT', `${at}/picture`, payload, { headers });
  expect(sent).toMatchObject({ status: 400, body: { errors: [{ path: '/file' }] } });
  expect((await scene.ask('PUT', `${at}/picture`, { a: 1 })).status).toBe(415);
  expect((await scene.ask('DELETE', `${at}/picture`)).status).toBe(404);
  expect((await put(scene, jpeg, 'image/jpeg', 'abc')).status).toBe(400);
  expect(existsSync(join(scene.folder, 'simulator-files', hashOf(jpeg)))).toBe(false);
});
