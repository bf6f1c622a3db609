import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { keptLog } from '../../platform/test-log.ts';
import { until } from '../../platform/test-waiting.ts';
import type { DriverEvent, DriverHooks, Outgoing } from '../driver.ts';
import { idOf, inbound, testFolder } from '../test-whatsapp.ts';
import { simulatorDriver } from './driver.ts';
import { reordered } from './faults.ts';
import { openSimulatorStore, type SimulatorStore } from './store.ts';

const ana = '+5511999990001';
const rui = '+5511999990002';
const longest = 60_000;

// Nothing here waits for a clock: it is moved.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function open({ folder = testFolder(), ...more }: Partial<DriverHooks> & { folder?: string } = {}) {
  const store = openSimulatorStore(join(folder, 'simulator.sqlite'));
  const { log, lines } = keptLog();
  const taken: DriverEvent[][] = [];
  const states: { state: string; reason?: string; phone?: string }[] = [];
  const hooks: DriverHooks = {
    take: (events) => taken.push(events),
    state: (now) => states.push(now),
    log,
    ...more,
  };
  const { driver, simulator } = simulatorDriver(store, hooks);
  onTestFinished(async () => {
    await driver.stop();
    store.close();
  });
  return { store, driver, simulator, taken, states, lines };
}

const outgoing = (whatsappId: string, phone = ana): Outgoing => ({
  whatsappId,
  phone,
  kind: 'text',
  text: `text ${whatsappId}`,
});
/** What came, in a word each. */
const said = (events: DriverEvent[]) =>
  events.map((event) => (event.type === 'status' ? `${idOf(event)} ${event.status}` : idOf(event)));
const shown = (store: SimulatorStore, phone: string) =>
  store.messages(phone).map(({ whatsappId, status }) => `${whatsappId} ${status}`);
/** Everything that is due in this turn and the next few has been done. */
const turns = async () => {
  for (let n = 0; n < 5; n += 1) await new Promise((resolve) => setImmediate(resolve));
};

test('what a contact writes is handed over, then shows two ticks', async () => {
  const { driver, simulator, store, taken, states } = open();
  await driver.start();
  expect(states).toEqual([
    { state: 'open', phone: expect.stringMatching(/^\+\d+$/), name: expect.any(String) },
  ]);
  expect(await simulator.write({ phone: ana, text: 'oi', name: 'Ana', id: 'A1' })).toBe('A1');
  await until(() => taken.length > 0);
  expect(taken).toMatchObject([[{ whatsappId: 'A1', phone: ana, name: 'Ana', text: 'oi' }]]);
  expect(shown(store, ana)).toEqual(['A1 delivered']);
  expect(store.pending(9)).toEqual([]);
});

test('what the number has read turns blue on the phone, and nothing else does', async () => {
  const { driver, simulator, store } = open();
  await driver.start();
  for (const id of ['A1', 'A2', 'A3']) await simulator.write({ phone: ana, text: 'oi', id });
  await until(() => store.pending(9).length === 0);
  await driver.markRead?.({ phone: ana }, ['A1', 'A2', 'OTHER']);
  await driver.markRead?.({ phone: '+5511999990099' }, ['A3']);
  expect(shown(store, ana)).toEqual(['A1 read', 'A2 read', 'A3 delivered']);
});

test('what is written in one turn is one commit, answered in its order', async () => {
  const { simulator, store } = open();
  const commits = vi.spyOn(store, 'write');
  const asked = Array.from({ length: 50 }, (_, n) => ({ phone: ana, text: `${n}`, id: `A${n}` }));
  const ids = await Promise.all(asked.map(simulator.write));
  expect(ids).toEqual(asked.map(({ id }) => id));
  expect(commits).toHaveBeenCalledTimes(1);
});

test('what the disk does not take is not accepted, and nobody is kept waiting', async () => {
  const { simulator, store } = open();
  vi.spyOn(store, 'write').mockImplementationOnce(() => {
    throw new Error('disk full');
  });
  const both = [
    simulator.write({ phone: ana, text: '1' }),
    simulator.write({ phone: rui, text: '2' }),
  ];
  const outcomes = await Promise.allSettled(both);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await simulator.write({ phone: ana, text: '3', id: 'A3' })).toBe('A3');
});

test('with the session closed everything waits; it is handed over at its start, also by another server', async () => {
  const folder = testFolder();
  const first = open({ folder });
  for (const id of ['A1', 'A2']) await first.simulator.write({ phone: ana, text: id, id });
  await turns();
  expect(first.taken).toEqual([]);
  expect(shown(first.store, ana)).toEqual(['A1 sent', 'A2 sent']);

  const second = open({ folder });
  await second.driver.start();
  expect(second.taken.map(said)).toEqual([['A1', 'A2']]);
  await first.driver.start();
  expect(first.taken).toEqual([]);
});

test('what the journal did not take is handed over again, by the next server too', async () => {
  const folder = testFolder();
  let tries = 0;
  const first = open({
    folder,
    take: () => {
      tries += 1;
      throw new Error('disk full');
    },
  });
  await first.driver.start();
  await first.simulator.write({ phone: ana, text: 'oi', id: 'A1' });
  await until(() => tries === 1);
  expect(first.lines).toMatchObject([{ level: 50, err: { message: 'disk full' } }]);
  expect(shown(first.store, ana)).toEqual(['A1 sent']);
  await vi.advanceTimersByTimeAsync(longest);
  expect(tries).toBeGreaterThan(2);
  await first.driver.stop();
  const before = tries;
  await vi.advanceTimersByTimeAsync(longest);
  expect(tries).toBe(before);

  const second = open({ folder });
  await second.driver.start();
  expect(second.taken.map(said)).toEqual([['A1']]);
});

test('an acknowledgement that could not be written ends nothing: it is handed over again', async () => {
  const { driver, simulator, store, taken, lines } = open();
  await driver.start();
  vi.spyOn(store, 'acknowledge').mockImplementationOnce(() => {
    throw new Error('disk full');
  });
  await simulator.write({ phone: ana, text: 'oi', id: 'A1' });
  await until(() => lines.length > 0);
  await vi.advanceTimersByTimeAsync(longest);
  expect(taken.map(said)).toEqual([['A1'], ['A1']]);
  expect(shown(store, ana)).toEqual(['A1 delivered']);
});

test('at most 500 go together, in order', async () => {
  const { driver, store, taken } = open();
  store.write(Array.from({ length: 1_201 }, (_, n) => ({ phone: ana, text: '.', id: `A${n}` })));
  await driver.start();
  expect(taken.map((events) => events.length)).toEqual([500, 500, 201]);
  expect(said(taken.flat())).toEqual(Array.from({ length: 1_201 }, (_, n) => `A${n}`));
});

test('what is sent shows on the phone; its ticks follow once the caller knows that it went', async () => {
  const { driver, simulator, store, taken } = open();
  await driver.start();
  expect(await driver.send(outgoing('OUT1'))).toEqual({ ok: true });
  expect(taken).toEqual([]);
  expect(store.messages(ana)).toMatchObject([{ text: 'text OUT1', fromContact: false }]);
  await until(() => taken.length > 0);
  expect(taken.map(said)).toEqual([['OUT1 delivered']]);
  expect(simulator.receipt(ana, 'OUT1', 'read')).toBe(true);
  expect(simulator.receipt(ana, 'OUT7', 'read')).toBe(false);
  expect(taken.map(said)).toEqual([['OUT1 delivered'], ['OUT1 read']]);
});

test('the same id sent again shows once', async () => {
  const { driver, store, taken } = open();
  await driver.start();
  await Promise.all([driver.send(outgoing('OUT1')), driver.send(outgoing('OUT1'))]);
  expect(await driver.send(outgoing('OUT1'))).toEqual({ ok: true });
  await turns();
  expect(shown(store, ana)).toEqual(['OUT1 delivered']);
  expect(taken.map(said)).toEqual([['OUT1 delivered']]);
});

test('nothing is sent while the session is closed', async () => {
  const { driver, store } = open();
  const closed = { ok: false, permanent: false, reason: 'The session is not open.' };
  expect(await driver.send(outgoing('OUT1'))).toEqual(closed);
  await driver.start();
  await driver.unlink();
  expect(await driver.send(outgoing('OUT1'))).toEqual(closed);
  expect(store.messages(ana)).toEqual([]);
});

test('a phone that is offline gets nothing and tells nothing until it is back', async () => {
  const { driver, simulator, store, taken } = open();
  await driver.start();
  simulator.setPhone(ana, { online: false });
  await simulator.write({ phone: ana, text: 'oi', id: 'A1' });
  expect(await driver.send(outgoing('OUT1'))).toEqual({ ok: true });
  await turns();
  expect(taken).toEqual([]);
  expect(shown(store, ana)).toEqual(['A1 waiting']);
  simulator.setPhone(ana, { online: true });
  expect(taken.map(said)).toEqual([['A1', 'OUT1 delivered']]);
  expect(shown(store, ana)).toEqual(['A1 delivered', 'OUT1 delivered']);
});

test('told to duplicate, it hands everything over twice', async () => {
  const { driver, simulator, store, taken } = open();
  await driver.start();
  expect(simulator.faults({ duplicate: true })).toEqual({ duplicate: true });
  await simulator.write({ phone: ana, text: 'oi', id: 'A1' });
  await until(() => taken.length > 1);
  expect(taken.map(said)).toEqual([['A1'], ['A1']]);
  expect(shown(store, ana)).toEqual(['A1 delivered']);
  simulator.faults({ duplicate: false });
  await simulator.write({ phone: ana, text: 'oi', id: 'A2' });
  await until(() => taken.length > 2);
  await turns();
  expect(taken.map(said)).toEqual([['A1'], ['A1'], ['A2']]);
});

test('told to reorder, contacts and receipts change places, and no contact’s own messages', async () => {
  const status = (whatsappId: string) =>
    ({ type: 'status', whatsappId, phone: ana, status: 'delivered', at: '' }) as const;
  const events = [
    inbound('A1'),
    status('OUT1'),
    inbound('R1', { phone: rui }),
    inbound('A2'),
    status('OUT2'),
    inbound('R2', { phone: rui }),
  ];
  const order = ['OUT2 delivered', 'OUT1 delivered', 'R1', 'R2', 'A1', 'A2'];
  expect(said(reordered(events))).toEqual(order);

  const { driver, simulator, taken } = open();
  await driver.start();
  simulator.faults({ reorder: true });
  for (const [phone, id] of [
    [ana, 'A1'],
    [rui, 'R1'],
    [ana, 'A2'],
  ] as const) {
    await simulator.write({ phone, text: id, id });
    await turns();
  }
  // What came one after the other is together before it changes places.
  expect(taken).toEqual([]);
  await vi.advanceTimersByTimeAsync(longest);
  expect(taken.map(said)).toEqual([['R1', 'A1', 'A2']]);
});

test('told to reorder, the ticks come before the caller knows that it went', async () => {
  const { driver, simulator, taken } = open();
  await driver.start();
  simulator.faults({ reorder: true });
  expect(await driver.send(outgoing('OUT1'))).toEqual({ ok: true });
  expect(taken.map(said)).toEqual([['OUT1 delivered']]);
});

test('told to fail so many sends, it fails those for the moment and no more', async () => {
  const { driver, simulator, store } = open();
  await driver.start();
  simulator.faults({ failSends: 2 });
  const failed = { ok: false, permanent: false, reason: 'The simulator was told to fail.' };
  expect(await driver.send(outgoing('OUT1'))).toEqual(failed);
  expect(simulator.state().faults).toEqual({ failSends: 1 });
  expect(await driver.send(outgoing('OUT1'))).toEqual(failed);
  expect(store.messages(ana)).toEqual([]);
  expect(await driver.send(outgoing('OUT1'))).toEqual({ ok: true });
  expect(store.messages(ana)).toHaveLength(1);
});

test('told to be slow, it hands over and sends that much later', async () => {
  const { driver, simulator, store, taken } = open();
  await driver.start();
  simulator.faults({ delayMs: 1_000 });
  await simulator.write({ phone: ana, text: 'oi', id: 'A1' });
  await turns();
  const sent = driver.send(outgoing('OUT1'));
  await vi.advanceTimersByTimeAsync(999);
  expect(taken).toEqual([]);
  expect(shown(store, ana)).toEqual(['A1 sent']);
  await vi.advanceTimersByTimeAsync(1);
  expect(taken.map(said)).toEqual([['A1']]);
  expect(await sent).toEqual({ ok: true });
});

test('closed while a slow send waits, nothing goes out', async () => {
  const { driver, simulator, store } = open();
  await driver.start();
  simulator.faults({ delayMs: 1_000 });
  const sent = driver.send(outgoing('OUT1'));
  await driver.stop();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await sent).toMatchObject({ ok: false, permanent: false });
  expect(store.messages(ana)).toEqual([]);
});

test('told to drop, it says why, is closed, and comes back with what was written meanwhile', async () => {
  const { driver, simulator, states, taken } = open();
  await driver.start();
  expect(simulator.faults({ drop: true, failSends: 0 })).toEqual({ failSends: 0 });
  expect(states.at(-1)).toMatchObject({ state: 'reconnecting', reason: expect.any(String) });
  expect(simulator.state().open).toBe(false);
  expect(await driver.send(outgoing('OUT1'))).toMatchObject({ ok: false, permanent: false });
  await simulator.write({ phone: ana, text: 'oi', id: 'A1' });
  await turns();
  expect(taken).toEqual([]);
  await vi.advanceTimersByTimeAsync(longest);
  expect(states.map(({ state }) => state)).toEqual(['open', 'reconnecting', 'open']);
  expect(simulator.state().open).toBe(true);
  expect(taken.map(said)).toEqual([['A1']]);
});

test('stopped while it is dropped it stays away, and a drop while it is stopped opens nothing', async () => {
  const { driver, simulator, states } = open();
  simulator.faults({ drop: true });
  await vi.advanceTimersByTimeAsync(longest);
  expect(states).toEqual([]);
  await driver.start();
  simulator.faults({ drop: true });
  simulator.faults({ drop: true });
  await driver.stop();
  await vi.advanceTimersByTimeAsync(longest);
  expect(states.map(({ state }) => state)).toEqual(['open', 'reconnecting', 'reconnecting']);
  expect(simulator.state().open).toBe(false);
});

test('whoever has the page open hears of the phones that show something new', async () => {
  const { driver, simulator } = open();
  const heard: string[][] = [];
  const stop = simulator.onChange((phones) => heard.push([...phones]));
  await driver.start();
  heard.length = 0;
  await Promise.all([
    simulator.write({ phone: ana, text: '1' }),
    simulator.write({ phone: ana, text: '2' }),
    simulator.write({ phone: rui, text: '3' }),
  ]);
  await turns();
  // Once when they are written, once when they are delivered.
  expect(heard).toEqual([
    [ana, rui],
    [ana, rui],
  ]);
  stop();
  simulator.setPhone(ana, { name: 'Ana' });
  expect(heard).toHaveLength(2);
});
