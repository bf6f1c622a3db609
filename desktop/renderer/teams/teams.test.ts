import { expect, it } from 'vitest';
import { silentDesk } from '../preview/samples.ts';
import { createTeamsStore } from './store.ts';

const team = {
  ...{ id: 't1', name: 'Vendas', routing: 'manual' as const, evaluation: true },
  ...{ evaluationText: null, active: true, memberIds: ['ana'] },
};
const routing = { defaultTeamId: null, awayMinutes: 5, returnMinutes: null };

it('has a team as soon as it is saved, and is told why one is not', async () => {
  const refused = { ok: false, code: 'team-taken', detail: '' };
  let taken = false;
  const bridge = silentDesk({ saveTeam: () => (taken ? refused : team) });
  const teams = createTeamsStore(bridge);
  expect(await teams.save(null, { name: 'Vendas' })).toEqual(team);
  expect([...teams.getState().teams.keys()]).toEqual(['t1']);
  taken = true;
  expect(await teams.save('t1', { name: 'Outra' })).toBeNull();
  expect(teams.getState()).toMatchObject({ busy: 0, trouble: { code: 'team-taken' } });
  expect(teams.getState().teams.get('t1')).toEqual(team);
  teams.forget();
  expect(teams.getState().trouble).toBeNull();
});

it('keeps the rules as the server answers them, and those known where it does not', async () => {
  let answers = true;
  const bridge = silentDesk({
    routing,
    saveRouting: ({ patch }) =>
      answers ? { ...routing, ...patch } : { ok: false, code: 'server-unreachable' },
  });
  const teams = createTeamsStore(bridge);
  await teams.loadRouting();
  expect(await teams.saveRouting({ awayMinutes: 9 })).toBe(true);
  answers = false;
  expect(await teams.saveRouting({ awayMinutes: 30 })).toBe(false);
  expect(teams.getState().routing).toEqual({ ...routing, awayMinutes: 9 });
});

it('says no to what did not happen', async () => {
  const no = () => ({ ok: false, code: 'forbidden' });
  const teams = createTeamsStore(silentDesk({ setAvailability: no }));
  expect(await teams.setAvailability('away')).toBe(false);
});
