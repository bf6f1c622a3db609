import type { Id } from '#shared/contract/scalars.ts';
import type { Routing } from '#shared/contract/team.ts';
import type { Member } from '#shared/rules/routing.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';

/** Whether anything waits that is not left for somebody to take. */
export async function anythingToRoute(sql: Sql): Promise<boolean> {
  const { rowCount } = await sql.query({
    name: 'routing-any',
    text: `select from services s join teams t on t.id = s.team_id
           where s.state = 'waiting' and t.active and t.routing <> 'manual' limit 1`,
  });
  return rowCount === 1;
}

/** Whoever gives out does so alone: what one member has is then the same for all teams. */
export async function lockRouting(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(4680003)');
}

export type WaitingService = {
  id: Id;
  conversationId: Id;
  teamId: Id;
  routing: Routing;
  notTo: Id | null;
};

/** The longest wait first, so many of each team: one that nobody answers holds up no other. */
export async function waitingServices(tx: Tx, ofEach: number): Promise<WaitingService[]> {
  const { rows } = await tx.query<WaitingService>({
    name: 'routing-waiting',
    text: `select s.id, s.conversation_id "conversationId", s.team_id "teamId", t.routing,
                  case when last.kind = 'transferred' then held.holder_id end "notTo"
           from teams t
           cross join lateral (
             select id, conversation_id, team_id, created_at from services
             where team_id = t.id and state = 'waiting' order by created_at, id limit $1
           ) s
           left join lateral (
             select kind from service_steps where service_id = s.id order by id desc limit 1
           ) last on true
           left join lateral (
             select holder_id from service_steps
             where service_id = s.id and holder_id is not null order by id desc limit 1
           ) held on true
           where t.active and t.routing <> 'manual'
           order by s.created_at, s.id`,
    values: [ofEach],
  });
  return rows;
}

/**
 * Who of these teams is online, with what they hold. Their rows are locked: who goes away meanwhile
 * either is not among them, or goes once they have been given it.
 */
export async function lockMembers(
  tx: Tx,
  teamIds: Id[],
): Promise<(Member & { teamId: Id; name: string })[]> {
  const { rows: online } = await tx.query<{ id: Id }>({
    name: 'routing-online',
    text: `select id from users
           where available and id in (select user_id from team_members where team_id = any($1))
           order by id for share`,
    values: [teamIds],
  });
  const { rows } = await tx.query<Member & { teamId: Id; name: string }>({
    name: 'routing-members',
    text: `select m.team_id "teamId", m.turn, u.id, u.name, u.capacity,
                  (select count(*) from services s
                   where s.attendant_id = u.id and s.state = 'open') "open"
           from team_members m join users u on u.id = m.user_id
           where m.team_id = any($1) and u.id = any($2)`,
    values: [teamIds, online.map(({ id }) => id)],
  });
  return rows;
}

export async function saveTurns(
  tx: Tx,
  turns: { teamId: Id; userId: Id; turn: number }[],
): Promise<void> {
  await tx.query({
    name: 'routing-turns',
    text: `update team_members m set turn = greatest(m.turn, n.turn)
           from unnest($1::uuid[], $2::uuid[], $3::bigint[]) n (team_id, user_id, turn)
           where m.team_id = n.team_id and m.user_id = n.user_id`,
    values: [
      turns.map((one) => one.teamId),
      turns.map((one) => one.userId),
      turns.map((one) => one.turn),
    ],
  });
}
