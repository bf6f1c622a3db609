/** The SQL of how the sample's clinic has set itself up. */
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Tx } from '../platform/postgres/pool.ts';
import type { Furnishing, Known } from './furnishing.ts';

/** The same name with a number, where there is such a one already. */
function freed<T>(
  all: T[],
  nameOf: (one: T) => string,
  named: (one: T, name: string) => T,
  taken: string[],
) {
  const names = new Set(taken);
  return all.map((one) => {
    for (let nth = 1; ; nth += 1) {
      const tried = nth === 1 ? nameOf(one) : `${nameOf(one)}${nth}`;
      if (names.has(tried.toLowerCase())) continue;
      names.add(tried.toLowerCase());
      return named(one, tried);
    }
  });
}

const takenIn = async (tx: Tx, query: string): Promise<string[]> =>
  (await tx.query<{ name: string }>(query)).rows.map(({ name }) => name);

/** `userIds`: those of the attendants, in their order. */
export async function insertFurnishing(
  tx: Tx,
  { teams, tags, replies }: Furnishing,
  userIds: Id[],
): Promise<void> {
  const named = freed(
    teams,
    (team) => team.name,
    (team, name) => ({ ...team, name }),
    await takenIn(tx, 'select lower(name) as name from teams where active'),
  );
  await tx.query(
    `insert into teams (id, name, routing) select * from unnest($1::uuid[], $2::text[], $3::text[])`,
    [teams.map(({ id }) => id), named.map(({ name }) => name), teams.map(({ routing }) => routing)],
  );
  const members = teams.flatMap(({ id, members }) =>
    members.flatMap((nth) => (userIds[nth] ? [{ team: id, user: userIds[nth] }] : [])),
  );
  await tx.query(
    `insert into team_members (team_id, user_id) select * from unnest($1::uuid[], $2::uuid[])`,
    [members.map(({ team }) => team), members.map(({ user }) => user)],
  );
  const called = freed(
    tags,
    (tag) => tag.name,
    (tag, name) => ({ ...tag, name }),
    await takenIn(tx, 'select lower(name) as name from tags'),
  );
  await tx.query(
    `insert into tags (id, name, hue) select * from unnest($1::uuid[], $2::text[], $3::int[])`,
    [tags.map(({ id }) => id), called.map(({ name }) => name), tags.map(({ hue }) => hue)],
  );
  const short = freed(
    replies,
    (reply) => reply.shortcut,
    (reply, shortcut) => ({ ...reply, shortcut }),
    await takenIn(tx, 'select lower(shortcut) as name from canned_replies where user_id is null'),
  );
  await tx.query(
    `insert into canned_replies (id, shortcut, text, team_id)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[])`,
    [
      replies.map(({ id }) => id),
      short.map(({ shortcut }) => shortcut),
      replies.map(({ text }) => text),
      replies.map(({ teamId }) => teamId),
    ],
  );
}

/** What is known of contacts, noted by one of the attendants; and the tags of theirs and of services. */
export async function insertKnowledge(
  tx: Tx,
  known: { contactId: Id; by: Id; at: Instant; what: Known }[],
  tagged: { contacts: [Id, Id][]; services: [Id, Id][] },
): Promise<void> {
  const rows = known.map(({ contactId, by, at, what }) => ({
    ...{ id: contactId, emails: what.emails, phones: what.phones, notes: what.notes },
    attributes: what.attributes,
    consents: Object.fromEntries(
      Object.entries(what.consents).map(([channel, given]) => [channel, { given, by, at }]),
    ),
    edits: what.notes === null ? {} : { notes: { by, at } },
  }));
  await tx.query(
    `update contacts k
     set emails = n.emails, phones = n.phones, notes = n.notes, attributes = n.attributes,
         consents = n.consents, edits = n.edits
     from jsonb_to_recordset($1::jsonb) n (id uuid, emails text[], phones text[], notes text,
       attributes jsonb, consents jsonb, edits jsonb)
     where k.id = n.id`,
    [JSON.stringify(rows)],
  );
  for (const [table, of, pairs] of [
    ['contact_tags', 'contact_id', tagged.contacts],
    ['service_tags', 'service_id', tagged.services],
  ] as const) {
    await tx.query(
      `insert into ${table} (${of}, tag_id) select * from unnest($1::uuid[], $2::uuid[])`,
      [pairs.map(([id]) => id), pairs.map(([, tagId]) => tagId)],
    );
  }
}

const ofSample = (entity: string): string =>
  `id in (select entity_id from sample_rows where entity = '${entity}')`;

/**
 * After its contacts and attendants: what something real has taken up stays, a team of which only
 * the past is left without taking anything more.
 */
export async function removeFurnishing(tx: Tx, attendants: Id[]): Promise<void> {
  await tx.query(`delete from canned_replies where ${ofSample('cannedReply')}`);
  await tx.query(
    `delete from tags t where ${ofSample('tag')}
       and not exists (select from contact_tags where tag_id = t.id)
       and not exists (select from service_tags where tag_id = t.id)`,
  );
  await tx.query('delete from team_members where user_id = any($1)', [attendants]);
  const unused = `${ofSample('team')} and not exists (select from team_members where team_id = t.id)
    and not exists (select from canned_replies where team_id = t.id)`;
  await tx.query(
    `update settings set value = value || '{"defaultTeamId": null}'
     where key = 'routing' and value ->> 'defaultTeamId' in (
       select t.id::text from teams t where ${unused})`,
  );
  await tx.query(
    `delete from teams t where ${unused}
       and not exists (select from services where team_id = t.id)
       and not exists (select from service_steps where team_id = t.id)`,
  );
  await tx.query(`update teams t set active = false where ${unused}`);
}
