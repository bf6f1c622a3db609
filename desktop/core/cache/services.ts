import type { Id } from '#shared/contract/scalars.ts';
import type { FinishReason, Service, ServiceState } from '#shared/contract/service.ts';
import type { Db, Row } from './database.ts';

export const serviceColumns = (s: string): string =>
  `${s}.id, ${s}.conversation_id, ${s}.state, ${s}.attendant_id, ${s}.created_at, ${s}.started_at,
   ${s}.finished_at, ${s}.finish_reason, ${s}.last_interaction_at, ${s}.evaluation,
   ${s}.team_id, ${s}.given, ${s}.tags`;
export const serviceWidth = 13;

export const serviceAt = (row: Row, at: number): Service => ({
  id: row[at] as Id,
  conversationId: row[at + 1] as Id,
  state: row[at + 2] as ServiceState,
  attendantId: row[at + 3] as Id | null,
  createdAt: row[at + 4] as string,
  startedAt: row[at + 5] as string | null,
  finishedAt: row[at + 6] as string | null,
  finishReason: row[at + 7] as FinishReason | null,
  lastInteractionAt: row[at + 8] as string,
  evaluation: row[at + 9] === null ? null : JSON.parse(row[at + 9] as string),
  ...(row[at + 10] !== null && { teamId: row[at + 10] as Id }),
  ...(row[at + 11] !== null && { given: JSON.parse(row[at + 11] as string) }),
  ...(row[at + 12] !== null && { tags: JSON.parse(row[at + 12] as string) }),
});

export function openServices(db: Db) {
  const put = db.prepare(
    `insert into services (id, conversation_id, state, attendant_id, created_at, started_at,
       finished_at, finish_reason, last_interaction_at, evaluation, team_id, given, tags)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set conversation_id = excluded.conversation_id,
       state = excluded.state, attendant_id = excluded.attendant_id,
       created_at = excluded.created_at, started_at = excluded.started_at,
       finished_at = excluded.finished_at, finish_reason = excluded.finish_reason,
       last_interaction_at = excluded.last_interaction_at, evaluation = excluded.evaluation,
       team_id = excluded.team_id, given = excluded.given, tags = excluded.tags`,
  );
  const remove = db.prepare('delete from services where id = ?');
  const one = db.prepare(`select ${serviceColumns('s')} from services s where id = ?`).raw();
  const many = db
    .prepare(
      `select ${serviceColumns('s')} from services s
       where id in (select value from json_each(?)) order by created_at, id`,
    )
    .raw();
  const ofConversation = db
    .prepare(
      `select ${serviceColumns('s')} from services s where conversation_id = ?
       order by created_at desc, id`,
    )
    .raw();
  const unfinished = db
    .prepare("select distinct conversation_id from services where state <> 'finished'")
    .pluck();
  return {
    put: (row: Service) =>
      void put.run(
        row.id,
        row.conversationId,
        row.state,
        row.attendantId,
        row.createdAt,
        row.startedAt,
        row.finishedAt,
        row.finishReason,
        row.lastInteractionAt,
        row.evaluation && JSON.stringify(row.evaluation),
        row.teamId ?? null,
        row.given ? JSON.stringify(row.given) : null,
        row.tags === undefined ? null : JSON.stringify(row.tags),
      ),
    remove: (id: Id) => void remove.run(id),
    one: (id: Id): Service | null => {
      const row = one.get(id) as Row | undefined;
      return row ? serviceAt(row, 0) : null;
    },
    many: (ids: Iterable<Id>): Service[] =>
      (many.all(JSON.stringify([...ids])) as Row[]).map((row) => serviceAt(row, 0)),
    /** Newest first. */
    ofConversation: (conversationId: Id): Service[] =>
      (ofConversation.all(conversationId) as Row[]).map((row) => serviceAt(row, 0)),
    /** Conversations with something waiting or open. */
    conversationsUnfinished: () => unfinished.all() as Id[],
  };
}
