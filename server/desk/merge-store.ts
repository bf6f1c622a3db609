/** Two contacts that turned out to be one person become one, with one conversation. */
import type { Id } from '#shared/contract/scalars.ts';
import { twinOf } from '#shared/rules/phone-number.ts';
import type { Mark } from '../platform/feed.ts';
import type { Tx } from '../platform/postgres/pool.ts';

type Name = 'phone' | 'lid' | 'bsuid' | 'username' | 'pictureId' | 'pictureName';
type Side = { contact: Id; conversation: Id | null };

/**
 * Gives `keep` everything that `gone` has. Their messages stand in the order in which they were
 * sent; of two unfinished services the one that somebody holds stays, else the older one.
 */
export async function mergeContacts(tx: Tx, keep: Id, gone: Id): Promise<Mark[]> {
  const sides = await lockBoth(tx, keep, gone);
  const [kept, other] = [sides.get(keep), sides.get(gone)];
  // Another transaction has made them one meanwhile.
  if (!kept || !other) return [];
  const marks: Mark[] = [
    { entity: 'contact', id: keep, userId: null },
    { entity: 'contact', id: gone, userId: null },
  ];
  if (other.conversation && kept.conversation) {
    marks.push(...(await mergeConversations(tx, kept.conversation, other.conversation)));
  } else if (other.conversation) {
    await tx.query('update conversations set contact_id = $1 where id = $2', [
      keep,
      other.conversation,
    ]);
    marks.push({ entity: 'conversation', id: other.conversation, userId: null });
  }
  await mergeKnowledge(tx, keep, gone);
  const { rows } = await tx.query<Record<Name, string | null>>(
    `delete from contacts where id = $1
     returning phone, lid, bsuid, username, picture_id "pictureId", picture_name "pictureName"`,
    [gone],
  );
  const left = rows[0];
  await tx.query(
    `update contacts set phone = coalesce(phone, $2), lid = coalesce(lid, $3),
            bsuid = coalesce(bsuid, $4), username = coalesce(username, $5),
            picture_id = coalesce(picture_id, $6), picture_name = coalesce(picture_name, $7)
     where id = $1`,
    [
      ...[keep, left?.phone, left?.lid, left?.bsuid, left?.username],
      ...[left?.pictureId, left?.pictureName],
    ],
  );
  return marks;
}

/** What the team knows of either: lists together, and of single fields what `keep` has first. */
async function mergeKnowledge(tx: Tx, keep: Id, gone: Id): Promise<void> {
  const both = [keep, gone];
  await tx.query(
    `insert into contact_tags (contact_id, tag_id)
     select $1, tag_id from contact_tags where contact_id = $2 on conflict do nothing`,
    both,
  );
  await tx.query(
    `update contacts k set
       name = coalesce(k.name, g.name),
       phones = (select coalesce(array_agg(phone order by nth), '{}') from (
         select phone, min(nth) nth
         from unnest(k.phones || g.phones || $3::text[]) with ordinality one (phone, nth)
         where phone is distinct from k.phone group by phone) phones),
       emails = (select coalesce(array_agg(email order by nth), '{}') from (
         select email, min(nth) nth from unnest(k.emails || g.emails)
           with ordinality one (email, nth) group by email) emails),
       attributes = g.attributes || k.attributes,
       consents = g.consents || k.consents,
       edits = g.edits || k.edits,
       notes = case when k.notes is null or g.notes is null or k.notes = g.notes
                 then coalesce(k.notes, g.notes)
                 else left(concat_ws(E'\\n\\n', k.notes, g.notes), 10000) end
     from contacts g where k.id = $1 and g.id = $2`,
    [...both, await homeless(tx, keep, gone)],
  );
}

/** The number of `gone`, where `keep` has another: it is still theirs. */
async function homeless(tx: Tx, keep: Id, gone: Id): Promise<string[]> {
  const { rows } = await tx.query<{ id: Id; phone: string | null }>(
    'select id, phone from contacts where id = any($1)',
    [[keep, gone]],
  );
  const phoneOf = (id: Id) => rows.find((row) => row.id === id)?.phone ?? null;
  const [own, other] = [phoneOf(keep), phoneOf(gone)];
  return own && other && twinOf(own) !== other ? [other] : [];
}

async function lockBoth(tx: Tx, keep: Id, gone: Id): Promise<Map<Id, Side>> {
  // Conversations first and in one order, as everyone locks them.
  const conversations = await tx.query<{ id: Id; contact: Id }>(
    `select id, contact_id contact from conversations where contact_id = any($1)
     order by id for update`,
    [[keep, gone]],
  );
  const contacts = await tx.query<{ id: Id }>(
    'select id from contacts where id = any($1) and erased_at is null order by id for update',
    [[keep, gone]],
  );
  return new Map(
    contacts.rows.map(({ id }) => [
      id,
      {
        contact: id,
        conversation: conversations.rows.find(({ contact }) => contact === id)?.id ?? null,
      },
    ]),
  );
}

const outOfTheWay = 1_000_000_000;

async function mergeConversations(tx: Tx, into: Id, from: Id): Promise<Mark[]> {
  const both = [into, from];
  const lost = await mergeServices(tx, into, from);
  // What came under both names is one message.
  const twins = await tx.query<{ id: Id }>(
    `delete from messages m using messages k
     where m.conversation_id = $2 and k.conversation_id = $1
       and k.whatsapp_id = m.whatsapp_id and k.direction = m.direction
       and k.participant = m.participant returning m.id`,
    both,
  );
  await tx.query(
    `create temp table read_to on commit drop as
     select r.user_id, m.id message from read_marks r
     join messages m on m.conversation_id = r.conversation_id and m.position <= r.position
     where r.conversation_id = any($1)`,
    [both],
  );
  await tx.query('delete from read_marks where conversation_id = any($1)', [both]);
  // Two steps, since a number is never held by two messages, not even for a moment.
  await tx.query(
    `update messages m set conversation_id = $1, position = n.nth + ${outOfTheWay}
     from (select id, row_number() over (order by sent_at, conversation_id, position) nth
           from messages where conversation_id in ($1, $2)) n
     where m.id = n.id`,
    both,
  );
  await tx.query(
    `update messages set position = position - ${outOfTheWay} where conversation_id = $1`,
    [into],
  );
  await tx.query(
    `insert into read_marks (user_id, conversation_id, position)
     select r.user_id, $1, max(m.position) from read_to r join messages m on m.id = r.message
     group by r.user_id`,
    [into],
  );
  await tx.query('drop table read_to');
  await tx.query('update message_acts set conversation_id = $1 where conversation_id = $2', both);
  await tx.query(
    `update conversations c set last_position = n.last, first_position = 1,
            last_activity_at = greatest(c.last_activity_at, o.last_activity_at),
            settled_position = coalesce(n.first_unsettled - 1, n.last)
     from conversations o,
          (select coalesce(max(m.position), 0) "last",
                  min(m.position) filter (where s.state <> 'finished') first_unsettled
           from messages m left join services s on s.id = m.service_id
           where m.conversation_id = $1) n
     where c.id = $1 and o.id = $2`,
    both,
  );
  await tx.query('update merged_conversations set merged_into = $1 where merged_into = $2', both);
  await tx.query('insert into merged_conversations (merged_into, id) values ($1, $2)', both);
  await tx.query('delete from conversations where id = $1', [from]);
  const here = await tx.query<{ entity: 'message' | 'service'; id: Id }>(
    `select 'message' entity, id from messages where conversation_id = $1
     union all select 'service', id from services where conversation_id = $1`,
    [into],
  );
  const readers = await tx.query<{ userId: Id }>(
    'select user_id "userId" from read_marks where conversation_id = $1',
    [into],
  );
  return [
    { entity: 'conversation', id: into, userId: null },
    { entity: 'conversation', id: from, userId: null },
    ...twins.rows.map(({ id }): Mark => ({ entity: 'message', id, userId: null })),
    ...lost.map((id): Mark => ({ entity: 'service', id, userId: null })),
    ...here.rows.map((row): Mark => ({ ...row, userId: null })),
    ...readers.rows.map(({ userId }): Mark => ({ entity: 'readMark', id: into, userId })),
  ];
}

/** @returns the services that are no more */
async function mergeServices(tx: Tx, into: Id, from: Id): Promise<Id[]> {
  const { rows } = await tx.query<{ id: Id }>(
    `select id from services where conversation_id in ($1, $2) and state <> 'finished'
     order by (state = 'open') desc, created_at, id`,
    [into, from],
  );
  const [stays, ...rest] = rows.map(({ id }) => id);
  if (stays && rest.length > 0) {
    await tx.query('update messages set service_id = $1 where service_id = any($2)', [stays, rest]);
    await tx.query(
      `insert into service_tags (service_id, tag_id)
       select $1, tag_id from service_tags where service_id = any($2) on conflict do nothing`,
      [stays, rest],
    );
    await tx.query('delete from services where id = any($1)', [rest]);
  }
  await tx.query('update services set conversation_id = $1 where conversation_id = $2', [
    into,
    from,
  ]);
  return rest;
}
