import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { until } from '../../platform/test-waiting.ts';
import { idOf, testFolder } from '../test-whatsapp.ts';
import { openSimulatorStore, type SimulatorStore } from './store.ts';

const ana = '+5511999990001';
const rui = '+5511999990002';

const fileIn = (folder: string) => join(folder, 'simulator.sqlite');
function open(file = fileIn(testFolder()), now?: () => Date): SimulatorStore {
  const store = openSimulatorStore(file, now);
  onTestFinished(() => store.close());
  return store;
}
const textsOf = (store: SimulatorStore, phone: string) =>
  store.messages(phone).map(({ text }) => text);
const statusesOf = (store: SimulatorStore, phone: string) =>
  store.messages(phone).map(({ status }) => status);
const pendingOf = (store: SimulatorStore) =>
  store.pending(100_000).map(({ event }) => (event.type === 'status' ? event.status : idOf(event)));
const takeAll = (store: SimulatorStore) => store.acknowledge(store.pending(100_000));

test('what was accepted is there after it was closed and opened again, all of it', () => {
  const file = fileIn(testFolder());
  const now = () => new Date('2026-11-20T12:00:00.000Z');
  const first = openSimulatorStore(file, now);
  const [made] = first.write([
    { phone: ana, text: 'oi', name: 'Ana' },
    { phone: ana, text: 'tudo bem?', id: 'A2' },
  ]);
  first.receive([{ phone: ana, whatsappId: 'OUT1', text: 'tudo!' }]);
  first.close();

  const second = open(file);
  expect(made).toMatch(/^SIM[0-9A-F]{24}$/);
  const sentAt = '2026-11-20T12:00:00.000Z';
  expect(second.messages(ana)).toEqual([
    { whatsappId: made, fromContact: true, kind: 'text', text: 'oi', status: 'sent', sentAt },
    {
      whatsappId: 'A2',
      fromContact: true,
      kind: 'text',
      text: 'tudo bem?',
      status: 'sent',
      sentAt,
    },
    {
      whatsappId: 'OUT1',
      fromContact: false,
      kind: 'text',
      text: 'tudo!',
      status: 'delivered',
      sentAt,
    },
  ]);
  expect(second.phone(ana)).toEqual({
    phone: ana,
    name: 'Ana',
    online: true,
    calls: 'ring',
    lastText: 'tudo!',
    lastKind: 'text',
    lastFromContact: false,
    lastStatus: 'delivered',
    lastAt: sentAt,
    unread: 1,
  });
  const base = { phone: ana, name: 'Ana', kind: 'text', type: 'message', sentAt };
  expect(second.pending(10).map(({ event }) => event)).toEqual([
    { ...base, whatsappId: made, text: 'oi' },
    { ...base, whatsappId: 'A2', text: 'tudo bem?' },
    { type: 'status', whatsappId: 'OUT1', phone: ana, status: 'delivered', at: sentAt },
  ]);
});

async function victim(file: string) {
  const code = `
    import { openSimulatorStore } from ${JSON.stringify(new URL('./store.ts', import.meta.url).href)};
    const store = openSimulatorStore(${JSON.stringify(file)});
    for (let n = 0; ; ) {
      const ids = store.write([n++, n++].map((nth) => ({ phone: '${ana}', text: 't' + nth })));
      process.stdout.write(ids.map((id) => id + '\\n').join(''));
      store.receive([{ phone: '${rui}', whatsappId: 'OUT' + n, text: 'to Rui' }]);
      process.stdout.write('OUT' + n + '\\n');
      if (n % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let heard = '';
  child.stdout.on('data', (chunk) => {
    heard += chunk;
  });
  // Whole lines only: the last may be cut.
  return { child, said: () => heard.split('\n').slice(0, -1) };
}

test('killed in the middle of its writes, it has lost nothing that it accepted', async () => {
  const file = fileIn(testFolder());
  for (let round = 0; round < 2; round += 1) {
    const { child, said } = await victim(file);
    await until(() => said().length > 150);
    child.kill('SIGKILL');
    await once(child, 'close');

    const store = openSimulatorStore(file);
    const shown = new Set(
      [...store.messages(ana), ...store.messages(rui)].map((message) => message.whatsappId),
    );
    const toHandOver = new Set(store.pending(100_000).map(({ event }) => idOf(event)));
    store.close();
    expect(said().filter((id) => !shown.has(id))).toEqual([]);
    expect(said().filter((id) => !toHandOver.has(id))).toEqual([]);
  }
});

test('the same id of a contact twice shows once, in its first place, and is handed over once', () => {
  const store = open();
  const asked = [
    { phone: ana, text: 'first', id: 'A1' },
    { phone: ana, text: 'second', id: 'A2' },
  ];
  expect(store.write(asked)).toEqual(['A1', 'A2']);
  expect(store.write([{ phone: ana, text: 'something else', id: 'A1' }])).toEqual(['A1']);
  expect(textsOf(store, ana)).toEqual(['first', 'second']);
  expect(pendingOf(store)).toEqual(['A1', 'A2']);

  // Also when the server has had it for long.
  takeAll(store);
  store.write([{ phone: ana, text: 'first', id: 'A1' }]);
  expect(pendingOf(store)).toEqual([]);
  expect(statusesOf(store, ana)).toEqual(['delivered', 'delivered']);

  // Whoever sends chooses the id: another phone, or the server, may choose the same one.
  store.write([{ phone: rui, text: 'of Rui', id: 'A1' }]);
  store.receive([{ phone: ana, whatsappId: 'A1', text: 'of the server' }]);
  expect(textsOf(store, ana)).toEqual(['first', 'second', 'of the server']);
  expect(textsOf(store, rui)).toEqual(['of Rui']);
});

test('what the server sends again shows once, in its first place, with one receipt', () => {
  const store = open();
  store.receive([{ phone: ana, whatsappId: 'OUT1', text: 'first' }]);
  store.write([{ phone: ana, text: 'answer', id: 'A1' }]);
  store.receive([
    { phone: ana, whatsappId: 'OUT1', text: 'first' },
    { phone: ana, whatsappId: 'OUT2', text: 'second' },
    { phone: ana, whatsappId: 'OUT2', text: 'second' },
  ]);
  expect(textsOf(store, ana)).toEqual(['first', 'answer', 'second']);
  expect(pendingOf(store)).toEqual(['delivered', 'A1', 'delivered']);
  expect(store.phone(ana)?.unread).toBe(2);
});

test('events wait in order until they are acknowledged, also across a restart', () => {
  const file = fileIn(testFolder());
  const first = openSimulatorStore(file);
  first.write(['A1', 'A2', 'A3', 'A4'].map((id) => ({ phone: ana, text: id, id })));
  const two = first.pending(2);
  expect(two.map(({ event }) => idOf(event))).toEqual(['A1', 'A2']);
  // Looked at, they are not gone.
  expect(pendingOf(first)).toEqual(['A1', 'A2', 'A3', 'A4']);
  first.acknowledge(two);
  expect(pendingOf(first)).toEqual(['A3', 'A4']);
  expect(statusesOf(first, ana)).toEqual(['delivered', 'delivered', 'sent', 'sent']);
  first.close();

  const second = open(file);
  expect(pendingOf(second)).toEqual(['A3', 'A4']);
  expect(statusesOf(second, ana)).toEqual(['delivered', 'delivered', 'sent', 'sent']);
  takeAll(second);
  expect(pendingOf(second)).toEqual([]);
});

test('a receipt is for everything up to its message, once, and never goes back', () => {
  const store = open();
  store.receive(['1', '2', '3'].map((n) => ({ phone: ana, whatsappId: `OUT${n}`, text: n })));
  takeAll(store);
  expect(store.receipt(ana, 'OUT2', 'read')).toBe(true);
  expect(statusesOf(store, ana)).toEqual(['read', 'read', 'delivered']);
  expect(store.pending(9).map(({ event }) => event)).toMatchObject([
    { type: 'status', whatsappId: 'OUT1', phone: ana, status: 'read' },
    { type: 'status', whatsappId: 'OUT2', phone: ana, status: 'read' },
  ]);
  expect(store.phone(ana)?.unread).toBe(1);
  takeAll(store);

  expect(store.receipt(ana, 'OUT2', 'read')).toBe(true);
  expect(store.receipt(ana, 'OUT3', 'delivered')).toBe(true);
  expect(pendingOf(store)).toEqual([]);
  expect(store.receipt(ana, 'OUT3', 'played')).toBe(true);
  expect(statusesOf(store, ana)).toEqual(['played', 'played', 'played']);
  expect(pendingOf(store)).toEqual(['played', 'played', 'played']);

  expect(store.receipt(ana, 'OUT9', 'read')).toBe(false);
  expect(store.receipt(rui, 'OUT1', 'read')).toBe(false);
});

test('offline, nothing leaves the phone: its messages wait, and go in their order once it is back', () => {
  const file = fileIn(testFolder());
  const first = openSimulatorStore(file);
  first.setPhone(ana, { online: false });
  first.write([
    { phone: ana, text: 'one', id: 'A1' },
    { phone: rui, text: 'of Rui', id: 'R1' },
    { phone: ana, text: 'two', id: 'A2' },
  ]);
  expect(statusesOf(first, ana)).toEqual(['waiting', 'waiting']);
  expect(pendingOf(first)).toEqual(['R1']);
  first.close();

  const store = open(file);
  expect(store.phone(ana)?.online).toBe(false);
  takeAll(store);
  expect(statusesOf(store, ana)).toEqual(['waiting', 'waiting']);
  store.setPhone(ana, { online: true });
  expect(statusesOf(store, ana)).toEqual(['sent', 'sent']);
  expect(pendingOf(store)).toEqual(['A1', 'A2']);
  takeAll(store);
  expect(statusesOf(store, ana)).toEqual(['delivered', 'delivered']);
});

test('offline, nothing reaches the phone: WhatsApp keeps it, and the receipt comes once it is back', () => {
  const store = open();
  store.receive([{ phone: ana, whatsappId: 'OUT1', text: 'before' }]);
  takeAll(store);
  store.setPhone(ana, { online: false });
  store.receive([
    { phone: ana, whatsappId: 'OUT2', text: 'meanwhile' },
    { phone: ana, whatsappId: 'OUT2', text: 'meanwhile' },
  ]);
  expect(textsOf(store, ana)).toEqual(['before']);
  expect(store.phone(ana)).toMatchObject({ lastText: 'before', unread: 1 });
  expect(pendingOf(store)).toEqual([]);
  // It cannot be read where it does not show.
  expect(store.receipt(ana, 'OUT2', 'read')).toBe(false);
  // What shows can: the phone tells of it later.
  expect(store.receipt(ana, 'OUT1', 'read')).toBe(true);
  expect(pendingOf(store)).toEqual([]);

  // A name is not a way back.
  store.setPhone(ana, { name: 'Ana' });
  expect(pendingOf(store)).toEqual([]);
  store.setPhone(ana, { online: true });
  expect(textsOf(store, ana)).toEqual(['before', 'meanwhile']);
  expect(store.pending(9).map(({ event }) => event)).toMatchObject([
    { whatsappId: 'OUT1', status: 'read' },
    { whatsappId: 'OUT2', status: 'delivered' },
  ]);
  expect(statusesOf(store, ana)).toEqual(['read', 'delivered']);
});

test('one that fails takes those of its commit with it: none is half there', () => {
  const store = open();
  const bad = { phone: ana, text: undefined as unknown as string, id: 'A2' };
  expect(() => store.write([{ phone: ana, text: 'good', id: 'A1' }, bad])).toThrow();
  expect(store.messages(ana)).toEqual([]);
  expect(store.phone(ana)).toBeNull();
  expect(pendingOf(store)).toEqual([]);
});

test('the phones that were in use last come first, and are found by name and by number', () => {
  const store = open();
  store.setPhone('+5511999990003', { name: 'Zé' });
  store.write([{ phone: ana, text: 'oi', name: 'Ana Souza' }]);
  store.write([{ phone: rui, text: 'oi' }]);
  const found = (search?: string, limit = 10) =>
    store.phones(limit, search).map(({ phone }) => phone);
  expect(found()).toEqual([rui, ana, '+5511999990003']);
  expect(found('', 1)).toEqual([rui]);
  expect(found('souza')).toEqual([ana]);
  expect(found('(11) 99999-0002')).toEqual([rui]);
  expect(found('%')).toEqual([]);
  store.receive([{ phone: ana, whatsappId: 'OUT1', text: 'olá' }]);
  expect(found('', 1)).toEqual([ana]);
});

test.each([
  ['a NUL', 'before\u0000after'],
  ['emoji', '👩‍👩‍👧‍👦 🇧🇷 👍🏽'],
  ['right to left, with marks that turn it', 'שלום \u202Eevil\u202C مرحبا'],
  ['what looks like SQL', `'); drop table messages; --`],
  ['lines and controls', 'a\r\nb\u0007\u001b[31m\u2028c'],
  ['a megabyte', '€ução '.repeat(175_000)],
])('%s is kept to the letter', (_, text) => {
  const file = fileIn(testFolder());
  const first = openSimulatorStore(file);
  first.write([{ phone: ana, text, id: 'A1', name: text.slice(0, 100) }]);
  first.receive([{ phone: ana, whatsappId: 'OUT1', text }]);
  first.close();
  const store = open(file);
  // Not by toEqual: a megabyte's difference is nothing to print.
  expect(textsOf(store, ana).map((kept) => kept === text)).toEqual([true, true]);
  const event = store.pending(1)[0]?.event as { text: string; name: string };
  expect(event.text === text).toBe(true);
  expect(event.name === text.slice(0, 100)).toBe(true);
  expect(store.phone(ana)?.name === text.slice(0, 100)).toBe(true);
});

/** As the first version left its file. */
const firstVersion = `
  create table phones (phone text primary key, name text, online integer not null default 1);
  create table messages (
    nth integer primary key autoincrement, phone text not null, whatsapp_id text not null,
    from_contact integer not null, text text not null, status text not null, sent_at text not null,
    unique (phone, from_contact, whatsapp_id)
  );
  create index messages_phone on messages (phone, nth);
  create table outbound (nth integer primary key autoincrement, event text not null);
  insert into phones values ('${ana}', 'Ana', 1);
  insert into messages (phone, whatsapp_id, from_contact, text, status, sent_at) values
    ('${ana}', 'A1', 1, 'old', 'sent', '2026-11-01T12:00:00.000Z'),
    ('${ana}', 'OUT1', 0, 'answer', 'delivered', '2026-11-01T12:00:01.000Z');
  insert into outbound (event) values (
    '{"type":"message","whatsappId":"A1","phone":"${ana}","name":"Ana","kind":"text","text":"old","sentAt":"2026-11-01T12:00:00.000Z"}'
  );`;

test.each([0, 1])('a file of version %i is brought up with all that is in it', (version) => {
  const file = fileIn(testFolder());
  const old = new Database(file);
  old.exec(firstVersion);
  old.pragma(`user_version = ${version}`);
  old.close();

  for (let round = 0; round < 2; round += 1) {
    const store = openSimulatorStore(file);
    expect(textsOf(store, ana)).toEqual(['old', 'answer']);
    expect(store.phone(ana)).toMatchObject({ name: 'Ana', online: true, unread: 1 });
    expect(pendingOf(store)).toEqual(['A1']);
    store.close();
  }
  const store = open(file);
  takeAll(store);
  expect(statusesOf(store, ana)).toEqual(['delivered', 'delivered']);
  store.setPhone(ana, { online: false });
  store.write([{ phone: ana, text: 'new', id: 'A2' }]);
  expect(pendingOf(store)).toEqual([]);
});
