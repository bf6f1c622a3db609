import type { Id } from '#shared/contract/scalars.ts';
import type { NewUser, User } from '#shared/contract/user.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';

const columns = 'id, name, email, role, active';

/** Ids are UUIDv7: their order is the order in which users were made. */
export async function listUsers(sql: Sql, after: Id | null, limit: number): Promise<User[]> {
  const { rows } = await sql.query<User>(
    `select ${columns} from users where $1::uuid is null or id > $1 order by id limit $2`,
    [after, limit],
  );
  return rows;
}

export async function anyUser(sql: Sql): Promise<boolean> {
  const { rowCount } = await sql.query('select from users limit 1');
  return rowCount === 1;
}

/** Null: the e-mail is taken. */
export async function insertUser(
  sql: Sql,
  id: Id,
  user: Omit<NewUser, 'password'>,
  passwordHash: string | null,
): Promise<User | null> {
  const { rows } = await sql.query<User>(
    `insert into users (id, name, email, role, password_hash) values ($1, $2, $3, $4, $5)
     on conflict (email) do nothing returning ${columns}`,
    [id, user.name, user.email, user.role, passwordHash],
  );
  return rows[0] ?? null;
}

/** Two who take the last two admins away at once meet at this lock: the second sees what is left. */
export async function lockActiveAdmins(tx: Tx): Promise<Id[]> {
  const { rows } = await tx.query<{ id: Id }>(
    `select id from users where role = 'admin' and active order by id for update`,
  );
  return rows.map((row) => row.id);
}

export async function lockUser(tx: Tx, id: Id): Promise<User | null> {
  const { rows } = await tx.query<User>(`select ${columns} from users where id = $1 for update`, [
    id,
  ]);
  return rows[0] ?? null;
}

export async function updateUser(tx: Tx, user: User, passwordHash: string | null): Promise<void> {
  await tx.query(
    `update users set name = $2, role = $3, active = $4,
       password_hash = coalesce($5, password_hash) where id = $1`,
    [user.id, user.name, user.role, user.active, passwordHash],
  );
}

export async function deleteSignIns(tx: Tx, userId: Id): Promise<void> {
  await tx.query('delete from sign_ins where user_id = $1', [userId]);
}

/** Who was deactivated and still holds open services: a server died in between. */
export async function inactiveHolders(sql: Sql): Promise<Id[]> {
  const { rows } = await sql.query<{ id: Id }>(
    `select distinct u.id from users u join services s on s.attendant_id = u.id
     where s.state = 'open' and not u.active`,
  );
  return rows.map((row) => row.id);
}

export async function saveWorkspace(sql: Sql, name: string): Promise<void> {
  await sql.query(
    `insert into settings (key, value) values ('workspace', to_jsonb($1::text))
     on conflict (key) do update set value = excluded.value`,
    [name],
  );
}

/** Those who set up at the same moment take turns; ends with the transaction. */
export async function lockSetUp(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(4680002)');
}

export async function workspaceName(sql: Sql): Promise<string> {
  const { rows } = await sql.query<{ value: unknown }>(
    `select value from settings where key = 'workspace'`,
  );
  return typeof rows[0]?.value === 'string' ? rows[0].value : 'Recado';
}
