import { expect, it } from 'vitest';
import type { Intent } from '#shared/contract/command.ts';
import { createDraftsStore } from '../composer/store.ts';
import { createListStore } from '../list/store.ts';
import { silentDesk, summary } from '../preview/samples.ts';
import { createActions } from './actions.ts';
import { createTroubles } from './troubles.ts';

type Given = Parameters<typeof silentDesk>[0];

async function desk(entry: ReturnType<typeof summary>, given: Given = {}) {
  const bridge = silentDesk({ conversations: [entry], ...given });
  const list = createListStore(bridge);
  const drafts = createDraftsStore(bridge);
  const troubles = createTroubles();
  const actions = createActions({ desk: bridge, list, drafts, troubles });
  await list.load('me');
  drafts.open('c1', 'oi');
  const intents = () =>
    bridge.asked
      .filter(({ call }) => call === 'perform')
      .map(({ question }) => (question as { intent: Intent }).intent);
  return { actions, list, drafts, troubles, intents };
}
const refused = {
  perform: () => ({
    ok: false,
    code: 'service-held',
    detail: '',
    holder: { id: 'a', name: 'Ana' },
  }),
};

it('starts what waits before it sends', async () => {
  const { actions, intents } = await desk(
    summary('c1', { service: { id: 's1', state: 'waiting' } }),
  );
  expect(await actions.send('c1')).toBe(true);
  expect(intents()).toMatchObject([
    { type: 'startService', serviceId: 's1' },
    { type: 'sendMessage', text: 'oi', kind: 'text' },
  ]);
});

it('sends nothing where the start is refused, tells who has it, and keeps the text', async () => {
  const { actions, intents, drafts, troubles } = await desk(
    summary('c1', { service: { state: 'waiting' } }),
    refused,
  );
  expect(await actions.send('c1')).toBe(false);
  expect(intents()).toHaveLength(1);
  expect(drafts.getState().drafts.get('c1')?.text).toBe('oi');
  expect(troubles.getState().troubles).toMatchObject([
    { type: 'startService', contactName: 'Contact c1', refusal: { holder: { name: 'Ana' } } },
  ]);
});

it('does nothing to a service in a state that does not allow it', async () => {
  const { actions, intents } = await desk(summary('c1', { service: { state: 'finished' } }));
  expect([
    await actions.start('c1'),
    await actions.finish('c1'),
    await actions.transfer('c1', 'ana'),
  ]).toEqual([false, false, false]);
  expect(intents()).toEqual([]);
});

it('says once per position that everything was read', async () => {
  const { actions, list, intents } = await desk(summary('c1', { unread: 2, lastPosition: 5 }));
  await Promise.all([actions.markRead('c1'), actions.markRead('c1')]);
  list.receive([summary('c1', { unread: 1, lastPosition: 6 })]);
  await actions.markRead('c1');
  list.receive([summary('c1', { unread: 0, lastPosition: 7 })]);
  await actions.markRead('c1');
  expect(intents()).toMatchObject([{ position: 5 }, { position: 6 }]);
});
