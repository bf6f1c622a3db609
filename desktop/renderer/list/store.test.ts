import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { message, silentDesk, summary } from '../preview/samples.ts';
import { divide, matcher, rearranged, sectionOf, sorts } from './sections.ts';
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
    expect(sections).toEqual({
      waiting: ['w1', 'w2'],
      mine: ['m2', 'm1'],
      recent: ['w1', 'w2', 'm2', 'r2', 'r1', 'm1'],
    });
    expect(divide(new Map(entries), 'me', sections).mine).toBe(sections.mine);
  });
});

describe('what changes in five thousand', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-01-${String(n).padStart(2, '0')}`);
  const some = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
  const one = fc.oneof(
    fc
      .tuple(some, day, day)
      .map(([id, createdAt, at]) => summary(id, { service: { state: 'waiting', createdAt }, at })),
    fc.tuple(some, fc.constantFrom('me', 'ana'), day).map(([id, who, at]) => held(id, who, at)),
    fc.tuple(some, day).map(([id, at]) => summary(id, { at })),
  );
  it.each(sorts)('%s: is put where dividing everything anew puts it', (sort) => {
    fc.assert(
      fc.property(fc.array(one), fc.array(one), fc.array(some), (first, then, gone) => {
        const entries = new Map(first.map((entry) => [entry.conversation.id, entry]));
        const before = divide(entries, 'me', undefined, sort);
        for (const entry of then) entries.set(entry.conversation.id, entry);
        for (const id of gone) entries.delete(id);
        const changed = new Set([...then.map(({ conversation }) => conversation.id), ...gone]);
        const after = rearranged(before, entries, changed, 'me', sort);
        expect(after).toEqual(divide(entries, 'me', undefined, sort));
        expect(rearranged(after, entries, changed, 'me', sort)).toBe(after);
      }),
    );
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
    expect(list.getState().shown).toEqual({ waiting: ['a'], mine: [], recent: ['a', 'b'] });
    list.receive([held('a', 'me', '2026-01-02')]);
    expect(list.getState().shown.mine).toEqual(['a']);
    list.filterBy('bia');
    list.receive([summary('c', { name: 'Bianca', at: '2027-01-01' })]);
    expect(list.getState().shown).toEqual({ waiting: [], mine: [], recent: ['c', 'b'] });
    list.remove(['b']);
    list.filterBy('');
    expect(list.getState().shown.recent).toEqual(['c', 'a']);
  });

  it('shows only what is asked for, in the order that is asked for, and keeps it for the next time', async () => {
    const said = (id: string, direction: 'in' | 'out', sentAt: string, unread = 0) => ({
      ...held(id, 'me', `2026-02-${id.slice(1)}`),
      lastMessage: message(1, { direction, sentAt }),
      unread,
    });
    const list = createListStore(
      silentDesk({
        conversations: [
          said('a1', 'in', '2026-01-05', 2),
          said('a2', 'out', '2026-01-01'),
          said('a3', 'in', '2026-01-02'),
          summary('a4', { service: { state: 'finished' }, at: '2026-01-04' }),
          waiting('a5', '2026-01-09'),
          waiting('a6', '2026-01-08'),
        ],
      }),
    );
    await list.load('me');
    const all = () => list.getState().shown.recent.join(' ');
    list.sortBy('unanswered');
    expect(list.getState().shown.mine).toEqual(['a3', 'a1', 'a2']);
    list.sortBy('longest');
    expect(all()).toMatch(/^a6 a5 /);
    list.showOnly('unread');
    expect(all()).toBe('a1');
    list.showOnly('finished');
    expect(all()).toBe('a4');
    list.showOnly('open');
    expect(list.getState().shown.recent).not.toContain('a4');
    list.restore({ section: 'recent', sort: 'newest', only: 'unread' });
    expect([list.getState().section, all()]).toEqual(['recent', 'a1']);
    await list.load('someone else');
    expect(list.getState()).toMatchObject({ sort: 'newest', only: 'unread', section: 'recent' });
  });

  it('means several: one by one, a range, all; and what is gone is meant no more', async () => {
    const list = createListStore(
      silentDesk({ conversations: ['a', 'b', 'c', 'd'].map((id, n) => waiting(id, `${n}`)) }),
    );
    await list.load('me');
    const meant = () => [...list.getState().selected].join('');
    list.toggle('b');
    list.extend('d');
    expect(meant()).toBe('bcd');
    list.extend('a');
    expect(meant()).toBe('ab');
    list.toggle('a');
    list.toggle('d');
    expect(meant()).toBe('bd');
    list.remove(['d']);
    expect(meant()).toBe('b');
    list.selectAll();
    expect(meant()).toBe('abc');
    list.choose('recent');
    expect(meant()).toBe('');
    list.extend('c', 'b');
    expect([...list.getState().selected].toSorted().join('')).toBe('bc');
  });

  it('what I was given just now is on top of mine, though its contact wrote long ago', async () => {
    const given = { by: 'ana', at: '2026-01-09' };
    const list = createListStore(
      silentDesk({
        conversations: [
          held('old', 'me', '2026-01-05'),
          summary('given', {
            service: { state: 'open', attendantId: 'me', given },
            at: '2026-01-01',
          }),
        ],
      }),
    );
    await list.load('me');
    expect(list.getState().shown.mine).toEqual(['given', 'old']);
    list.receive([held('old', 'me', '2026-01-10')]);
    expect(list.getState().shown.mine).toEqual(['old', 'given']);
  });

  it('filters by team: one, mine, or none; with what is searched, and as teams change', async () => {
    const of = (id: string, teamId?: string) =>
      summary(id, {
        name: id,
        service: {
          state: 'waiting',
          createdAt: `2026-01-0${id.at(-1)}`,
          ...(teamId && { teamId }),
        },
      });
    const list = createListStore(
      silentDesk({ conversations: [of('ana1', 'sales'), of('ana2', 'health'), of('bia3')] }),
    );
    await list.load('me');
    const shown = () => list.getState().shown.waiting;
    list.filterByTeam('sales');
    expect(shown()).toEqual(['ana1']);
    list.filterByTeam('none');
    expect(shown()).toEqual(['bia3']);
    list.filterByTeam('mine');
    expect(shown()).toEqual([]);
    list.teamsAre([{ id: 'health' }]);
    expect(shown()).toEqual(['ana2']);
    list.filterBy('bia');
    expect(shown()).toEqual([]);
    list.filterByTeam('all');
    expect(shown()).toEqual(['bia3']);
    expect(list.neighbour(null, 1)).toBe('bia3');
  });

  it('looks at one tag again after a restart, and at everything once it is gone', async () => {
    const of = (id: string, tags?: string[]) =>
      summary(id, { service: { state: 'waiting' }, contact: { ...(tags && { tags }) } });
    const list = createListStore(silentDesk({ conversations: [of('a', ['vip']), of('b')] }));
    list.restore({ section: 'waiting', tag: 'vip' });
    await list.load('me');
    expect(list.getState().shown.waiting).toEqual(['a']);
    list.tagsAre([{ id: 'vip' }]);
    expect(list.getState().shown.waiting).toEqual(['a']);
    list.tagsAre([{ id: 'other' }]);
    expect(list.getState()).toMatchObject({ tag: null, shown: { waiting: ['a', 'b'] } });
  });

  it('leaves what is of the team and has the tag, where both are asked for', async () => {
    const of = (id: string, teamId: string, tags: string[]) =>
      summary(id, { service: { state: 'waiting', teamId }, contact: { tags } });
    const conversations = [of('a', 't1', ['vip']), of('b', 't1', []), of('c', 't2', ['vip'])];
    const list = createListStore(silentDesk({ conversations }));
    await list.load('me');
    list.filterByTeam('t1');
    list.filterByTag('vip');
    expect(list.getState().shown.waiting).toEqual(['a']);
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
