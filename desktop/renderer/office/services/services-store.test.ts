import { expect, it } from 'vitest';
import type { ServiceItem } from '#shared/contract/service-list.ts';
import type { AskOffice } from '../ask.ts';
import { createServicesStore } from './services-store.ts';

const item = (id: string): ServiceItem => ({
  ...{ id, state: 'waiting', contact: { id: 'c' }, createdAt: '2026-11-21T10:00:00.000Z' },
});
const away = { ok: false, code: 'server-unreachable', detail: '' } as const;

/** Asks that answer when told to, in whatever order. */
function held() {
  type Call = { route: string; query: Record<string, unknown>; answer: (value: unknown) => void };
  const calls: Call[] = [];
  const ask = ((route: string, { query }: { query: Record<string, unknown> }) =>
    new Promise((answer) => calls.push({ route, query, answer }))) as unknown as AskOffice;
  const take = (route: string) => {
    const at = calls.findIndex((call) => call.route === route);
    return calls.splice(at, 1)[0] as Call;
  };
  const page = async (ids: string[], nextCursor: string | null = null) => {
    const call = take('GET /services');
    call.answer({ ok: true, value: { items: ids.map(item), nextCursor } });
    await Promise.resolve();
    return call.query;
  };
  return { ask, take, page, calls };
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

it('an answer that was overtaken by another question is let go, its count too', async () => {
  const { ask, take } = held();
  const list = createServicesStore(ask);
  void list.look({ state: 'open' });
  const [oldCount, oldPage] = [take('GET /services/count'), take('GET /services')];
  void list.look({ state: 'waiting' });
  take('GET /services/count').answer({ ok: true, value: { count: 1 } });
  take('GET /services').answer({ ok: true, value: { items: [item('new')], nextCursor: null } });
  await settled();
  oldPage.answer({ ok: true, value: { items: [item('old')], nextCursor: 'x' } });
  oldCount.answer({ ok: true, value: { count: 7 } });
  await settled();
  expect(list.getState()).toMatchObject({
    ...{ filter: { state: 'waiting' }, count: 1, nextCursor: null, busy: null },
    items: [{ id: 'new' }],
  });
});

it('goes on page by page, once at a time, and shows nothing twice', async () => {
  const { ask, page, calls } = held();
  const list = createServicesStore(ask);
  void list.look({ by: 'finished' });
  await page(['a', 'b'], 'after-b');
  await settled();
  void list.further();
  void list.further();
  expect(calls.filter(({ route }) => route === 'GET /services')).toHaveLength(1);
  expect(await page(['b', 'c'])).toMatchObject({ by: 'finished', cursor: 'after-b' });
  await settled();
  expect(list.getState().items.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  await list.further();
  expect(calls.filter(({ route }) => route === 'GET /services')).toHaveLength(0);
});

it('a page of the list before never joins the one that is asked now', async () => {
  const { ask, page, take } = held();
  const list = createServicesStore(ask);
  void list.look({});
  await page(['a'], 'more');
  await settled();
  void list.further();
  const late = take('GET /services');
  void list.look({ state: 'open' });
  late.answer({ ok: true, value: { items: [item('late')], nextCursor: null } });
  await page(['b']);
  await settled();
  expect(list.getState().items.map(({ id }) => id)).toEqual(['b']);
});

it('what is there stays beside a failure, unless it answers another question', async () => {
  const { ask, page, take } = held();
  const list = createServicesStore(ask);
  void list.look({ state: 'open' });
  await page(['a']);
  await settled();
  void list.look({ state: 'open' });
  take('GET /services').answer(away);
  await settled();
  expect(list.getState()).toMatchObject({ items: [{ id: 'a' }], trouble: away, busy: null });
  void list.look({ state: 'waiting' });
  take('GET /services').answer(away);
  await settled();
  expect(list.getState()).toMatchObject({ items: [], filter: null, trouble: away });
});
