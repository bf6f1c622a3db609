import { describe, expect, it } from 'vitest';
import { silentDesk, summary } from '../preview/samples.ts';
import { divide, matcher, sectionOf } from './sections.ts';
import { createListStore } from './store.ts';

const waiting = (id: string, createdAt: string) =>
  summary(id, { service: { state: 'waiting', createdAt } });
const held = (id: string, attendantId: string, at: string) =>
  summary(id, { service: { state: 'open', attendantId }, at });

describe('sections', () => {
  it('what waits, what is mine, and all others', () => {
    expect(sectionOf(waiting('a', '2026-01-01'), 'me')).toBe('waiting');
    expect(sectionOf(held('a', 'me', ''), 'me')).toBe('mine');
    expect(sectionOf(held('a', 'ana', ''), 'me')).toBe('recent');
    expect(
      sectionOf(summary('a', { service: { state: 'finished', attendantId: 'me' } }), 'me'),
    ).toBe('recent');
    expect(sectionOf(summary('a'), 'me')).toBe('recent');
  });

  it('waiting oldest first, the others by last activity', () => {
    const entries = new Map(
      [
        waiting('w2', '2026-01-02'),
        waiting('w1', '2026-01-01'),
        held('m1', 'me', '2026-01-01'),
        held('m2', 'me', '2026-01-05'),
        held('r1', 'ana', '2026-01-03'),
        held('r2', 'ana', '2026-01-04'),
      ].map((one) => [one.conversation.id, one]),
    );
    const sections = divide(entries, 'me');
    expect(sections).toEqual({ waiting: ['w1', 'w2'], mine: ['m2', 'm1'], recent: ['r2', 'r1'] });
    expect(divide(new Map(entries), 'me', sections).mine).toBe(sections.mine);
  });
});

describe('the filter', () => {
  const joao = summary('a', { name: 'João Pedro', phone: '+5511999990001' });
  it.each([
    ['joao', true],
    ['PEDRO jo', true],
    ['99999-0001', true],
    ['(11) 99999', true],
    ['maria', false],
    ['4444', false],
    ['', true],
  ])('%s finds João Pedro: %s', (filter, is) => expect(matcher(filter)(joao)).toBe(is));
});

describe('the list', () => {
  it('puts an entry where it belongs as it changes, under the filter', async () => {
    const list = createListStore(
      silentDesk({ conversations: [waiting('a', '2026-01-01'), summary('b', { name: 'Bia' })] }),
    );
    await list.load('me');
    expect(list.getState().shown).toEqual({ waiting: ['a'], mine: [], recent: ['b'] });
    list.receive([held('a', 'me', '2026-01-02')]);
    expect(list.getState().shown.mine).toEqual(['a']);
    list.filterBy('bia');
    list.receive([summary('c', { name: 'Bianca', at: '2027-01-01' })]);
    expect(list.getState().shown).toEqual({ waiting: [], mine: [], recent: ['c', 'b'] });
    list.remove(['b']);
    list.filterBy('');
    expect(list.getState().shown.recent).toEqual(['c']);
  });

  it('knows the neighbours of an entry', async () => {
    const list = createListStore(
      silentDesk({ conversations: [waiting('a', '1'), waiting('b', '2'), waiting('c', '3')] }),
    );
    await list.load('me');
    expect(list.neighbour('a', 1)).toBe('b');
    expect(list.neighbour('a', -1)).toBeNull();
    expect(list.neighbour(null, 1)).toBe('a');
    expect(list.neighbour('elsewhere', -1)).toBe('c');
  });

  it('takes 5,000 entries and a change among them without a stutter', async () => {
    const many = Array.from({ length: 5000 }, (_, n) => held(`c${n}`, 'ana', `2026-01-01T${n}`));
    const list = createListStore(silentDesk({ conversations: many }));
    await list.load('me');
    const start = performance.now();
    for (let n = 0; n < 20; n += 1) list.receive([held(`c${n * 7}`, 'ana', `2027-${n}`)]);
    expect((performance.now() - start) / 20).toBeLessThan(16);
  });
});
