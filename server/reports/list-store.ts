/** Pages of services that fit a filter, latest first by its clock. */
import type { Id, Instant } from '#shared/contract/scalars.ts';
import { type ListedService, listedColumns, listedJoins } from '../desk/service-rows.ts';
import type { Sql } from '../platform/postgres/pool.ts';
import { secondsOf } from './clocks-store.ts';
import { fitting, type Place, type Sought, saying, type Words } from './filter-store.ts';

/** `moment`: by what the list is sorted. */
export type SoughtService = ListedService & { moment: Instant };

export async function pageOfServices(
  sql: Sql,
  sought: Sought,
  after: Place | null,
  limit: number,
): Promise<SoughtService[]> {
  const { text, values } = fitting(sought, after, limit);
  const { rows } = await sql.query<SoughtService>(
    `select page.moment, ${listedColumns}
     from (select id, moment from (${text}) fit
           order by moment desc, id desc limit ${Math.trunc(limit)}) page
     join services s on s.id = page.id ${listedJoins}
     order by page.moment desc, page.id desc`,
    values,
  );
  return rows;
}

/** Of a contact by their id or number: one, or none. */
export async function conversationsOf(sql: Sql, contact: string): Promise<Id[]> {
  const who = /^[0-9a-f-]{36}$/.test(contact) ? 'k.id = $1::uuid' : 'k.phone = $1';
  const { rows } = await sql.query<{ id: Id }>(
    `select c.id from conversations c join contacts k on k.id = c.contact_id where ${who}`,
    [contact],
  );
  return rows.map(({ id }) => id);
}

/** The services that have the words; null: more than `most`. */
export async function servicesSaying(sql: Sql, words: Words, most: number): Promise<Id[] | null> {
  const values: unknown[] = [];
  const found = saying(words, (value, type) => `$${values.push(value)}::${type}`);
  const { rows } = await sql.query<{ id: Id }>(
    `select id from (${found}) said (id) limit ${Math.trunc(most) + 1}`,
    values,
  );
  return rows.length > most ? null : [...new Set(rows.map(({ id }) => id))];
}

export async function countServices(sql: Sql, sought: Sought): Promise<number> {
  const { text, values } = fitting(sought);
  const { rows } = await sql.query<{ count: number }>(`select count(*) from (${text}) fit`, values);
  return rows[0]?.count ?? 0;
}

/** A row of an export. Times on the workspace's wall, `2026-11-21 18:30:05`; spans in seconds. */
export type ExportedService = {
  id: Id;
  moment: Instant;
  contact: string | null;
  phone: string | null;
  attendant: string | null;
  team: string | null;
  state: string;
  created: string;
  started: string | null;
  finished: string | null;
  reason: string | null;
  waiting: number | null;
  answeredBy: string | null;
  firstAnswer: number | null;
  duration: number | null;
  score: number | null;
  comment: string | null;
  tags: string | null;
};

export async function pageForExport(
  sql: Sql,
  sought: Sought,
  after: Place | null,
  limit: number,
): Promise<ExportedService[]> {
  const { text, values } = fitting(sought, after, limit);
  values.push(sought.timeZone);
  const wall = (at: string) =>
    `to_char(${at} at time zone $${values.length}::text, 'YYYY-MM-DD HH24:MI:SS')`;
  const span = (from: string, to: string) => `floor(${secondsOf(`${to} - ${from}`)})::int`;
  const { rows } = await sql.query<ExportedService>(
    `select page.moment, s.id, coalesce(contact.name, contact.whatsapp_name) contact, contact.phone,
            u.name attendant, team.name team, s.state, ${wall('s.created_at')} created,
            ${wall('t.started_at')} started, ${wall('s.finished_at')} finished,
            s.finish_reason reason, ${span('t.created_at', 't.started_at')} waiting,
            answerer.name "answeredBy", ${span('t.heard_at', 't.answered_at')} "firstAnswer",
            ${span('t.started_at', 't.finished_at')} duration,
            s.evaluation_score score, s.evaluation_comment "comment",
            (select string_agg(g.name, ', ' order by g.name) from service_tags st
             join tags g on g.id = st.tag_id where st.service_id = s.id) tags
     from (select id, moment from (${text}) fit
           order by moment desc, id desc limit ${Math.trunc(limit)}) page
     join services s on s.id = page.id ${listedJoins}
     left join service_times t on t.service_id = s.id
     left join users answerer on answerer.id = t.answered_by
     order by page.moment desc, page.id desc`,
    values,
  );
  return rows;
}
