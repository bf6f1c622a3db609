import { expect, it } from 'vitest';
import type { Intent } from '#shared/contract/command.ts';
import { silentDesk, summary } from '../preview/samples.ts';
import { createSeveralActions } from './several-actions.ts';
import { createTold } from './told.ts';

const entries = new Map(
  [
    summary('has', { contact: { tags: ['vip'] } }),
    summary('not'),
    summary('refused'),
    ...['open', 'late'].map((id) => summary(id, { service: { id: `s ${id}`, state: 'open' } })),
    summary('over', { service: { state: 'finished' } }),
    summary('neither', { contact: { tags: ['other'] } }),
  ].map((entry) => [entry.conversation.id, entry]),
);

function several() {
  const told = createTold();
  const done: Intent[] = [];
  const held: unknown[] = [];
  const bridge = silentDesk({
    takeBack: ({ commandId }) =>
      commandId === 'command late' ? { ok: false, code: 'invalid' } : null,
  });
  const actions = createSeveralActions({
    told,
    entry: (id) => entries.get(id),
    give: async (intent, hold) => {
      if (intent.conversationId === 'refused') return null;
      done.push(intent);
      held.push(hold);
      return `command ${intent.conversationId}`;
    },
    desk: bridge,
  });
  return { actions, done, held, asked: bridge.asked, told: () => told.getState().all };
}
const tag = (conversationId: string, on: boolean) => ({
  ...{ type: 'tagContact', conversationId, tagId: 'vip', on },
});

it('tags those that lack it, and the undoing spares who had it before', async () => {
  const { actions, done, told } = several();
  await actions.tagAll(['has', 'not', 'refused', 'neither', 'gone'], 'vip', true);
  expect(done).toEqual([tag('not', true), tag('neither', true)]);
  const [one] = told();
  expect(one).toMatchObject({ type: 'tagged', tagId: 'vip', on: true });
  if (one?.type === 'tagged') await actions.undoAll(one.undo);
  expect(done.slice(2)).toEqual([tag('not', false), tag('neither', false)]);
});

it('takes it off, and tells nothing where there was nothing to do', async () => {
  const { actions, done, told } = several();
  await actions.tagAll(['has', 'not'], 'vip', false);
  expect(done).toEqual([tag('has', false)]);
  await actions.tagAll(['not'], 'vip', false);
  expect(told()).toHaveLength(1);
});

it('finishes those that are open, held for a while, and takes back what has not gone', async () => {
  const { actions, done, held, asked, told } = several();
  expect(await actions.finishAll(['open', 'over', 'refused', 'gone', 'late'])).toEqual(
    new Set(['open', 'late']),
  );
  expect(done).toMatchObject([
    { type: 'finishService', serviceId: 's open' },
    { serviceId: 's late' },
  ]);
  expect(held).toEqual([10, 10]);
  const [one] = told();
  if (one?.type === 'finished') await actions.unfinish(one.commandIds);
  expect(asked.map(({ question }) => question)).toEqual([
    { commandId: 'command open' },
    { commandId: 'command late' },
  ]);
  expect(told().at(-1)).toMatchObject({ type: 'late', count: 1 });
});
