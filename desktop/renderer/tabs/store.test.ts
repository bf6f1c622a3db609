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

it('moves a tab, and never over the line between pinned ones and others', () => {
  const tabs = opened('a', 'b', 'c', 'd');
  tabs.move('d', 0);
  expect(state(tabs)).toBe('dabc d');
  tabs.togglePin('b');
  expect(state(tabs)).toBe('bdac d');
  tabs.move('d', 0);
  tabs.move('b', 3);
  expect(state(tabs)).toBe('bdac d');
  tabs.moveActive(1);
  tabs.moveActive(1);
  tabs.moveActive(1);
  expect(state(tabs)).toBe('bacd d');
  tabs.togglePin('b');
  tabs.move('b', 99);
  expect(state(tabs)).toBe('acdb d');
});

it('closes the others or those on the right, but nothing that is pinned, and all of it comes back', () => {
  const tabs = opened('a', 'b', 'c', 'd');
  tabs.togglePin('a');
  tabs.closeOthers('c');
  expect(state(tabs)).toBe('ac c');
  tabs.reopen();
  tabs.reopen();
  expect(state(tabs)).toBe('abcd d');
  tabs.togglePin('b');
  tabs.closeRight('a');
  expect(state(tabs)).toBe('ab a');
});

it('a pinned tab that is closed and opened again is pinned no more, and restoring keeps the pins', () => {
  const tabs = opened('a', 'b');
  tabs.togglePin('b');
  tabs.close('b');
  tabs.reopen();
  expect([...tabs.getState().pinned]).toEqual([]);
  tabs.restore(['a', 'b', 'c'], 'c', ['b', 'gone']);
  expect(state(tabs)).toBe('bac c');
  expect([...tabs.getState().pinned]).toEqual(['b']);
});
