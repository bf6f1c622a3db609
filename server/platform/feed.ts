/** The change feed: what was changed, numbered in commit order without gaps. */
import type { Entity } from '#shared/contract/change.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Sql, Tx } from './postgres/pool.ts';

/** `userId` null: everyone signed in may see it; else only that user. */
export type Mark = { entity: Entity; id: Id; userId: Id | null };
export type Recorded = { epoch: Id; first: number; last: number; marks: Mark[] };

/**
 * Numbers the changes of this transaction. Call it last: it takes the feed's lock, which makes
 * numbers rise in commit order and is held until the commit.
 */
export async function recordChanges(tx: Tx, marks: Mark[]): Promise<Recorded | null> {
  if (marks.length === 0) return null;
  const { rows } = await tx.query<{ epoch: Id; head: number }>({
    name: 'feed-record',
    text: `with raised as (
             update feed set head = head + $4 returning epoch, head
           ), written as (
             insert into changes (seq, entity, entity_id, user_id)
             select raised.head - $4 + mark.nth, mark.entity, mark.id, mark.user_id
             from raised, unnest($1::text[], $2::uuid[], $3::uuid[])
               with ordinality as mark (entity, id, user_id, nth)
           )
           select epoch, head from raised`,
    values: [
      marks.map((mark) => mark.entity),
      marks.map((mark) => mark.id),
      marks.map((mark) => mark.userId),
      marks.length,
    ],
  });
  const raised = rows[0];
  if (!raised) throw new Error('the feed has no row');
  return {
    epoch: raised.epoch,
    first: raised.head - marks.length + 1,
    last: raised.head,
    marks,
  };
}

export async function feedHead(sql: Sql): Promise<{ epoch: Id; head: number }> {
  const { rows } = await sql.query<{ epoch: Id; head: number }>('select epoch, head from feed');
  const row = rows[0];
  if (!row) throw new Error('the feed has no row');
  return row;
}

/** A new epoch: every console begins again from a snapshot. */
export async function renewEpoch(tx: Tx): Promise<void> {
  await tx.query('update feed set epoch = gen_random_uuid()');
}

/** Forgets changes older than this many days; a cursor from before them gets a snapshot. */
export async function forgetOldChanges(sql: Sql, days: number): Promise<void> {
  await sql.query('delete from changes where at < now() - make_interval(days => $1)', [days]);
}
