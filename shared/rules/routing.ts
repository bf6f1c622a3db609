/**
 * Who gets what waits, as one pure decision about one team. Invariants, whatever is given:
 *   1. a service is given to one member at most, and nobody beyond their capacity;
 *   2. nothing waits that some member could take: the longest wait is given first;
 *   3. in turn: among members who always have room, the most and the least given differ by one;
 *   4. least busy: nobody is given one while another who could take it holds fewer.
 */
import type { Id } from '../contract/scalars.ts';
import type { Routing } from '../contract/team.ts';

export type Member = {
  id: Id;
  /** Services held now, of whatever team. */
  open: number;
  capacity: number;
  /** When they were last given one: only the order counts; 0: never. */
  turn: number;
};
export type Waits = {
  serviceId: Id;
  /** Who has just transferred it away, or had it taken from them: it does not come back to them. */
  notTo: Id | null;
};
export type Gift = { serviceId: Id; attendantId: Id; turn: number };

const before = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Who of those with room is next; null: nobody has room. */
function nextOf(routing: Routing, members: readonly Member[], notTo: Id | null): Member | null {
  const free = members.filter((one) => one.open < one.capacity && one.id !== notTo);
  const byTurn = (a: Member, b: Member) => a.turn - b.turn || before(a.id, b.id);
  free.sort(routing === 'leastBusy' ? (a, b) => a.open - b.open || byTurn(a, b) : byTurn);
  return free[0] ?? null;
}

/** @param waiting the longest wait first @param members those who are online */
export function giveOutAll(
  routing: Routing,
  waiting: readonly Waits[],
  members: readonly Member[],
): Gift[] {
  if (routing === 'manual') return [];
  const now = members.map((member) => ({ ...member }));
  let turn = Math.max(0, ...now.map((member) => member.turn));
  const gifts: Gift[] = [];
  for (const { serviceId, notTo } of waiting) {
    const member = nextOf(routing, now, notTo);
    if (!member) continue;
    turn += 1;
    member.turn = turn;
    member.open += 1;
    gifts.push({ serviceId, attendantId: member.id, turn });
  }
  return gifts;
}
