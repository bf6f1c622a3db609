/** The sample's SQL: what the desk's own writing does not cover, and taking it away again. */
import type { Conversation } from '#shared/contract/conversation.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';
import type { Extras } from './story.ts';
import type { SampleContact } from './workspace.ts';

export async function anySample(sql: Sql): Promise<boolean> {
  const { rows } = await sql.query<{ there: boolean }>(
    'select exists (select from sample_rows) there',
  );
  return rows[0]?.there === true;
}

/** One at a time, making or removing, until the transaction ends. */
export async function lockSample(tx: Tx): Promise<void> {
  await tx.query('lock table sample_rows in share row exclusive mode');
}

export async function takenEmails(tx: Tx): Promise<Set<string>> {
  const { rows } = await tx.query<{ email: string }>('select email from users');
  return new Set(rows.map((row) => row.email));
}

export async function takenPhones(tx: Tx, prefix: string): Promise<Set<string>> {
  const { rows } = await tx.query<{ phone: string }>(
    "select phone from contacts where phone like $1 || '%'",
    [prefix],
  );
  return new Set(rows.map((row) => row.phone));
}

export async function insertAttendants(
  tx: Tx,
  users: { id: Id; name: string; email: string }[],
  passwordHash: string,
): Promise<void> {
  await tx.query(
    `insert into users (id, name, email, role, password_hash)
     select id, name, email, 'attendant', $4 from unnest($1::uuid[], $2::text[], $3::text[]) u (id, name, email)`,
    [users.map((u) => u.id), users.map((u) => u.name), users.map((u) => u.email), passwordHash],
  );
}

export async function insertContacts(
  tx: Tx,
  contacts: (SampleContact & { phone: string })[],
  conversations: Conversation[],
): Promise<void> {
  await tx.query(
    `insert into contacts (id, name, whatsapp_name, phone, created_at)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])`,
    [
      contacts.map((c) => c.id),
      contacts.map((c) => c.name),
      contacts.map((c) => c.whatsappName),
      contacts.map((c) => c.phone),
      contacts.map((c) => c.createdAt),
    ],
  );
  await tx.query(
    `insert into conversations (id, contact_id, last_activity_at)
     select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[])`,
    [
      conversations.map((c) => c.id),
      conversations.map((c) => c.contactId),
      conversations.map((c) => c.lastActivityAt),
    ],
  );
}

export async function insertExtras(
  tx: Tx,
  { evaluations, readMarks, reactions }: Extras,
): Promise<void> {
  await tx.query(
    `update messages m set reactions = n.reactions
     from unnest($1::uuid[], $2::jsonb[]) n (id, reactions) where m.id = n.id`,
    [reactions.map((one) => one.messageId), reactions.map((one) => JSON.stringify([one.reaction]))],
  );
  const evaluated = [...evaluations];
  await tx.query(
    `update services s
     set evaluation_score = e.score, evaluation_comment = e.comment, evaluated_at = e.at,
         evaluation_asked_at = finished_at
     from unnest($1::uuid[], $2::int[], $3::text[], $4::timestamptz[]) e (id, score, comment, at)
     where s.id = e.id`,
    [
      evaluated.map(([id]) => id),
      evaluated.map(([, it]) => it.score),
      evaluated.map(([, it]) => it.comment),
      evaluated.map(([, it]) => it.at),
    ],
  );
  await tx.query(
    `insert into read_marks (user_id, conversation_id, position)
     select * from unnest($1::uuid[], $2::uuid[], $3::int[])`,
    [
      readMarks.map((mark) => mark.userId),
      readMarks.map((mark) => mark.conversationId),
      readMarks.map((mark) => mark.position),
    ],
  );
}

export async function noteRows(tx: Tx, rows: { entity: string; ids: Id[] }[]): Promise<void> {
  await tx.query(
    `insert into sample_rows (entity, entity_id) select * from unnest($1::text[], $2::uuid[])`,
    [rows.flatMap(({ entity, ids }) => ids.map(() => entity)), rows.flatMap(({ ids }) => ids)],
  );
}

/** With everything that hangs on them, also what was written there since. */
export async function deleteSampleContacts(tx: Tx): Promise<void> {
  // Messages first: they point at services, which go with their conversation.
  await tx.query(
    `delete from messages where conversation_id in (
       select c.id from conversations c
       join sample_rows r on r.entity = 'contact' and r.entity_id = c.contact_id)`,
  );
  await tx.query(
    `delete from contacts using sample_rows r where r.entity = 'contact' and r.entity_id = contacts.id`,
  );
}

/**
 * Deletes the sample's attendants that nothing real refers to and deactivates the others.
 * @returns the ids of all of them, and of those that stay
 */
export async function retireAttendants(tx: Tx): Promise<{ all: Id[]; kept: Id[] }> {
  const { rows } = await tx.query<{ id: Id }>(
    `select u.id from users u join sample_rows r on r.entity = 'user' and r.entity_id = u.id
     order by u.id for update of u`,
  );
  const all = rows.map((row) => row.id);
  for (const mine of ['sign_ins', 'read_marks', 'commands']) {
    await tx.query(`delete from ${mine} where user_id = any($1)`, [all]);
  }
  const gone = await tx.query<{ id: Id }>(
    `delete from users u where u.id = any($1)
       and not exists (select from services where attendant_id = u.id)
       and not exists (select from service_steps where actor_id = u.id or holder_id = u.id)
       and not exists (select from messages where author_id = u.id)
     returning u.id`,
    [all],
  );
  const deleted = new Set(gone.rows.map((row) => row.id));
  const kept = all.filter((id) => !deleted.has(id));
  await tx.query('update users set active = false where id = any($1)', [kept]);
  return { all, kept };
}

export async function forgetSample(tx: Tx): Promise<void> {
  await tx.query('delete from sample_rows');
}
