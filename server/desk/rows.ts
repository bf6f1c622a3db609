/** Synced rows as the contract has them, read by id. Their store files share these columns. */
import type { Change, Entity, Erasure } from '#shared/contract/change.ts';
import type { Contact, SeldomOfContact } from '#shared/contract/contact.ts';
import {
  type Message,
  messageKinds,
  type Reaction,
  type SeldomField,
} from '#shared/contract/message.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { FinishReason, Service, ServiceState } from '#shared/contract/service.ts';
import { withoutEmpty } from '#shared/rules/contact-edit.ts';
import type { Sql } from '../platform/postgres/pool.ts';

export type ServiceRow = {
  id: Id;
  conversationId: Id;
  state: ServiceState;
  attendantId: Id | null;
  createdAt: Instant;
  startedAt: Instant | null;
  finishedAt: Instant | null;
  finishReason: FinishReason | null;
  lastInteractionAt: Instant;
  score: number | null;
  comment: string | null;
  evaluatedAt: Instant | null;
  teamId: Id | null;
  givenBy: Id | null;
  givenAt: Instant | null;
  tags: Id[];
};

export const serviceColumns = (s: string): string =>
  `${s}.id, ${s}.conversation_id "conversationId", ${s}.state, ${s}.attendant_id "attendantId",
   ${s}.created_at "createdAt", ${s}.started_at "startedAt", ${s}.finished_at "finishedAt",
   ${s}.finish_reason "finishReason", ${s}.last_interaction_at "lastInteractionAt",
   ${s}.evaluation_score score, ${s}.evaluation_comment "comment", ${s}.evaluated_at "evaluatedAt",
   ${s}.team_id "teamId", ${s}.given_by "givenBy", ${s}.given_at "givenAt",
   array(select tag_id from service_tags t where t.service_id = ${s}.id order by tag_id) tags`;

export function toService({
  score,
  comment,
  evaluatedAt,
  teamId,
  givenBy,
  givenAt,
  tags,
  ...row
}: ServiceRow): Service {
  const evaluation = score !== null && evaluatedAt ? { score, comment, at: evaluatedAt } : null;
  return {
    ...row,
    evaluation,
    ...(teamId && { teamId }),
    ...(tags.length > 0 && { tags }),
    ...(givenAt && { given: { by: givenBy, at: givenAt } }),
  };
}

/** What a message seldom has is null where the contract leaves it out. */
export type MessageRow = Omit<Message, SeldomField> & {
  [K in SeldomField]: Exclude<Message[K], undefined> | null;
};

const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

export const messageColumns = `id, conversation_id "conversationId", service_id "serviceId", position,
   direction, case when kind in (${list(messageKinds)}) then kind else 'unknown' end kind, text,
   author_id "authorId", status, failure, sent_at "sentAt",
   case when attachment_id is not null then (
     select jsonb_build_object('id', a.id, 'kind', a.kind, 'name', a.name,
              'mediaType', a.media_type, 'size', a.size, 'sha256', a.sha256, 'state', a.state)
            || a.look
     from attachments a where a.id = attachment_id) end attachment,
   content, quote, nullif(reactions, '[]') reactions, nullif(forwarded, false) forwarded,
   edited_at "editedAt", deleted_at "deletedAt", failure_code "failureCode", sender`;

type Told = Reaction & { by?: string };

export function toMessage({
  attachment,
  content,
  quote,
  reactions,
  forwarded,
  editedAt,
  deletedAt,
  failureCode,
  sender,
  ...row
}: MessageRow): Message {
  // Deleted for everyone: it stays with us, and is nobody's to see.
  if (deletedAt) return { ...row, text: null, deletedAt, ...(sender && { sender }) };
  return {
    ...row,
    ...(attachment && { attachment }),
    ...(content && { content }),
    ...(quote && { quote }),
    // WhatsApp's names for people are not for the consoles.
    ...(reactions && { reactions: (reactions as Told[]).map(({ by, ...told }) => told) }),
    ...(forwarded && { forwarded }),
    ...(editedAt && { editedAt }),
    ...(failureCode !== null && { failureCode }),
    ...(sender && { sender }),
  };
}

type ContactRow = Omit<Contact, 'pictureId' | 'group' | SeldomOfContact> & {
  pictureId: Id | null;
  group: boolean;
} & { [K in SeldomOfContact]: Exclude<Contact[K], undefined> | null };
const toContact = ({ pictureId, group, notes, ...row }: ContactRow): Contact =>
  withoutEmpty({
    ...row,
    ...(group && { group }),
    ...(pictureId && { pictureId }),
    ...(notes !== null && { notes }),
  } as Contact);

const reading: Record<Exclude<Entity, 'readMark'>, string> = {
  user: `select id, name, role, active, capacity,
                case when available then 'online' else 'away' end availability
         from users where id = any($1)`,
  team: `select id, name, routing, evaluation, evaluation_text "evaluationText", active,
                array(select user_id::text from team_members where team_id = teams.id
                      order by user_id) "memberIds"
         from teams where id = any($1)`,
  tag: 'select id, name, hue from tags where id = any($1)',
  contact: `select id, name, whatsapp_name "whatsappName", phone, created_at "createdAt",
                   group_id is not null "group", (select a.id from attachments a
                    where a.id = picture_id and a.state = 'here') "pictureId",
                   phones, emails, attributes, notes, consents, edits,
                   array(select tag_id from contact_tags t where t.contact_id = contacts.id
                         order by tag_id) tags
            from contacts where id = any($1) and erased_at is null`,
  conversation: `select id, contact_id "contactId", last_position "lastPosition",
                        settled_position "settledPosition", last_activity_at "lastActivityAt",
                        first_position "firstPosition"
                 from conversations where id = any($1) and erased_at is null`,
  service: `select ${serviceColumns('services')} from services where id = any($1)`,
  cannedReply: `select id, shortcut, text, user_id "userId", team_id "teamId"
                from canned_replies where id = any($1)`,
  erasure: `select contact_id id, contact_id "contactId", conversation_ids "conversationIds"
            from erasures where contact_id = any($1)`,
  message: `select ${messageColumns} from messages where id = any($1) order by conversation_id, position`,
};

/** Whatever refers to something else comes after it, so that rows can be applied in this order. */
const entities: Entity[] = [
  'user',
  'team',
  'tag',
  'contact',
  'conversation',
  'service',
  'message',
  'readMark',
  'cannedReply',
  'erasure',
];

/** The current rows of what is named, each once; a row that is gone comes as null. */
export async function readChanges(
  sql: Sql,
  wanted: { entity: Entity; id: Id }[],
  userId: Id | null,
): Promise<Change[]> {
  const ids = new Map<Entity, Set<Id>>();
  for (const { entity, id } of wanted) {
    const known = ids.get(entity);
    if (known) known.add(id);
    else ids.set(entity, new Set([id]));
  }
  const present = entities.filter((entity) => ids.has(entity));
  const read = await Promise.all(
    present.map((entity) => readEntity(sql, entity, [...(ids.get(entity) ?? [])], userId)),
  );
  return read.flat();
}

async function readEntity(
  sql: Sql,
  entity: Entity,
  ids: Id[],
  userId: Id | null,
): Promise<Change[]> {
  const { rows } =
    entity === 'readMark'
      ? await sql.query({
          name: 'read-readMark',
          text: `select conversation_id id, conversation_id "conversationId", position
                 from read_marks where conversation_id = any($1) and user_id = $2`,
          values: [ids, userId],
        })
      : await sql.query({ name: `read-${entity}`, text: reading[entity], values: [ids] });
  const missing = new Set(ids);
  const changes: Change[] = [];
  for (const row of rows) {
    missing.delete(row.id);
    changes.push(toChange(entity, row));
  }
  for (const id of missing) changes.push({ entity, id, row: null } as Change);
  return changes;
}

function toChange(entity: Entity, row: { id: Id }): Change {
  if (entity === 'message') return { entity, id: row.id, row: toMessage(row as MessageRow) };
  if (entity === 'service') return { entity, id: row.id, row: toService(row as ServiceRow) };
  if (entity === 'contact') return { entity, id: row.id, row: toContact(row as ContactRow) };
  if (entity === 'readMark') {
    const { id, ...mark } = row as { id: Id; conversationId: Id; position: number };
    return { entity, id, row: mark };
  }
  if (entity === 'erasure') {
    const { id, ...erasure } = row as { id: Id } & Erasure;
    return { entity, id, row: erasure };
  }
  return { entity, id: row.id, row } as Change;
}

export async function readMessage(sql: Sql, id: Id): Promise<Message | null> {
  const [change] = await readChanges(sql, [{ entity: 'message', id }], null);
  return change?.entity === 'message' ? change.row : null;
}
