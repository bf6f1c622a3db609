import { expect, it } from 'vitest';
import { openInDoubt } from './in-doubt.ts';

const told = (ours: string) => ({
  ...{ type: 'status' as const, phone: '+16505551234', whatsappId: `wamid.${ours}`, ours },
  ...{ status: 'sent' as const, at: '2026-11-21T12:00:00.000Z' },
});

it('waits no longer than the session lives', async () => {
  const inDoubt = openInDoubt();
  const over = new AbortController();
  inDoubt.begin('A');
  const waiting = inDoubt.toldOf('A', 60_000, over.signal);
  over.abort();
  expect(await waiting).toBeNull();
  expect(await inDoubt.toldOf('A', 60_000, over.signal)).toBeNull();
});

it('remembers what it heard of what is in doubt, and of nothing else', async () => {
  const inDoubt = openInDoubt();
  const { signal } = new AbortController();
  inDoubt.begin('A');
  inDoubt.heard([told('A'), told('B')]);
  expect([inDoubt.given('A'), inDoubt.given('B')]).toEqual(['wamid.A', null]);
  expect(await inDoubt.toldOf('A', 60_000, signal)).toBe('wamid.A');
  inDoubt.end('A');
  expect(inDoubt.given('A')).toBeNull();
});

it('forgets the oldest when there are too many', () => {
  const inDoubt = openInDoubt();
  const all = Array.from({ length: 1_001 }, (_, n) => `${n}`);
  for (const ours of all) inDoubt.begin(ours);
  inDoubt.heard([told('0'), told('1')]);
  expect([inDoubt.given('0'), inDoubt.given('1')]).toEqual([null, 'wamid.1']);
});
