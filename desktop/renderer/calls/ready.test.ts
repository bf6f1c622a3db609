import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Service } from '#shared/contract/service.ts';
import { createListStore } from '../list/store.ts';
import { silentDesk, summary } from '../preview/samples.ts';
import { createReady } from './ready.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const mine = { state: 'open', attendantId: 'ana' } as const;

async function desk(service?: Partial<Service>, accepted = true) {
  const list = createListStore(
    silentDesk({ conversations: [summary('c', { ...(service && { service }) })] }),
  );
  await list.load('ana');
  let started = 0;
  const ready = createReady({
    list,
    async start() {
      started += 1;
      if (accepted) become({ ...mine }, true);
      return accepted;
    },
  });
  const become = (next: Partial<Service>, pending = false) =>
    list.receive([{ ...summary('c', { service: next }), pending }]);
  return { ready, become, started: () => started };
}

it('calls at once where one may write', async () => {
  const own = await desk(mine);
  expect([await own.ready('c'), own.started()]).toEqual(['yes', 0]);
  expect(await (await desk()).ready('c')).toBe('yes');
});

it('does not where somebody else has the service', async () => {
  const { ready } = await desk({ state: 'open', attendantId: 'bia' });
  expect(await ready('c')).toBe('service-held');
});

it('starts a service that waits, and calls once the server has started it', async () => {
  const { ready, become, started } = await desk({ state: 'waiting' });
  let said: unknown;
  const asking = ready('c').then((is) => {
    said = is;
  });
  await vi.advanceTimersByTimeAsync(0);
  expect([said, started()]).toEqual([undefined, 1]);
  become(mine);
  await asking;
  expect(said).toBe('yes');
});

it('does not call where the start was refused, here or by the server, or never answered', async () => {
  const here = await desk({ state: 'waiting' }, false);
  expect(await here.ready('c')).toBe('told');
  const there = await desk({ state: 'waiting' });
  const asking = there.ready('c');
  await vi.advanceTimersByTimeAsync(0);
  there.become({ state: 'open', attendantId: 'bia' });
  expect(await asking).toBe('told');
  const never = await desk({ state: 'waiting' });
  const waiting = never.ready('c');
  await vi.advanceTimersByTimeAsync(11_000);
  expect(await waiting).toBe('server-unreachable');
});
