import { expect, it } from 'vitest';
import { filterOf, narrowingOf, queryOf } from './narrowing.ts';

it('comes back from the address as it went there, and what is no filter is left out', () => {
  const narrowing = { kind: 'user', text: 'ana', period: 'own', from: '2026-11-01' } as const;
  expect(narrowingOf(queryOf(narrowing))).toEqual(narrowing);
  expect(
    narrowingOf({ kind: 'made-up', period: 'never', from: '2026-11-01', nonsense: 'x' }),
  ).toEqual({});
  expect(narrowingOf({ period: 'own', from: '31/11', to: '2026-02-30' })).toEqual({
    period: 'own',
  });
});

it('asks by days of the workspace, and without a period by none', () => {
  const today = '2026-11-21';
  expect(filterOf({ period: 'yesterday' }, today)).toEqual({
    ...{ from: '2026-11-20', to: '2026-11-21' },
  });
  expect(filterOf({ period: 'own', from: '2026-11-01', to: undefined }, today)).toEqual({
    from: '2026-11-01',
  });
  expect(filterOf({ kind: 'team', text: undefined }, today)).toEqual({ kind: 'team' });
});
