import type { Id } from '#shared/contract/scalars.ts';
import type { Team } from '#shared/contract/team.ts';
import type { Colleague } from '#shared/contract/user.ts';
import { folded } from '../format/names.ts';
import type { Held } from '../teams/holding.ts';

export type Receivers = {
  teams: { team: Team; online: number }[];
  colleagues: { colleague: Colleague; open: number; full: boolean }[];
};

export const isOnline = (colleague: Colleague | undefined): boolean =>
  colleague?.active === true && colleague.availability === 'online';

type Here = {
  teams: Iterable<Team>;
  colleagues: ReadonlyMap<Id, Colleague>;
  held: Held;
  /** Who has it now. */
  holder: Id | null;
};

/** Whom it may go to, by a part of their name: who is online first, then by name. */
export function receiversOf({ teams, colleagues, held, holder }: Here, wanted: string): Receivers {
  const words = folded(wanted.trim());
  const fits = (name: string) => words === '' || folded(name).includes(words);
  return {
    teams: [...teams]
      .filter((team) => team.active && fits(team.name))
      .sort((a, b) => a.name.localeCompare(b.name))
      .map((team) => ({
        team,
        online: team.memberIds.filter((id) => isOnline(colleagues.get(id))).length,
      })),
    colleagues: [...colleagues.values()]
      .filter((one) => one.active && one.id !== holder && fits(one.name))
      .sort((a, b) => Number(isOnline(b)) - Number(isOnline(a)) || a.name.localeCompare(b.name))
      .map((colleague) => {
        const open = held.get(colleague.id)?.length ?? 0;
        return { colleague, open, full: open >= (colleague.capacity ?? Number.POSITIVE_INFINITY) };
      }),
  };
}
