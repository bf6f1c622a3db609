import type { Id } from '#shared/contract/scalars.ts';
import type { ServiceView } from '#shared/contract/service-view.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';

const columns = `v.id, v.name, v.shared, v.filter,
  json_build_object('id', u.id, 'name', u.name) "owner"`;

/** Shared ones and this user's own, in the order in which they were made. */
export async function listViews(
  sql: Sql,
  userId: Id,
  after: Id | null,
  limit: number,
): Promise<ServiceView[]> {
  const { rows } = await sql.query<ServiceView>(
    `select ${columns} from service_views v join users u on u.id = v.owner_id
     where (v.shared or v.owner_id = $1) and ($2::uuid is null or v.id > $2)
     order by v.id limit $3`,
    [userId, after, limit],
  );
  return rows;
}

/** Locked until the transaction ends. */
export async function lockView(tx: Tx, id: Id): Promise<ServiceView | null> {
  const { rows } = await tx.query<ServiceView>(
    `select ${columns} from service_views v join users u on u.id = v.owner_id
     where v.id = $1 for update of v`,
    [id],
  );
  return rows[0] ?? null;
}

export async function countViews(tx: Tx, ownerId: Id): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    'select count(*)::int count from service_views where owner_id = $1',
    [ownerId],
  );
  return rows[0]?.count ?? 0;
}

/** False: its owner has another one of this name. */
export async function saveView(
  tx: Tx,
  { id, name, shared, filter, owner }: ServiceView,
): Promise<boolean> {
  await tx.query('savepoint name');
  try {
    await tx.query(
      `insert into service_views (id, owner_id, name, shared, filter) values ($1, $2, $3, $4, $5)
       on conflict (id) do update
         set name = excluded.name, shared = excluded.shared, filter = excluded.filter`,
      [id, owner.id, name, shared, JSON.stringify(filter)],
    );
    return true;
  } catch (error) {
    const { constraint } = error as { constraint?: string };
    if (constraint !== 'service_views_name') throw error;
    await tx.query('rollback to savepoint name');
    return false;
  }
}

export async function deleteView(tx: Tx, id: Id): Promise<void> {
  await tx.query('delete from service_views where id = $1', [id]);
}
