import { expect, it } from 'vitest';
import { createTabsStore } from './store.ts';

function opened(...ids: string[]) {
  const tabs = createTabsStore();
  for (const id of ids) tabs.show(id);
  return tabs;
}
const state = (tabs: ReturnType<typeof createTabsStore>) => {
  const { open, active } = tabs.getState();
  return `${open.join('')} ${active}`;
};

it('opens once and comes to the front', () => {
  const tabs = opened('a', 'b');
  tabs.show('a');
  expect(state(tabs)).toBe('ab a');
});

it('gives the place of a closed tab to its neighbour', () => {
  const tabs = opened('a', 'b', 'c');
  tabs.show('b');
  tabs.close('b');
  expect(state(tabs)).toBe('ac c');
  tabs.close('c');
  expect(state(tabs)).toBe('a a');
  tabs.close('a');
  expect(state(tabs)).toBe(' null');
});

it('leaves the front alone when another is closed', () => {
  const tabs = opened('a', 'b', 'c');
  tabs.close('a');
  expect(state(tabs)).toBe('bc c');
});

it('reopens what was closed, last first, where it was', () => {
  const tabs = opened('a', 'b', 'c');
  tabs.close('a');
  tabs.close('b');
  tabs.reopen();
  expect(state(tabs)).toBe('bc b');
  tabs.reopen();
  expect(state(tabs)).toBe('abc a');
  tabs.reopen();
  expect(state(tabs)).toBe('abc a');
});

it('goes round, and by number', () => {
  const tabs = opened('a', 'b', 'c');
  tabs.step(1);
  expect(tabs.getState().active).toBe('a');
  tabs.step(-1);
  expect(tabs.getState().active).toBe('c');
  tabs.number(2);
  expect(tabs.getState().active).toBe('b');
  tabs.number(9);
  expect(tabs.getState().active).toBe('c');
  tabs.number(7);
  expect(tabs.getState().active).toBe('c');
});

it('restores, and drops what is gone', () => {
  const tabs = createTabsStore();
  tabs.restore(['a', 'b'], 'b');
  tabs.drop((id) => id === 'b');
  expect(state(tabs)).toBe('a null');
  tabs.restore(['a'], 'z');
  expect(state(tabs)).toBe('a null');
});
