/** The SQL of attachments. */
import type { AttachmentKind, AttachmentLook } from '#shared/contract/attachment.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';

export type NewAttachment = {
  id: Id;
  kind: AttachmentKind;
  name: string;
  mediaType: string;
  size: number | null;
  look: AttachmentLook;
  source: unknown;
  /** Of a contact, not of a message. */
  picture?: boolean;
};

/** Files that WhatsApp has for us, each with the job that fetches it. */
export async function insertFetching(tx: Tx, attachments: NewAttachment[]): Promise<void> {
  if (attachments.length === 0) return;
  await tx.query({
    name: 'attachments-insert-fetching',
    text: `with added as (
             insert into attachments (id, kind, name, media_type, size, look, source, picture,
                                      state)
             select *, 'fetching' from unnest($1::uuid[], $2::text[], $3::text[], $4::text[],
                                              $5::bigint[], $6::jsonb[], $7::jsonb[],
                                              $8::boolean[])
             returning id
           )
           insert into job_outbox (queue, name, data)
           select 'fetch', 'fetch', jsonb_build_object('attachmentId', id) from added`,
    values: [
      attachments.map((a) => a.id),
      attachments.map((a) => a.kind),
      attachments.map((a) => a.name),
      attachments.map((a) => a.mediaType),
      attachments.map((a) => a.size),
      attachments.map((a) => JSON.stringify(a.look)),
      attachments.map((a) => JSON.stringify(a.source)),
      attachments.map((a) => a.picture ?? false),
    ],
  });
}

export type Kept = {
  kind: AttachmentKind;
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
  place: string;
};

/** False: an attachment has this id already. */
export async function insertKept(
  sql: Sql,
  attachment: Kept & { id: Id; look: AttachmentLook; createdBy: Id },
): Promise<boolean> {
  const { id, kind, name, mediaType, size, sha256, look, place, createdBy } = attachment;
  const { rowCount } = await sql.query(
    `insert into attachments (id, kind, name, media_type, size, sha256, look, place, created_by, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'here') on conflict (id) do nothing`,
    [id, kind, name, mediaType, size, sha256, JSON.stringify(look), place, createdBy],
  );
  return rowCount === 1;
}

export type AttachmentRow = {
  id: Id;
  kind: AttachmentKind;
  name: string;
  mediaType: string;
  size: number | null;
  createdBy: Id | null;
} & (
  | { state: 'here'; size: number; sha256: string; place: string }
  | { state: 'fetching'; source: unknown }
  | { state: 'gone' }
);

const columns = `a.id, a.kind, a.name, a.media_type "mediaType", a.size, a.sha256, a.place, a.state,
   a.source, a.created_by "createdBy"`;

export async function oneAttachment(sql: Sql, id: Id): Promise<AttachmentRow | null> {
  const { rows } = await sql.query<AttachmentRow>({
    name: 'attachments-one',
    text: `select ${columns} from attachments a where a.id = $1`,
    values: [id],
  });
  return rows[0] ?? null;
}

/** Of a message that is shown, a contact's picture, or this user's own that no message has yet. */
export async function visibleAttachment(
  sql: Sql,
  id: Id,
  userId: Id,
): Promise<AttachmentRow | null> {
  const { rows } = await sql.query<AttachmentRow>({
    name: 'attachments-visible',
    text: `select ${columns} from attachments a
           left join lateral (
             select count(*) as messages, count(*) filter (where m.deleted_at is null) as shown
             from messages m where m.attachment_id = a.id
           ) used on true
           where a.id = $1 and (used.shown > 0 or (used.messages = 0 and a.created_by = $2)
             or exists (select from contacts k where k.picture_id = a.id))`,
    values: [id, userId],
  });
  return rows[0] ?? null;
}

/** False: it was no longer awaited. */
export async function markHere(
  tx: Tx,
  id: Id,
  here: Pick<Kept, 'mediaType' | 'size' | 'sha256' | 'place'> & { look: AttachmentLook },
): Promise<boolean> {
  const { mediaType, size, sha256, place, look } = here;
  const { rowCount } = await tx.query(
    // What WhatsApp says of it counts before what we find.
    `update attachments set state = 'here', media_type = $2, size = $3, sha256 = $4, place = $5,
            look = $6::jsonb || look
     where id = $1 and state = 'fetching'`,
    [id, mediaType, size, sha256, place, JSON.stringify(look)],
  );
  return rowCount === 1;
}

export async function markGone(tx: Tx, id: Id): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update attachments set state = 'gone' where id = $1 and state = 'fetching'`,
    [id],
  );
  // It may be had when WhatsApp tells of it again.
  await tx.query(
    `update contacts set picture_id = null, picture_name = null from attachments a
     where a.id = $1 and a.state = 'gone' and contacts.picture_id = a.id`,
    [id],
  );
  return rowCount === 1;
}

/** The messages that have it, and the contact whose picture it is. */
export async function shownIn(
  sql: Sql,
  id: Id,
): Promise<{ entity: 'message' | 'contact'; id: Id }[]> {
  const { rows } = await sql.query<{ entity: 'message' | 'contact'; id: Id }>(
    `select 'message' entity, id from messages where attachment_id = $1
     union all select 'contact', id from contacts where picture_id = $1 order by id`,
    [id],
  );
  return rows;
}

/** Nobody's any more: replaced or taken away, or its contact is gone. */
export async function unusedPictures(sql: Sql): Promise<Id[]> {
  const { rows } = await sql.query<{ id: Id }>(
    `select a.id from attachments a where a.picture
       and not exists (select from contacts k where k.picture_id = a.id)
       and not exists (select from messages m where m.attachment_id = a.id) limit 1000`,
  );
  return rows.map((row) => row.id);
}

/** False: it is used after all. Throws when somebody takes it meanwhile. */
export async function deleteUnusedPicture(sql: Sql, id: Id): Promise<boolean> {
  const { rowCount } = await sql.query(
    `delete from attachments a where a.id = $1 and a.picture
       and not exists (select from contacts k where k.picture_id = a.id)
       and not exists (select from messages m where m.attachment_id = a.id)`,
    [id],
  );
  return rowCount === 1;
}

/** Awaited for more than so many days. */
export async function longAwaited(sql: Sql, days: number): Promise<Id[]> {
  const { rows } = await sql.query<{ id: Id }>(
    `select id from attachments
     where state = 'fetching' and created_at < now() - make_interval(days => $1) limit 1000`,
    [days],
  );
  return rows.map((row) => row.id);
}

/** Uploaded more than so many days ago, and in no message. */
export async function longUnsent(sql: Sql, days: number): Promise<Id[]> {
  const { rows } = await sql.query<{ id: Id }>(
    `select a.id from attachments a
     where a.created_by is not null and a.created_at < now() - make_interval(days => $1)
       and not exists (select from messages m where m.attachment_id = a.id) limit 1000`,
    [days],
  );
  return rows.map((row) => row.id);
}

/** Its place; null where a message has it, or it is not there. Throws when one takes it meanwhile. */
export async function deleteUnsent(sql: Sql, id: Id): Promise<string | null> {
  const { rows } = await sql.query<{ place: string }>(
    `delete from attachments a where a.id = $1 and a.state = 'here'
       and not exists (select from messages m where m.attachment_id = a.id) returning a.place`,
    [id],
  );
  return rows[0]?.place ?? null;
}
