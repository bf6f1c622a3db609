/** Gives what waits in a team to its members. Whoever asks, as often as they like: one does it. */
import type { Id } from '#shared/contract/scalars.ts';
import type { Routing } from '#shared/contract/team.ts';
import { type Gift, giveOutAll } from '#shared/rules/routing.ts';
import { giveOut, settle } from '#shared/rules/service-life.ts';
import { recordChanges } from '../platform/feed.ts';
import { inTransaction, type Tx } from '../platform/postgres/pool.ts';
import { adopt, type Desk, emptyDraft, writeDraft } from './desk.ts';
import {
  anythingToRoute,
  lockMembers,
  lockRouting,
  saveTurns,
  type WaitingService,
  waitingServices,
} from './routing-store.ts';
import { lockConversations } from './store.ts';
import { loadTiming } from './timing.ts';

const ofEachTeam = 100;

/**
 * Deciding and giving are one transaction under one lock, taken before any conversation's: two that
 * route at once take turns, and the second sees what the first gave. @returns how many were given
 */
export async function routeWaiting(desk: Desk): Promise<number> {
  if (!(await anythingToRoute(desk.pool))) return 0;
  let given = 0;
  for (;;) {
    const done = await inTransaction(desk.pool, (tx) => routeOnce(desk, tx));
    if (done.recorded) desk.publish(done.recorded);
    given += done.given;
    // Behind so many others may wait.
    if (done.waiting < ofEachTeam || done.given === 0) return given;
  }
}

async function routeOnce(desk: Desk, tx: Tx) {
  await lockRouting(tx);
  const waiting = await waitingServices(tx, ofEachTeam);
  const { gifts, names } = await decide(tx, waiting);
  if (gifts.length === 0) return { waiting: waiting.length, given: 0, recorded: null };
  const services = new Map(waiting.map((one) => [one.id, one]));
  const place = (gift: Gift) => services.get(gift.serviceId) as WaitingService;
  const ids = [...new Set(gifts.map((gift) => place(gift).conversationId))].sort();
  const locked = await lockConversations(tx, ids);
  const timing = await loadTiming(tx);
  const now = desk.now().toISOString();
  const draft = emptyDraft();
  const turns: { teamId: Id; userId: Id; turn: number }[] = [];
  for (const gift of gifts) {
    const { conversationId, teamId } = place(gift);
    const here = locked.get(conversationId);
    const current = here?.standing.current;
    // Taken, moved or ended before we had its lock.
    if (!here || current?.id !== gift.serviceId) continue;
    if (current.state !== 'waiting' || current.teamId !== teamId) continue;
    const to = { id: gift.attendantId, name: names.get(gift.attendantId) ?? '' };
    const outcome = giveOutOrSettle(here.standing, gift.serviceId, to, timing, now);
    adopt(draft, here, outcome);
    if (outcome.standing.current?.attendantId === to.id) {
      turns.push({ teamId, userId: to.id, turn: gift.turn });
    }
  }
  await saveTurns(tx, turns);
  const recorded = await recordChanges(tx, await writeDraft(tx, draft));
  return { waiting: waiting.length, given: turns.length, recorded };
}

/** One that fell due while it waited ends instead. */
function giveOutOrSettle(...[standing, serviceId, to, timing, now]: Parameters<typeof giveOut>) {
  const settled = settle(standing, timing, now);
  return settled.standing.current ? giveOut(standing, serviceId, to, timing, now) : settled;
}

/** Team by team: what one team gives a member counts for the next. */
async function decide(tx: Tx, waiting: WaitingService[]) {
  const byTeam = Map.groupBy(waiting, (one) => one.teamId);
  const members = byTeam.size > 0 ? await lockMembers(tx, [...byTeam.keys()]) : [];
  const more = new Map<Id, number>();
  const gifts: Gift[] = [];
  for (const [teamId, services] of byTeam) {
    const own = members
      .filter((member) => member.teamId === teamId)
      .map((member) => ({ ...member, open: member.open + (more.get(member.id) ?? 0) }));
    const routing = services[0]?.routing as Routing;
    const queue = services.map(({ id, notTo }) => ({ serviceId: id, notTo }));
    for (const gift of giveOutAll(routing, queue, own)) {
      more.set(gift.attendantId, (more.get(gift.attendantId) ?? 0) + 1);
      gifts.push(gift);
    }
  }
  return { gifts, names: new Map(members.map(({ id, name }) => [id, name])) };
}
