import { expect, it } from 'vitest';
import type { Intent } from '#shared/contract/command.ts';
import { summary } from '../preview/samples.ts';
import { createSeveralActions } from './several-actions.ts';
import { createTold } from './told.ts';

const entries = new Map(
  [
    summary('has', { contact: { tags: ['vip'] } }),
    summary('not'),
    summary('refused'),
    summary('neither', { contact: { tags: ['other'] } }),
  ].map((entry) => [entry.conversation.id, entry]),
);

function several() {
  const told = createTold();
  const done: Intent[] = [];
  const actions = createSeveralActions({
    told,
    entry: (id) => entries.get(id),
    perform: async (intent) => {
      if (intent.conversationId === 'refused') return false;
      done.push(intent);
      return true;
    },
  });
  return { actions, done, told: () => told.getState().all };
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
