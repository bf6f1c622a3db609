import { expect, it } from 'vitest';
import type { Colleague } from '#shared/contract/user.ts';
import { summary } from '../preview/samples.ts';
import { heldBy } from '../teams/holding.ts';
import { receiversOf } from './receivers.ts';

const person = (id: string, name: string, part: Partial<Colleague> = {}): [string, Colleague] => [
  id,
  { id, name, role: 'attendant', active: true, availability: 'online', capacity: 2, ...part },
];
const colleagues = new Map([
  person('ana', 'Ana'),
  person('bia', 'Bia', { availability: 'away' }),
  person('caio', 'Caio'),
  person('otto', 'Otávio', { active: false }),
]);
const team = (id: string, name: string, memberIds: string[], active = true) => ({
  ...{ id, name, memberIds, active },
  ...{ routing: 'manual' as const, evaluation: true, evaluationText: null },
});
const held = heldBy([
  summary('c1', { service: { state: 'open', attendantId: 'caio', startedAt: '2026-01-02' } }),
  summary('c2', { service: { state: 'open', attendantId: 'caio', startedAt: '2026-01-01' } }),
  summary('c3', { service: { state: 'waiting' } }),
  summary('c4', { service: { state: 'finished', attendantId: 'bia' } }),
]);
const teams = [team('t2', 'Vendas', ['ana', 'bia', 'otto']), team('t1', 'Exames', [], false)];

it('offers who may take it, those who are there first, and says who is full', () => {
  const { colleagues: people, teams: groups } = receiversOf(
    { teams, colleagues, held, holder: 'ana' },
    '',
  );
  expect(people.map((one) => [one.colleague.name, one.open, one.full])).toEqual([
    ['Caio', 2, true],
    ['Bia', 0, false],
  ]);
  expect(groups.map((one) => [one.team.name, one.online])).toEqual([['Vendas', 1]]);
});

it('finds by a part of a name, whatever its accents', () => {
  const here = { teams, colleagues, held, holder: null };
  expect(receiversOf(here, 'VÊN').teams).toHaveLength(1);
  expect(receiversOf(here, 'cai').colleagues).toHaveLength(1);
  expect(receiversOf(here, 'otav').colleagues).toEqual([]);
});

it('the longest held stands first', () => {
  expect(held.get('caio')?.map((one) => one.conversation.id)).toEqual(['c2', 'c1']);
  expect(held.has('bia')).toBe(false);
});
