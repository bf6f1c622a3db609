import type { AuditEntry, AuditFilter } from '#shared/contract/audit.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { TimeZone } from '#shared/contract/workspace.ts';
import type { Sql } from '../platform/postgres/pool.ts';

type Row = Omit<AuditEntry, 'actor' | 'subject'> & {
  actorId: Id | null;
  actorName: string | null;
  subjectKind: string | null;
  subjectId: Id | null;
  subjectName: string | null;
};

/** A day begins on the workspace's wall. */
const moment = (parameter: string): string =>
  `case when length(${parameter}) = 10 then ${parameter}::date::timestamp at time zone $10
        else ${parameter}::timestamptz end`;

/** For `like`, where these mean something. */
const literally = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/**
 * Newest first; ids are UUIDv7. Names are today's. Who is sought by name is looked up before: so few
 * are there that the indexes of actor and subject do the rest.
 */
export async function listAudit(
  sql: Sql,
  timeZone: TimeZone,
  { actorId, action, kind, subjectId, from, to, text }: AuditFilter,
  before: Id | null,
  limit: number,
): Promise<AuditEntry[]> {
  const words = text?.trim() ? `%${literally(text.trim())}%` : null;
  const { rows } = await sql.query<Row>(
    `with named (id) as (
       select id from users where name ilike $7 or email ilike $7
       union all select id from teams where name ilike $7
       union all select id from tags where name ilike $7
     )
     select a.id, a.at, a.action, a.changes, a.address, a.device,
       a.actor_id "actorId", actor.name "actorName",
       a.subject_kind "subjectKind", a.subject_id "subjectId",
       case a.subject_kind
         when 'user' then (select name from users where id = a.subject_id)
         when 'team' then (select name from teams where id = a.subject_id)
         when 'tag' then (select name from tags where id = a.subject_id)
       end "subjectName"
     from audit a left join users actor on actor.id = a.actor_id
     where ($1::uuid is null or a.actor_id = $1)
       and ($2::text is null or a.action = $2)
       and ($3::uuid is null or a.subject_id = $3)
       and ($4::text is null or a.at >= ${moment('$4')})
       and ($5::text is null or a.at < ${moment('$5')})
       and ($6::uuid is null or a.id < $6)
       and ($7::text is null or a.actor_id in (select id from named)
            or a.subject_id in (select id from named)
            or a.address ilike $7 or a.device ilike $7 or a.changes::text ilike $7)
     and ($9::text is null or a.action like $9 || '.%')
     order by a.id desc limit $8`,
    [actorId, action, subjectId, from, to, before, words, limit, kind, timeZone].map(
      (value) => value ?? null,
    ),
  );
  return rows.map(({ actorId, actorName, subjectKind, subjectId, subjectName, ...entry }) => ({
    ...entry,
    actor: actorId === null ? null : { id: actorId, name: actorName },
    subject: subjectKind === null ? null : { kind: subjectKind, id: subjectId, name: subjectName },
  }));
}
