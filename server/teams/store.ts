import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { RoutingSettings, Team } from '#shared/contract/team.ts';
import type { Availability } from '#shared/contract/user.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';

const columns = `id, name, routing, evaluation, evaluation_text "evaluationText", active,
  array(select user_id::text from team_members where team_id = teams.id order by user_id) "memberIds"`;

/** Ids are UUIDv7: their order is the order in which teams were made. */
export async function listTeams(sql: Sql, after: Id | null, limit: number): Promise<Team[]> {
  const { rows } = await sql.query<Team>(
    `select ${columns} from teams where $1::uuid is null or id > $1 order by id limit $2`,
    [after, limit],
  );
  return rows;
}

/** Locked until the transaction ends. */
export async function lockTeam(tx: Tx, id: Id): Promise<Team | null> {
  const { rows } = await tx.query<Team>(`select ${columns} from teams where id = $1 for update`, [
    id,
  ]);
  return rows[0] ?? null;
}

/** False: another active team has this name. */
export async function saveTeam(tx: Tx, team: Team): Promise<boolean> {
  await tx.query('savepoint named');
  try {
    await tx.query(
      `insert into teams (id, name, routing, evaluation, evaluation_text, active)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (id) do update set name = excluded.name, routing = excluded.routing,
         evaluation = excluded.evaluation, evaluation_text = excluded.evaluation_text,
         active = excluded.active`,
      [team.id, team.name, team.routing, team.evaluation, team.evaluationText, team.active],
    );
    return true;
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'teams_name') throw error;
    await tx.query('rollback to savepoint named');
    return false;
  }
}

/** Who stays keeps their turn. @returns those of the ids that are no users */
export async function saveMembers(tx: Tx, teamId: Id, userIds: Id[]): Promise<Id[]> {
  await tx.query('delete from team_members where team_id = $1 and user_id <> all($2)', [
    teamId,
    userIds,
  ]);
  await tx.query(
    `insert into team_members (team_id, user_id)
     select $1, id from users where id = any($2) on conflict do nothing`,
    [teamId, userIds],
  );
  const { rows } = await tx.query<{ id: Id }>(
    `select wanted.id from unnest($1::uuid[]) wanted (id)
     where not exists (select from users where users.id = wanted.id)`,
    [userIds],
  );
  return rows.map(({ id }) => id);
}

const usual: RoutingSettings = { defaultTeamId: null, awayMinutes: 5, returnMinutes: null };

export async function routingSettings(sql: Sql): Promise<RoutingSettings> {
  const { rows } = await sql.query<{ value: Partial<RoutingSettings> }>(
    `select value from settings where key = 'routing'`,
  );
  return { ...usual, ...rows[0]?.value };
}

export async function saveRoutingSettings(tx: Tx, settings: RoutingSettings): Promise<void> {
  await tx.query(
    `insert into settings (key, value) values ('routing', $1)
     on conflict (key) do update set value = excluded.value`,
    [JSON.stringify(settings)],
  );
}

/** @returns what it was before; null: there is no such user */
export async function saveCapacity(tx: Tx, userId: Id, capacity: number): Promise<number | null> {
  const { rows } = await tx.query<{ capacity: number }>(
    `update users u set capacity = $2
     from (select id, capacity from users where id = $1 for update) was
     where u.id = was.id returning was.capacity`,
    [userId, capacity],
  );
  return rows[0]?.capacity ?? null;
}

/** What somebody chose, and that a console of theirs is there. @returns whether colleagues see another */
export async function saveAvailability(
  tx: Tx,
  userId: Id,
  chosen: Availability | null,
  now: Instant,
): Promise<boolean> {
  const { rows } = await tx.query<{ was: boolean; is: boolean }>({
    name: 'teams-availability',
    text: `with before as (
             select id, available, coalesce($2, chosen) chosen from users where id = $1 for update
           )
           update users u
           set chosen = b.chosen, seen_at = greatest(u.seen_at, $3),
               available = b.chosen = 'online',
               away_since = case when b.available and b.chosen = 'away' then $3 else u.away_since end
           from before b where u.id = b.id
           returning b.available was, u.available "is"`,
    values: [userId, chosen, now],
  });
  return rows[0] !== undefined && rows[0].was !== rows[0].is;
}

/**
 * Whose console is here is seen, every so often. @returns those who are held for away all the same:
 * nobody could note for a while that they are there
 */
export async function noteSeen(sql: Sql, userIds: Id[], now: Instant): Promise<Id[]> {
  await sql.query({
    name: 'teams-seen',
    // In one order for every server, or two of them wait for each other.
    text: `update users set seen_at = $2 where id in (
             select id from users where id = any($1)
               and seen_at < $2::timestamptz - interval '20 seconds'
             order by id for no key update)`,
    values: [userIds, now],
  });
  const { rows } = await sql.query<{ id: Id }>({
    name: 'teams-back',
    text: `select id from users where id = any($1) and active and not available
             and chosen = 'online'`,
    values: [userIds],
  });
  return rows.map(({ id }) => id);
}

/** Those whom no server has seen since are away from now on. */
export async function leaveUnseen(tx: Tx, since: Instant, now: Instant): Promise<Id[]> {
  const { rows } = await tx.query<{ id: Id }>(
    `update users set available = false, away_since = $2
     where id in (select id from users where available and (seen_at is null or seen_at < $1)
                  order by id for update skip locked)
     returning id`,
    [since, now],
  );
  return rows.map(({ id }) => id);
}

/** Open services whose holder is away since then at the latest, and had them by then. */
export async function servicesLeft(
  sql: Sql,
  since: Instant,
): Promise<{ id: Id; conversationId: Id; attendantId: Id }[]> {
  const { rows } = await sql.query<{ id: Id; conversationId: Id; attendantId: Id }>(
    `select s.id, s.conversation_id "conversationId", s.attendant_id "attendantId"
     from services s join users u on u.id = s.attendant_id
     where s.state = 'open' and not u.available and u.away_since <= $1
       and coalesce(s.given_at, s.started_at) <= $1
       -- Whoever answers is there, whatever they chose.
       and not exists (select from messages m where m.service_id = s.id
                       and m.author_id = u.id and m.sent_at > $1)
     order by s.conversation_id`,
    [since],
  );
  return rows;
}
