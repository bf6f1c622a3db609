import { expect, it } from 'vitest';
import type { Colleague } from '#shared/contract/user.ts';
import { summary } from '../preview/samples.ts';
import { boardOf } from './board.ts';

const person = (id: string, part: Partial<Colleague> = {}): Colleague => ({
  ...{ id, name: id, role: 'attendant', active: true, availability: 'online' },
  ...part,
});
const colleagues = [
  person('ana'),
  person('bia', { availability: 'away' }),
  person('caio'),
  person('otto', { active: false }),
];
const sales = {
  ...{ id: 'sales', name: 'Vendas', memberIds: ['ana', 'bia'], active: true },
  ...{ routing: 'leastBusy' as const, evaluation: true, evaluationText: null },
};
const teams = new Map([['sales', sales]]);
const entries = [
  summary('w2', { service: { state: 'waiting', createdAt: '2026-01-02', teamId: 'sales' } }),
  summary('w1', { service: { state: 'waiting', createdAt: '2026-01-01' } }),
  summary('a', { service: { state: 'open', attendantId: 'ana', teamId: 'sales' } }),
  summary('c', { service: { state: 'open', attendantId: 'caio', teamId: 'sales' } }),
  summary('o', { service: { state: 'open', attendantId: 'otto' } }),
  summary('f', { service: { state: 'finished', attendantId: 'ana' } }),
];
const board = (choice: string) => {
  const { waiting, attendants, ...sums } = boardOf(entries, colleagues, teams, choice);
  return {
    ...sums,
    waiting: waiting.map((one) => one.conversation.id),
    attendants: attendants.map(({ colleague, held }) => [colleague.id, held.length]),
  };
};

it('shows all who are there and all that waits, the longest first', () => {
  expect(board('all')).toEqual({
    ...{ waiting: ['w1', 'w2'], online: 2, open: 3 },
    // Whoever still holds something is shown, though they are no more among us.
    attendants: [
      ['ana', 1],
      ['caio', 1],
      ['bia', 0],
      ['otto', 1],
    ],
  });
});

it('by team: its members, and whoever else holds one of its services', () => {
  expect(board('sales')).toEqual({
    ...{ waiting: ['w2'], online: 2, open: 2 },
    attendants: [
      ['ana', 1],
      ['caio', 1],
      ['bia', 0],
    ],
  });
  expect(board('none').waiting).toEqual(['w1']);
});
