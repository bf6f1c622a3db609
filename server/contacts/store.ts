/** Tags, and what the team writes about contacts. */
import type { Contact } from '#shared/contract/contact.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { NewTag, Tag, TagPatch } from '#shared/contract/tag.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';

const columns = 'id, name, hue';

export async function listTags(sql: Sql): Promise<Tag[]> {
  const { rows } = await sql.query<Tag>(`select ${columns} from tags order by lower(name), id`);
  return rows;
}

/** Null: there is a tag of that name. */
export async function insertTag(sql: Sql, id: Id, { name, hue }: NewTag): Promise<Tag | null> {
  const { rows } = await sql.query<Tag>(
    `insert into tags (id, name, hue) values ($1, $2, $3)
     on conflict (lower(name)) do nothing returning ${columns}`,
    [id, name, hue],
  );
  return rows[0] ?? null;
}

/** Null: there is no such tag. @throws Postgres's unique violation, where the name is another's */
export async function updateTag(sql: Sql, id: Id, { name, hue }: TagPatch): Promise<Tag | null> {
  const { rows } = await sql.query<Tag>(
    `update tags set name = coalesce($2, name), hue = coalesce($3, hue) where id = $1
     returning ${columns}`,
    [id, name ?? null, hue ?? null],
  );
  return rows[0] ?? null;
}

/** Locked until the transaction ends. */
export async function lockTag(tx: Tx, id: Id): Promise<Tag | null> {
  const { rows } = await tx.query<Tag>(`select ${columns} from tags where id = $1 for update`, [
    id,
  ]);
  return rows[0] ?? null;
}

/** Off everything that has it, too. */
export async function deleteTag(sql: Sql, id: Id): Promise<boolean> {
  const { rowCount } = await sql.query('delete from tags where id = $1', [id]);
  return rowCount === 1;
}

/** Stays until the transaction ends: nobody deletes it meanwhile. */
export async function holdTag(tx: Tx, id: Id): Promise<boolean> {
  const { rowCount } = await tx.query('select from tags where id = $1 for key share', [id]);
  return rowCount === 1;
}

const tagged = { service: 'service_tags', contact: 'contact_tags' } as const;

/** False: it was so already. */
export async function setTag(
  tx: Tx,
  what: keyof typeof tagged,
  { id, tagId, on }: { id: Id; tagId: Id; on: boolean },
): Promise<boolean> {
  const table = tagged[what];
  const { rowCount } = await tx.query(
    on
      ? `insert into ${table} (${what}_id, tag_id) values ($1, $2) on conflict do nothing`
      : `delete from ${table} where ${what}_id = $1 and tag_id = $2`,
    [id, tagId],
  );
  return rowCount === 1;
}

export async function serviceIsOf(sql: Sql, serviceId: Id, conversationId: Id): Promise<boolean> {
  const { rowCount } = await sql.query(
    'select from services where id = $1 and conversation_id = $2',
    [serviceId, conversationId],
  );
  return rowCount === 1;
}

export async function saveContact(tx: Tx, contact: Contact): Promise<void> {
  const { id, name, phones, emails, attributes, notes, consents, edits } = contact;
  await tx.query(
    `update contacts set name = $2, phones = $3, emails = $4, attributes = $5, notes = $6,
            consents = $7, edits = $8
     where id = $1`,
    [
      id,
      name,
      phones ?? [],
      emails ?? [],
      JSON.stringify(attributes ?? {}),
      notes ?? null,
      JSON.stringify(consents ?? {}),
      JSON.stringify(edits ?? {}),
    ],
  );
}
