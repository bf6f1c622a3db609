import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import type { AppUpdate } from '#shared/contract/app-update.ts';
import { silentLog } from './test-console.ts';
import {
  type AtWork,
  feedOf,
  mayRestart,
  nextUpdate,
  noUpdate,
  openUpdates,
  reasonOf,
  type UpdaterEvent,
} from './updates.ts';

const quiet: AtWork = {
  calls: 0,
  sync: { connection: 'online', waiting: 0 },
  typed: Number.NEGATIVE_INFINITY,
  now: 100_000,
};

it('brings an update only where nothing is interrupted', () => {
  expect(mayRestart(quiet)).toBe(true);
  expect(mayRestart({ ...quiet, calls: 1 })).toBe(false);
  expect(mayRestart({ ...quiet, typed: 99_000 })).toBe(false);
  expect(mayRestart({ ...quiet, typed: 95_000 })).toBe(true);
  for (const connection of ['online', 'syncing'] as const)
    expect(mayRestart({ ...quiet, sync: { connection, waiting: 1 } })).toBe(false);
  // What waits while the network is away would wait for days.
  expect(mayRestart({ ...quiet, sync: { connection: 'offline', waiting: 1 } })).toBe(true);
});

const ready: UpdaterEvent = { type: 'ready', version: '2.0.0', notes: 'better' };

it('goes from a look to what is ready, and keeps offering it whatever comes after', () => {
  const events: UpdaterEvent[] = [
    { type: 'checking' },
    { type: 'found', version: '2.0.0', notes: 'better' },
    { type: 'progress', percent: 41.9 },
  ];
  expect(events.reduce(nextUpdate, noUpdate)).toEqual({
    ...noUpdate,
    ...{ state: 'downloading', version: '2.0.0', notes: 'better', progress: 41 },
  });
  const here = nextUpdate(noUpdate, ready);
  const event = fc.constantFrom<UpdaterEvent>(
    { type: 'checking' },
    { type: 'none' },
    { type: 'found', version: '2.0.0', notes: 'better' },
    { type: 'progress', percent: 200 },
    { type: 'failed', error: new Error('net::ERR') },
    ready,
  );
  fc.assert(
    fc.property(fc.array(event), (after) => {
      expect(after.reduce(nextUpdate, here)).toEqual(here);
    }),
  );
});

it.each([
  [{ code: 'ERR_CHECKSUM_MISMATCH', message: 'sha512 checksum mismatch' }, 'damaged'],
  [{ code: 'ERR_UPDATER_INVALID_SIGNATURE', message: 'New version is not signed' }, 'damaged'],
  [{ code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND x' }, 'unreachable'],
  [new Error('net::ERR_CONNECTION_REFUSED'), 'unreachable'],
  [{ code: 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND', message: 'Cannot find channel' }, 'unreachable'],
  [new Error('No space left on device'), 'other'],
  [undefined, 'other'],
])('says of %o that it is %s', (error, reason) => expect(reasonOf(error)).toBe(reason));

it('looks beside the server, unless another place is named', () => {
  expect(feedOf('http://a:1/', undefined)).toBe('http://a:1/updates');
  expect(feedOf('http://a:1', 'https://static.example/x')).toBe('https://static.example/x');
  expect(feedOf(null, undefined)).toBeNull();
});

function begin(atWork: Omit<AtWork, 'typed' | 'now'> = quiet) {
  const heard = new EventEmitter();
  const checked: unknown[] = [];
  const told: AppUpdate[] = [];
  let restarts = 0;
  const updates = openUpdates({
    updater: {
      check: (feed, channel) => void checked.push([feed, channel]),
      on: (listener) => void heard.on('event', listener),
      restart: () => {
        restarts += 1;
      },
    },
    feed: () => 'http://feed',
    channel: () => 'beta',
    atWork: () => atWork,
    tell: (update) => void told.push(update),
    log: silentLog,
  });
  onTestFinished(updates.close);
  const say = (event: UpdaterEvent) => heard.emit('event', event);
  return { updates, checked, told, say, restarts: () => restarts };
}

it('restarts at once when asked in a quiet moment, and never unasked', () => {
  const { updates, say, told, restarts, checked } = begin();
  updates.check();
  expect(checked).toEqual([['http://feed', 'beta']]);
  updates.restart();
  say(ready);
  expect(restarts()).toBe(0);
  expect(told.at(-1)?.state).toBe('ready');
  updates.restart();
  expect(restarts()).toBe(1);
});

it('waits for the call to end, and says that it does', async () => {
  const work = { ...quiet, calls: 1 };
  const { updates, say, told, restarts } = begin(work);
  say(ready);
  updates.restart();
  expect(restarts()).toBe(0);
  expect(told.at(-1)?.state).toBe('waiting');
  work.calls = 0;
  await expect.poll(restarts).toBe(1);
});

it('does not restart in the middle of typing', () => {
  const { updates, say, restarts } = begin();
  say(ready);
  updates.typed();
  updates.restart();
  expect(restarts()).toBe(0);
});

it('tells what failed, and that it is not the old one that is offered', () => {
  const { say, told } = begin();
  say({ type: 'found', version: '2.0.0', notes: '' });
  say({ type: 'failed', error: { code: 'ERR_CHECKSUM_MISMATCH' } });
  expect(told.at(-1)).toMatchObject({ state: 'failed', reason: 'damaged', version: '2.0.0' });
});
