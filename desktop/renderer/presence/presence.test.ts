import { expect, it } from 'vitest';
import { createPresenceStore } from './store.ts';

const at = (consoleId: string, userId: string, conversationId: string | null, typing = false) => ({
  ...{ consoleId, userId, conversationId, typing },
});

it('knows who else is where: one person once, never oneself', () => {
  const presence = createPresenceStore();
  presence.take(
    [at('1', 'ana', 'c1'), at('2', 'bia', 'c1', true), at('3', 'bia', 'c1'), at('4', 'caio', null)],
    'ana',
  );
  expect([...presence.getState().at]).toEqual([['c1', [{ userId: 'bia', typing: true }]]]);
  presence.take([], 'ana');
  expect(presence.getState().at.size).toBe(0);
});

it('keeps the contact who types apart from colleagues', () => {
  const presence = createPresenceStore();
  const typing = { consoleId: 'contact c1', userId: null, conversationId: 'c1', typing: true };
  presence.take([typing, at('2', 'bia', 'c1')], 'ana');
  expect(presence.getState().at.get('c1')).toEqual([{ userId: 'bia', typing: false }]);
  expect([...presence.getState().contacts]).toEqual(['c1']);
  presence.take([], 'ana');
  expect(presence.getState().contacts.size).toBe(0);
});

it('leaves alone what did not change, so that nothing there is drawn again', () => {
  const presence = createPresenceStore();
  presence.take([at('2', 'bia', 'c1'), at('3', 'caio', 'c2')], 'ana');
  const before = presence.getState().at;
  presence.take([at('2', 'bia', 'c1'), at('3', 'caio', 'c2', true)], 'ana');
  expect(presence.getState().at.get('c1')).toBe(before.get('c1'));
  expect(presence.getState().at.get('c2')).toEqual([{ userId: 'caio', typing: true }]);
});
