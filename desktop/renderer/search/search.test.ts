import { expect, it, vi } from 'vitest';
import type {
  Desk,
  Question,
  SearchHit,
  SearchPage,
  ShownMessage,
} from '#shared/contract/bridge.ts';
import { createJumps } from '../conversation/jumps.ts';
import { createThreadsStore } from '../conversation/store.ts';
import { createUnreadStore } from '../conversation/unread.ts';
import { createTabsStore } from '../tabs/store.ts';
import { createFindStore } from './find-store.ts';
import { createLookup } from './lookup.ts';
import { createSearchStore } from './store.ts';

const message = (n: number, more: Partial<ShownMessage> = {}) =>
  ({
    ...{ id: `m${n}`, conversationId: 'c1', position: n, text: `texto ${n}` },
    sentAt: new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString(),
    ...more,
  }) as ShownMessage;
const hit = (n: number, here = true, more: Partial<ShownMessage> = {}): SearchHit => ({
  message: message(n, more),
  contact: { id: 'k', name: 'Ana', whatsappName: null, phone: null, createdAt: '' },
  snippet: { text: '', marks: [] },
  here,
});
const page = (hits: SearchHit[], more: Partial<SearchPage> = {}): SearchPage => ({
  ...{ contacts: [], hits, next: null, reach: 'whole' },
  ...more,
});

type Ask = (question: Question<'search'>) => SearchPage | Promise<SearchPage>;
/** A desk with a history of `length` messages in one conversation. */
function deskWith(search: Ask, length = 0) {
  const calls: string[] = [];
  const desk = {
    call: async (name: string, question: never) => {
      calls.push(name);
      if (name === 'search') return { ok: true, value: await search(question) };
      if (name === 'bringConversation') return { ok: true, value: null };
      const { before, limit } = question as Question<'messages'>;
      const top = before ?? length + 1;
      const from = Math.max(1, top - limit);
      const messages = Array.from({ length: top - from }, (_, n) => message(from + n));
      return { ok: true, value: { messages, services: [], more: from > 1 } };
    },
  } as unknown as Pick<Desk, 'call'>;
  const threads = createThreadsStore(desk);
  const tabs = createTabsStore();
  const unread = createUnreadStore(desk, threads);
  const jumps = createJumps({ desk, threads, tabs, unread });
  return { desk, calls, threads, tabs, jumps };
}
const ids = (hits: readonly SearchHit[]) => hits.map((one) => one.message.id);

it('this machine at once, the server after a pause, one list in the order of time', async () => {
  vi.useFakeTimers();
  const { desk } = deskWith(({ where }) =>
    where === 'here' ? page([hit(9), hit(3)]) : page([hit(5, false), hit(3)]),
  );
  const lookup = createLookup(desk, 50);
  await lookup.look('texto');
  expect(ids(lookup.getState().hits)).toEqual(['m9', 'm3']);
  expect(lookup.getState()).toMatchObject({ looking: false, server: 'asking' });
  await vi.advanceTimersByTimeAsync(300);
  expect(lookup.getState().hits.map(({ message: { id }, here }) => [id, here])).toEqual([
    ['m9', true],
    ['m5', false],
    ['m3', true],
  ]);
  expect(lookup.getState().server).toBe('whole');
  vi.useRealTimers();
});

it('an answer to what is no longer typed is not shown', async () => {
  const answers: ((answer: SearchPage) => void)[] = [];
  const { desk } = deskWith(() => new Promise((resolve) => answers.push(resolve)));
  const lookup = createLookup(desk, 50);
  const [first, second] = [lookup.look('a'), lookup.look('ab')];
  answers[1]?.(page([hit(2)]));
  await second;
  answers[0]?.(page([hit(1)]));
  await first;
  expect(ids(lookup.getState().hits)).toEqual(['m2']);
  lookup.reset();
});

it('nothing older is shown than what every source has been read down to', async () => {
  vi.useFakeTimers();
  const { desk } = deskWith(({ where, before }) =>
    where === 'server'
      ? page([hit(20, false), hit(4, false)])
      : before === null
        ? page([hit(30), hit(10)], { next: 'x' })
        : page([hit(9), hit(2)]),
  );
  const lookup = createLookup(desk, 2);
  await lookup.look('texto');
  await vi.advanceTimersByTimeAsync(300);
  expect(ids(lookup.getState().hits)).toEqual(['m30', 'm20', 'm10']);
  expect(lookup.getState().more).toBe(true);
  await lookup.further();
  expect(ids(lookup.getState().hits)).toEqual(['m30', 'm20', 'm10', 'm9', 'm4', 'm2']);
  expect(lookup.getState().more).toBe(false);
  vi.useRealTimers();
});

it('the marked result stays marked when the server’s come in above it', async () => {
  vi.useFakeTimers();
  const { desk, jumps } = deskWith(({ where }) =>
    where === 'here' ? page([hit(9), hit(3)]) : page([hit(8, false)]),
  );
  const search = createSearchStore(desk, jumps);
  search.write('texto');
  await vi.advanceTimersByTimeAsync(1);
  search.move(1);
  expect(search.getState().marked).toBe('m3');
  await vi.advanceTimersByTimeAsync(300);
  search.move(-1);
  expect(search.getState().marked).toBe('m8');
  vi.useRealTimers();
});

it('a hit of the server is brought first, and is here once it was opened', async () => {
  vi.useFakeTimers();
  const { desk, jumps, tabs, calls } = deskWith(
    ({ where }) => (where === 'here' ? page([]) : page([hit(5, false)])),
    40,
  );
  const search = createSearchStore(desk, jumps);
  search.write('texto');
  await vi.advanceTimersByTimeAsync(300);
  vi.useRealTimers();
  await search.choose();
  expect(calls.indexOf('bringConversation')).toBeLessThan(calls.indexOf('messages'));
  expect(tabs.getState().active).toBe('c1');
  expect(jumps.getState().jump).toMatchObject({
    conversationId: 'c1',
    to: { keys: ['m5'] },
  });
  expect(search.lookup.getState().hits[0]?.here).toBe(true);
});

it('a message far up is reached in one step, with rows above it; one that cannot be had is said', async () => {
  const { threads, calls } = deskWith(() => page([]), 1_000);
  const steps: number[] = [];
  threads.subscribe(({ threads: all }) => steps.push(all.get('c1')?.messages.length ?? 0));
  expect(await threads.reach('c1', 300)).toBe(true);
  const first = threads.getState().threads.get('c1')?.messages[0]?.position ?? 0;
  expect(first).toBeLessThanOrEqual(280);
  expect(first).toBeGreaterThan(1);
  expect(new Set(steps).size).toBe(3);
  expect(calls.filter((name) => name === 'messages').length).toBeLessThan(7);
  expect(await threads.reach('c1', null)).toBe(true);

  const broken = createThreadsStore({
    call: (async (_: string, { before }: { before: number | null }) =>
      before === null
        ? { ok: true, value: { messages: [message(90)], services: [], more: true } }
        : { ok: true, value: { messages: [], services: [], more: true } }) as never,
  });
  expect(await broken.reach('c1', 5)).toBe(false);
  expect(broken.getState().threads.get('c1')?.state).toBe('ready');
});

it('within a conversation: from the newest hit to older ones, round at the end', async () => {
  const { desk, jumps } = deskWith(
    ({ where, conversationId }) =>
      page(where === 'here' && conversationId === 'c1' ? [hit(9), hit(5), hit(2)] : []),
    10,
  );
  const find = createFindStore(desk, jumps);
  find.show('c1');
  find.write('texto');
  await vi.waitFor(() => expect(find.lookup.getState().hits).toHaveLength(3));
  const seen: (string | null)[] = [];
  for (const by of [1, 1, 1, 1, -1] as const) {
    await find.step(by);
    seen.push(find.getState().messageId);
  }
  expect(seen).toEqual(['m9', 'm5', 'm2', 'm9', 'm2']);
  expect(jumps.getState().jump?.to).toMatchObject({ keys: ['m2'] });
  find.hide();
});
