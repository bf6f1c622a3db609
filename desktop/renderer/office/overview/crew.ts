/** Who is there, and how much each holds of what they are given. */
import type { Overview } from '#shared/contract/overview.ts';
import type { Colleague } from '#shared/contract/user.ts';
import { isOnline } from '../../transfer/receivers.ts';

export type Member = {
  colleague: Colleague;
  held: number;
  /** 0 to 1 of their capacity; null: they have none. */
  load: number | null;
  full: boolean;
};

/** Who is online first, then who holds most; whoever is no more among us only while they hold some. */
export function crewOf(
  colleagues: Iterable<Colleague>,
  held: Overview['held'],
  language: string,
): Member[] {
  const counts = new Map(held.map((one) => [one.attendantId, one.open]));
  const { compare } = new Intl.Collator(language, { numeric: true });
  return [...colleagues]
    .flatMap((colleague): Member[] => {
      const count = counts.get(colleague.id) ?? 0;
      if (!colleague.active && count === 0) return [];
      const { capacity } = colleague;
      const full = capacity !== undefined && count >= capacity;
      const load = capacity === undefined ? null : full ? 1 : count / capacity;
      return [{ colleague, held: count, load, full }];
    })
    .sort(
      (a, b) =>
        Number(isOnline(b.colleague)) - Number(isOnline(a.colleague)) ||
        b.held - a.held ||
        compare(a.colleague.name, b.colleague.name),
    );
}
