import type { CannedReply } from '#shared/contract/canned-reply.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';

const columns = `id, shortcut, text, user_id "userId", team_id "teamId"`;

/** Everybody's and this user's own. Ids are UUIDv7: in the order in which they were made. */
export async function listCannedReplies(
  sql: Sql,
  userId: Id,
  after: Id | null,
  limit: number,
): Promise<CannedReply[]> {
  const { rows } = await sql.query<CannedReply>(
    `select ${columns} from canned_replies
     where (user_id is null or user_id = $1) and ($2::uuid is null or id > $2)
     order by id limit $3`,
    [userId, after, limit],
  );
  return rows;
}

/** Locked until the transaction ends. */
export async function lockCannedReply(tx: Tx, id: Id): Promise<CannedReply | null> {
  const { rows } = await tx.query<CannedReply>(
    `select ${columns} from canned_replies where id = $1 for update`,
    [id],
  );
  return rows[0] ?? null;
}

/** taken: another of the same people has this shortcut; team: there is no such team. */
export async function saveCannedReply(
  tx: Tx,
  { id, shortcut, text, userId, teamId }: CannedReply,
): Promise<'saved' | 'taken' | 'team'> {
  await tx.query('savepoint shortcut');
  try {
    await tx.query(
      `insert into canned_replies (id, shortcut, text, user_id, team_id) values ($1, $2, $3, $4, $5)
       on conflict (id) do update set shortcut = excluded.shortcut, text = excluded.text,
         team_id = excluded.team_id`,
      [id, shortcut, text, userId, teamId],
    );
    return 'saved';
  } catch (error) {
    const { constraint } = error as { constraint?: string };
    const taken = constraint === 'canned_replies_shortcut';
    if (!taken && constraint !== 'canned_replies_team_id_fkey') throw error;
    await tx.query('rollback to savepoint shortcut');
    return taken ? 'taken' : 'team';
  }
}

export async function deleteCannedReply(tx: Tx, id: Id): Promise<void> {
  await tx.query('delete from canned_replies where id = $1', [id]);
}
