/** All that is kept of one person, in pages. */
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Sql } from '../platform/postgres/pool.ts';

export type ExportedContact = {
  name: string | null;
  whatsappName: string | null;
  phone: string | null;
  username: string | null;
  phones: string[];
  emails: string[];
  attributes: Record<string, string>;
  notes: string | null;
  consents: Record<string, { given: boolean; at: Instant }>;
  tags: string[];
  createdAt: Instant;
};

/** Null: there is no such contact, or they were erased. */
export async function exportedContact(sql: Sql, id: Id): Promise<ExportedContact | null> {
  const { rows } = await sql.query<ExportedContact>(
    `select name, whatsapp_name "whatsappName", phone, username, phones, emails, attributes, notes,
       consents, created_at "createdAt",
       array(select t.name from contact_tags ct join tags t on t.id = ct.tag_id
             where ct.contact_id = k.id order by t.name) tags
     from contacts k where id = $1 and erased_at is null`,
    [id],
  );
  return rows[0] ?? null;
}

export type ExportedService = {
  id: Id;
  state: string;
  attendant: string | null;
  createdAt: Instant;
  startedAt: Instant | null;
  finishedAt: Instant | null;
  finishReason: string | null;
  score: number | null;
  comment: string | null;
  tags: string[];
};

export async function exportedServices(sql: Sql, contactId: Id): Promise<ExportedService[]> {
  const { rows } = await sql.query<ExportedService>(
    `select s.id, s.state, u.name attendant, s.created_at "createdAt", s.started_at "startedAt",
       s.finished_at "finishedAt", s.finish_reason "finishReason", s.evaluation_score score,
       s.evaluation_comment "comment",
       array(select t.name from service_tags st join tags t on t.id = st.tag_id
             where st.service_id = s.id order by t.name) tags
     from services s join conversations c on c.id = s.conversation_id
     left join users u on u.id = s.attendant_id
     where c.contact_id = $1 order by s.created_at, s.id`,
    [contactId],
  );
  return rows;
}

export type ExportedMessage = {
  id: Id;
  sentAt: Instant;
  direction: 'in' | 'out';
  kind: string;
  /** Deleted for everyone, it is kept all the same, and theirs to know. */
  text: string | null;
  content: unknown;
  /** Who of the team wrote it. */
  author: string | null;
  deletedAt: Instant | null;
  /** The group in which they wrote it; null: in their own conversation. */
  group: string | null;
  attachment: { id: Id; name: string; mediaType: string; place: string | null } | null;
};
type Row = Omit<ExportedMessage, 'attachment'> & {
  attachmentId: Id | null;
  attachmentName: string | null;
  mediaType: string | null;
  place: string | null;
};

/** In the order in which they were sent. With `files`, only those that have one. */
export async function exportedMessages(
  sql: Sql,
  contactId: Id,
  after: { sentAt: Instant; id: Id } | null,
  { limit, files }: { limit: number; files: boolean },
): Promise<ExportedMessage[]> {
  const { rows } = await sql.query<Row>(
    `with theirs as (
       select id, phone, regexp_replace(coalesce(phone, ''), '\\D', '', 'g') digits, lid, bsuid
       from contacts where id = $1
     )
     select m.id, m.sent_at "sentAt", m.direction, m.kind, m.text, m.content, u.name author,
       m.deleted_at "deletedAt", a.id "attachmentId", a.name "attachmentName",
       a.media_type "mediaType", a.place,
       case when k.group_id is not null and k.id <> $1
         then coalesce(k.name, k.whatsapp_name, k.group_id) end "group"
     from theirs, messages m
     join conversations c on c.id = m.conversation_id join contacts k on k.id = c.contact_id
     left join users u on u.id = m.author_id left join attachments a on a.id = m.attachment_id
     where (k.id = $1 or (k.group_id is not null and m.participant <> '' and (
              m.sender ->> 'phone' = theirs.phone
              or regexp_replace(split_part(m.participant, '@', 1), '[:.].*$', '')
                 in (theirs.digits, theirs.phone, theirs.lid, theirs.bsuid))))
       and ($2::timestamptz is null or (date_trunc('milliseconds', m.sent_at), m.id) > ($2, $3::uuid))
       and (not $5 or a.id is not null)
     order by date_trunc('milliseconds', m.sent_at), m.id limit $4`,
    [contactId, after?.sentAt ?? null, after?.id ?? null, limit, files],
  );
  return rows.map(({ attachmentId, attachmentName, mediaType, place, ...row }) => ({
    ...row,
    attachment: attachmentId
      ? { id: attachmentId, name: attachmentName ?? '', mediaType: mediaType ?? '', place }
      : null,
  }));
}
