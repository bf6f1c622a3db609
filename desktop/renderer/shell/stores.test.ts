import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { BridgeSignal, BridgeSignals, Desk, Opening } from '#shared/contract/bridge.ts';
import { usualSettings } from '#shared/contract/settings.ts';
import type { Page } from '../office/place.ts';
import { silentDesk, summary } from '../preview/samples.ts';
import { createStores, type WindowName } from './stores.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ana = { id: 'ana', name: 'Ana', email: 'a@a', role: 'attendant' as const };
const opening = (part: Partial<Opening> = {}): Opening => ({
  host: 'browser',
  version: '0.1.0',
  serverAddress: 'http://a',
  workspace: 'Clínica',
  user: ana,
  signInNeeded: false,
  sample: false,
  wipeOnSignOut: false,
  lost: null,
  keyKeeper: 'file',
  sync: {
    connection: 'online',
    waiting: 0,
    behind: 0,
    whatsapp: 'open',
    whatsappDriver: 'linked',
    calling: 'link',
    updateTo: null,
  },
  calls: [],
  preferences: {
    ...{ language: null, theme: 'system', tabs: ['c1', 'gone'], activeTab: 'c1' },
    panel: false,
  },
  tags: [],
  settings: usualSettings,
  abilities: [],
  pausedUntil: null,
  appUpdate: null,
  colleagues: [{ ...ana, active: true }],
  teams: [],
  cannedReplies: [],
  presence: [],
  ...part,
});

const page = (opens: unknown[]): Page => ({
  location: { hash: '#/people' },
  history: { pushState() {}, replaceState() {} },
  addEventListener() {},
  open: (...asked: unknown[]) => {
    opens.push(asked);
    return null;
  },
});

async function opened(first: Opening, shown: WindowName = 'console') {
  const opens: unknown[] = [];
  const listeners = new Map<string, (value: never) => void>();
  const bridge = silentDesk({
    open: first,
    conversations: [summary('c1', { draft: 'guardado' }), summary('c2')],
    messages: { messages: [], services: [], more: false },
  });
  const on: Desk['on'] = (signal, listener) => {
    listeners.set(signal, listener as (value: never) => void);
    return () => listeners.delete(signal);
  };
  const stores = createStores({ ...bridge, on }, page(opens), shown);
  const end = stores.follow();
  await stores.start();
  const emit = async <S extends BridgeSignal>(signal: S, value: BridgeSignals[S]) => {
    listeners.get(signal)?.(value as never);
    await vi.advanceTimersByTimeAsync(0);
  };
  const asked = (call: string) =>
    bridge.asked.filter((one) => one.call === call).map((one) => one.question);
  return { stores, emit, asked, end, listeners, opens };
}

it('opens with the tabs that were open, without those that are gone', async () => {
  const { stores } = await opened(opening());
  expect(stores.tabs.getState()).toMatchObject({ open: ['c1'], active: 'c1' });
});

it('keeps the tabs after a pause, and what is written when a tab goes to the back', async () => {
  const { stores, asked } = await opened(opening());
  stores.drafts.open('c1', '');
  stores.drafts.write('c1', 'oi');
  stores.tabs.show('c2');
  expect(asked('saveDraft')).toEqual([{ conversationId: 'c1', text: 'oi' }]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked('savePreferences').at(-1)).toEqual({
    preferences: {
      tabs: ['c1', 'c2'],
      activeTab: 'c2',
      pinnedTabs: [],
      listView: { section: 'waiting', team: 'all', only: 'any', sort: 'usual', tag: null },
    },
  });
});

it('a new beginning of the same person takes away neither tabs nor text', async () => {
  const { stores, emit } = await opened(opening());
  stores.tabs.show('c2');
  stores.drafts.open('c2', '');
  stores.drafts.write('c2', 'meio es');
  await emit('opening', opening({ signInNeeded: true }));
  expect(stores.tabs.getState().open).toEqual(['c1', 'c2']);
  expect(stores.drafts.getState().drafts.get('c2')?.text).toBe('meio es');
  expect(stores.opening.getState().opening?.signInNeeded).toBe(true);
});

it('another person finds nothing of the one before', async () => {
  const { stores, emit } = await opened(opening());
  stores.drafts.open('c1', 'segredo');
  await emit('opening', opening({ user: null }));
  expect(stores.list.getState().entries.size).toBe(0);
  await emit(
    'opening',
    opening({
      user: { ...ana, id: 'bia' },
      preferences: { language: null, theme: 'system', tabs: [], activeTab: null, panel: false },
    }),
  );
  expect(stores.tabs.getState().open).toEqual([]);
  expect(stores.drafts.getState().drafts.size).toBe(0);
});

it('follows what is signalled, until it ends', async () => {
  const { stores, emit, end, listeners } = await opened(opening());
  await emit('sync', {
    connection: 'offline',
    waiting: 2,
    behind: 0,
    whatsapp: null,
    whatsappDriver: null,
    calling: null,
    updateTo: null,
  });
  expect(stores.opening.getState().opening?.sync.waiting).toBe(2);
  await emit('show', { conversationId: 'c2' });
  await emit('gone', ['c2']);
  expect(stores.tabs.getState()).toMatchObject({ open: ['c1'], active: null });
  await emit('refused', {
    command: { id: 'x', conversationId: 'c1', type: 'startService', serviceId: 's' },
    refusal: { ok: false, code: 'service-held', detail: '', holder: { id: 'bia', name: 'Bia' } },
    contactName: 'Maria',
    at: '2026-11-20T12:00:00.000Z',
  });
  expect(stores.troubles.getState().troubles[0]?.refusal.holder?.name).toBe('Bia');
  end();
  expect(listeners.size).toBe(0);
});

it('has the calls of the opening, follows them, and leaves none to the next person', async () => {
  const call = {
    id: 'x',
    conversationId: 'c1',
    direction: 'in',
    video: false,
    state: 'ringing',
    userId: null,
    sdp: 'offer',
    since: '2026-11-20T12:00:00.000Z',
  } as const;
  const { stores, emit } = await opened(opening({ calls: [call] }));
  const ids = () => stores.calls.getState().live.map(({ id }) => id);
  expect(ids()).toEqual(['x']);
  await emit('calls', [call, { ...call, id: 'y' }]);
  expect(ids()).toEqual(['x', 'y']);
  await emit('opening', opening({ user: null }));
  expect(ids()).toEqual([]);
});

it('says so when the core does not answer', async () => {
  const bridge = silentDesk({ open: () => Promise.reject(new Error('away')) });
  const stores = createStores({ ...bridge, on: () => () => {} }, page([]));
  await stores.start();
  expect(stores.opening.getState().phase).toBe('broken');
});

it('in the office nothing is of the desk: no list is read, nothing rings, no tabs are kept', async () => {
  const { stores, emit, asked } = await opened(opening(), 'office');
  expect(asked('conversations')).toEqual([]);
  expect(stores.tabs.getState().open).toEqual([]);
  await emit('show', { conversationId: 'c2' });
  await emit('summaries', [summary('c2')]);
  stores.tabs.show('c1');
  await vi.advanceTimersByTimeAsync(2_000);
  expect(asked('savePreferences')).toEqual([]);
  expect(stores.places.getState().section).toBe('people');
});

it('opens the office by the host where it has windows, else as a page beside this one', async () => {
  const there = await opened(opening({ abilities: ['windows'] }));
  there.stores.openOffice('reports');
  expect([there.asked('openOffice'), there.opens]).toEqual([[{ section: 'reports' }], []]);
  const browser = await opened(opening());
  browser.stores.openOffice();
  expect(browser.asked('openOffice')).toEqual([]);
  expect(browser.opens).toEqual([['/?window=office#/overview', 'recado-office']]);
});
