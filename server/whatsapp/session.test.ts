import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { WhatsappSession } from '#shared/contract/whatsapp.ts';
import { type TestDatabase, testDatabase } from '../platform/postgres/test-database.ts';
import { promised, until } from '../platform/test-waiting.ts';
import { readWanted } from './store.ts';
import { type Options, opens, testSession } from './test-session.ts';

const elsewhere = 'Another server holds the session.';
const lost = /^The database, .* does not answer\.$/;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(() => database.pool.query('delete from settings'));
afterAll(() => database.drop());

const open = (options?: Options) => testSession(database, options);
const states = (heard: WhatsappSession[]) => heard.map(({ state }) => state);

test('a new workspace wants it: it starts by itself, and tells of each state and since when', async () => {
  let now = 0;
  const { session, calls, heard, isOpen, say } = await open({
    clock: () => new Date(Date.UTC(2026, 10, 20, 12, 0, now++)),
  });
  await until(isOpen);
  expect(calls).toEqual(['start']);
  const phone = '+5511900000000';
  const opened = { driver: 'simulator', state: 'open', phone, since: '2026-11-20T12:00:01.000Z' };
  expect(session.now()).toEqual(opened);
  // The same again is no news; something new about it does not begin it anew.
  say({ state: 'open', phone });
  expect(states(heard)).toEqual(['open']);
  say({ state: 'open', phone, reason: 'slow' });
  expect(heard.slice(1)).toEqual([{ ...opened, reason: 'slow' }]);
});

test('stopped and started, each once; asked for what it is, it does nothing', async () => {
  const { session, calls, isOpen } = await open();
  await until(isOpen);
  await session.start();
  await session.stop();
  expect(session.now().state).toBe('stopped');
  expect(session.openDriver()).toBeNull();
  await session.stop();
  await session.start();
  expect(isOpen()).toBe(true);
  expect(calls).toEqual(['start', 'stop', 'start']);
});

test('what an admin wanted outlives a restart', async () => {
  const first = await open();
  await until(first.isOpen);
  await first.session.stop();
  await first.close();

  const second = await open();
  expect(second.session.now().state).toBe('stopped');
  await second.askedAgain();
  expect(second.calls).toEqual([]);
  await second.session.start();
  await second.close();

  const third = await open();
  expect(third.session.now().state).toBe('starting');
  await until(third.isOpen);
});

test('closed while it runs, it stops, and is wanted still', async () => {
  const { session, calls, isOpen, close } = await open();
  await until(isOpen);
  await close();
  expect(calls).toEqual(['start', 'stop']);
  expect(session.openDriver()).toBeNull();
  expect(await readWanted(database.pool)).toMatchObject({ running: true });
});

test('of two servers one holds it; the other says so, and takes over when the first is closed', async () => {
  const calls: string[] = [];
  const first = await open({ calls, name: 'first' });
  await until(first.isOpen);
  const second = await open({ calls, name: 'second' });
  await until(() => second.session.now().reason === elsewhere);
  await second.askedAgain();
  expect(second.session.now().state).toBe('starting');
  expect(second.session.openDriver()).toBeNull();
  await first.close();
  await until(second.isOpen);
  // Never both at once.
  expect(calls).toEqual(['first start', 'first stop', 'second start']);
});

test('the server that does not hold it stops and starts the one that does', async () => {
  const first = await open();
  await until(first.isOpen);
  const second = await open();
  await until(() => second.session.now().reason === elsewhere);
  await second.session.stop();
  expect(second.session.now().state).toBe('stopped');
  await until(() => first.session.now().state === 'stopped');
  await second.session.start();
  await until(first.isOpen);
  expect(first.calls).toEqual(['start', 'stop', 'start']);
  expect(second.calls).toEqual([]);
});

/** Ends the connection that has the lock, as the death of its server would. */
const killHolder = () =>
  database.pool.query(
    `select pg_terminate_backend(pid) from pg_locks
     where locktype = 'advisory' and granted
       and database = (select oid from pg_database where datname = current_database())`,
  );

test('its connection killed, it stops, says why, and starts again once it has the lock again', async () => {
  const { calls, heard, isOpen } = await open();
  await until(isOpen);
  await killHolder();
  await until(() => calls.length === 3 && isOpen());
  expect(calls).toEqual(['start', 'stop', 'start']);
  const why = heard.find(({ reason }) => reason !== undefined);
  expect(why).toMatchObject({ state: 'starting', reason: expect.stringMatching(lost) });
});

test('its connection killed, another takes over, and it does not go on as if it held it', async () => {
  const first = await open();
  await until(first.isOpen);
  const second = await open();
  await until(() => second.session.now().reason === elsewhere);
  // Either may be quicker: killed again until the other was.
  for (const end = performance.now() + 8_000; !second.isOpen(); ) {
    expect(performance.now()).toBeLessThan(end);
    const before = first.calls.length;
    await killHolder();
    await until(() => first.calls.length > before);
    await until(() => first.isOpen() || second.isOpen());
  }
  await until(() => first.session.now().reason === elsewhere);
  expect(first.session.openDriver()).toBeNull();
  expect(first.calls.at(-1)).toBe('stop');
  await first.askedAgain();
  expect(second.isOpen()).toBe(true);
});

test('a driver that does not start is tried again, and the reason is told', async () => {
  const why = promised<WhatsappSession>();
  let tries = 0;
  const { session, calls, isOpen, heard, lines } = await open({
    retryMs: 1,
    start: async (say) => {
      tries += 1;
      if (tries < 3) throw new Error('no such library');
      await opens(say);
    },
  });
  session.onState((now) => now.state === 'failed' && why.resolve(now));
  expect(await why.promise).toMatchObject({ state: 'failed', reason: 'no such library' });
  await until(isOpen);
  // Half started, it is stopped before it is tried again.
  expect(calls).toEqual(['start', 'stop', 'start', 'stop', 'start']);
  expect(states(heard).slice(-3)).toEqual(['failed', 'starting', 'open']);
  expect(session.now().reason).toBeUndefined();
  expect(lines.filter(({ msg }) => msg === 'the session did not start')).toHaveLength(2);
});

test('stopped after it failed, it is not tried again', async () => {
  const { session, calls, askedAgain } = await open({
    retryMs: 30,
    start: async () => {
      throw new Error('no such library');
    },
  });
  await until(() => session.now().state === 'failed');
  await session.stop();
  expect(session.now()).not.toHaveProperty('reason');
  expect(session.now().state).toBe('stopped');
  for (const end = performance.now() + 60; performance.now() < end; ) await askedAgain();
  expect(calls).toEqual(['start', 'stop']);
});

test('a driver that hangs at its start counts as failed, and what it says later is not heard', async () => {
  const late: (() => void)[] = [];
  const { session, calls, lines } = await open({
    patienceMs: 20,
    retryMs: 60_000,
    start: (say) => new Promise(() => late.push(() => void opens(say))),
  });
  await until(() => session.now().state === 'failed');
  expect(session.now().reason).toBe('The driver did not start in time.');
  expect(calls).toEqual(['start', 'stop']);
  expect(lines.some(({ msg }) => msg === 'the session did not start')).toBe(true);
  late[0]?.();
  expect(session.now().state).toBe('failed');
  expect(session.openDriver()).toBeNull();
});

test('a driver that hangs or fails at its stop holds nothing up', async () => {
  const stops = [() => new Promise<void>(() => {}), () => Promise.reject(new Error('as it is'))];
  const { session, isOpen, lines } = await open({
    patienceMs: 20,
    stop: () => stops.shift()?.() ?? Promise.resolve(),
  });
  await until(isOpen);
  for (const reason of ['The driver did not stop in time.', 'as it is']) {
    await session.stop();
    expect(session.now().state).toBe('stopped');
    expect(lines.at(-1)).toMatchObject({ level: 50, err: { message: reason } });
    await session.start();
    expect(isOpen()).toBe(true);
  }
});

test('what a driver says after its stop is about a session that is over', async () => {
  const { session, heard, say, isOpen } = await open();
  await until(isOpen);
  await session.stop();
  const before = heard.length;
  say({ state: 'open', phone: '+5511900000000' });
  say({ state: 'reconnecting', reason: 'late' });
  expect(session.now().state).toBe('stopped');
  expect(session.openDriver()).toBeNull();
  expect(heard).toHaveLength(before);
});

test('while it reconnects by itself nothing is sent through it, and nothing is started anew', async () => {
  const { session, calls, say, isOpen } = await open();
  await until(isOpen);
  say({ state: 'reconnecting', reason: 'no network' });
  expect(session.now()).toMatchObject({ state: 'reconnecting', reason: 'no network' });
  expect(session.openDriver()).toBeNull();
  await opens(say);
  expect(isOpen()).toBe(true);
  expect(calls).toEqual(['start']);
});

test('a stop that overtakes its start leaves no driver running', async () => {
  const starting = promised();
  const { session, calls, isOpen, heard } = await open({
    start: async (say) => {
      await starting.promise;
      await opens(say);
    },
  });
  await until(() => calls.length === 1);
  const stopped = session.stop();
  await until(async () => !(await readWanted(database.pool)).running);
  expect(calls).toEqual(['start']);
  starting.resolve();
  await stopped;
  expect(calls).toEqual(['start', 'stop']);
  expect(states(heard).at(-1)).toBe('stopped');
  expect(isOpen()).toBe(false);
});

test('closed while it starts, it stops what started and lets go of the lock', async () => {
  const starting = promised();
  const first = await open({ start: () => starting.promise });
  await until(() => first.calls.length === 1);
  const closed = first.close();
  starting.resolve();
  await closed;
  expect(first.calls).toEqual(['start', 'stop']);
  const second = await open();
  await until(second.isOpen);
});

test('unlinked, it is stopped first, and stays so; a fault of it is told to who asked', async () => {
  const unlinks = [() => Promise.resolve(), () => Promise.reject(new Error('no network'))];
  const { session, calls, isOpen, askedAgain } = await open({
    unlink: () => unlinks.shift()?.() ?? Promise.resolve(),
  });
  await until(isOpen);
  await session.unlink();
  expect(calls).toEqual(['start', 'stop', 'unlink']);
  expect(await readWanted(database.pool)).toMatchObject({ running: false });
  await expect(session.unlink()).rejects.toThrow('no network');
  await askedAgain();
  expect(session.now().state).toBe('stopped');
  await session.start();
  expect(isOpen()).toBe(true);
});

test('an unlink that hangs is told of in time, and holds up neither a start nor the end', async () => {
  const { session, isOpen, close } = await open({
    patienceMs: 20,
    unlink: () => new Promise(() => {}),
  });
  await until(isOpen);
  await expect(session.unlink()).rejects.toThrow('The driver did not unlink in time.');
  await session.start();
  expect(isOpen()).toBe(true);
  await close();
});

test('what could not be stored is not done', async () => {
  const { session, calls, isOpen } = await open({
    wanted: {
      read: async () => ({ running: true, pairingPhone: null }),
      write: async () => {
        throw new Error('read-only');
      },
    },
  });
  await until(isOpen);
  await expect(session.stop()).rejects.toThrow('read-only');
  expect(isOpen()).toBe(true);
  expect(calls).toEqual(['start']);
});

test('what is wanted cannot be read for a while: it goes on as it is', async () => {
  let reads = 0;
  const { isOpen, askedAgain, calls } = await open({
    wanted: {
      read: async () => {
        reads += 1;
        if (reads > 1) throw new Error('timeout');
        return { running: true, pairingPhone: null };
      },
      write: async () => {},
    },
  });
  await until(isOpen);
  await askedAgain();
  expect(calls).toEqual(['start']);
  expect(isOpen()).toBe(true);
});

test('ended for a fault of ours it says why, sends nothing, and is tried again', async () => {
  const calls: string[] = [];
  const at = await open({ calls, retryMs: 1 });
  await until(at.isOpen);
  const before = calls.length;
  await at.session.fail('The disk is full.');
  expect(at.heard).toContainEqual(
    expect.objectContaining({ state: 'failed', reason: 'The disk is full.' }),
  );
  await until(at.isOpen);
  expect(calls.slice(before)).toEqual(['stop', 'start']);
});

test('a driver is not started while it could do nothing with what comes; it stays failed till then', async () => {
  let full = true;
  let asked = 0;
  const at = await open({
    retryMs: 1,
    ready: () => {
      asked += 1;
      if (full) throw new Error('The disk is full.');
    },
  });
  await until(() => asked > 3);
  expect(at.calls).toEqual([]);
  expect(at.session.now()).toMatchObject({ state: 'failed', reason: 'The disk is full.' });
  expect(states(at.heard)).toEqual(['failed']);
  full = false;
  await until(at.isOpen);
  expect(at.session.now()).not.toHaveProperty('reason');
});

test('ended for a fault of ours after it was stopped, nothing is started', async () => {
  const calls: string[] = [];
  const at = await open({ calls, retryMs: 1 });
  await until(at.isOpen);
  await at.session.stop();
  await at.session.fail('The disk is full.');
  await at.askedAgain();
  expect(at.session.now().state).toBe('stopped');
  expect(calls).toEqual(['start', 'stop']);
});
