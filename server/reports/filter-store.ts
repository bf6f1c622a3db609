/** A filter of the list as SQL: what it counts is said by the clocks, as for the report. */
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { ServiceFilter } from '#shared/contract/service-list.ts';
import type { TimeZone } from '#shared/contract/workspace.ts';
import { clocks, heldBy, wasAsked } from './clocks-store.ts';

/** With its period in instants, its contact's conversations, its words as a tsquery and the zone by which its hours are told. */
export type Sought = Omit<ServiceFilter, 'from' | 'to' | 'text' | 'contact'> & {
  from: Instant | null;
  to: Instant | null;
  timeZone: TimeZone;
  /** Those of the contact; null: anybody's. */
  conversations: Id[] | null;
  /** Those that have the words, where these are few; null: see `words`. */
  ids: Id[] | null;
  words: Words | null;
};

/** As a tsquery, and as digits of a number; null: it has none. */
export type Words = { query: string | null; digits: string | null };

export type Place = { moment: Instant; id: Id };

export type Statement = { text: string; values: unknown[] };

/** `id` and `moment` of the services that fit, in no order. */
export function fitting(sought: Sought, after: Place | null = null, limit?: number): Statement {
  const { moment, id } = clocks[sought.by ?? 'created'];
  const values: unknown[] = [];
  const parameter = (value: unknown, type: string): string => {
    values.push(value);
    return `$${values.length}::${type}`;
  };
  const conditions = conditionsOf(sought, parameter);
  if (after) {
    const place = `(${parameter(after.moment, 'timestamptz')}, ${parameter(after.id, 'uuid')})`;
    conditions.push(`(${moment}, ${id}) < ${place}`);
  }
  const last = limit === undefined ? '' : parameter(limit, 'int');
  const page = last && `order by ${moment} desc, ${id} desc limit ${last}`;
  const times = timed(sought) ? 'left join service_times t on t.service_id = s.id' : '';
  const branches = periodsOf(sought, parameter).map(
    (period) =>
      `(select s.id, ${moment} moment from services s ${times}
        where ${[...conditions, ...period, 'true'].join(' and ')} ${page})`,
  );
  return { text: branches.join(' union all '), values };
}

/** Whether it asks for what only the times of a service tell. */
const timed = ({ by = 'created', started }: Sought): boolean =>
  started !== undefined || (by !== 'created' && by !== 'finished');

export type Parameter = (value: unknown, type: string) => string;

/** What the period asks, once for each way to be counted. Open at one end, it is but a bound. */
function periodsOf({ by = 'created', from, to }: Sought, parameter: Parameter): string[][] {
  const { moment, ways } = clocks[by];
  const until = to === null ? null : parameter(to, 'timestamptz');
  if (from === null) return [[`${moment} is not null`, ...(until ? [`${moment} < ${until}`] : [])]];
  return ways(parameter(from, 'timestamptz'), until ?? `'infinity'::timestamptz`).map((way) => [
    way,
  ]);
}

function conditionsOf(sought: Sought, parameter: Parameter): string[] {
  const { by = 'created', from, to } = sought;
  const found: string[] = [];
  const add = (condition: string) => found.push(condition);
  if (sought.state) add(`s.state = ${parameter(sought.state, 'text')}`);
  if (sought.attendantId) {
    const whom = sought.attendantId === 'nobody' ? null : parameter(sought.attendantId, 'uuid');
    if (by === 'open') {
      const since = parameter(from ?? '-infinity', 'timestamptz');
      const until = parameter(to ?? 'infinity', 'timestamptz');
      add(`${whom ? '' : 'not '}${heldBy(whom, since, until)}`);
    } else {
      add(whom ? `${clocks[by].who} = ${whom}` : `${clocks[by].who} is null`);
    }
  }
  if (sought.teamId === 'none') add('s.team_id is null');
  else if (sought.teamId) add(`s.team_id = ${parameter(sought.teamId, 'uuid')}`);
  if (sought.tagId) {
    add(`exists (select from service_tags g
                 where g.service_id = s.id and g.tag_id = ${parameter(sought.tagId, 'uuid')})`);
  }
  if (sought.finishReason) add(`s.finish_reason = ${parameter(sought.finishReason, 'text')}`);
  if (sought.score) add(`s.evaluation_score = ${parameter(sought.score, 'int')}`);
  if (sought.evaluated !== undefined) {
    add(`s.evaluation_score is ${sought.evaluated ? 'not null' : 'null'}`);
  }
  if (sought.asked !== undefined) add(sought.asked ? wasAsked : `not ${wasAsked}`);
  if (sought.started !== undefined) {
    add(`t.started_at is ${sought.started ? 'not null' : 'null'}`);
  }
  const wall = () => `s.created_at at time zone ${parameter(sought.timeZone, 'text')}`;
  // As a case it is believed to hold for half of all, and the index of the order is walked along.
  const half = (condition: string) => add(`case when ${condition} then true else false end`);
  if (sought.weekday) half(`extract(isodow from ${wall()}) = ${parameter(sought.weekday, 'int')}`);
  if (sought.hour !== undefined) {
    half(`extract(hour from ${wall()}) = ${parameter(sought.hour, 'int')}`);
  }
  if (sought.conversations) {
    add(`s.conversation_id = any(${parameter(sought.conversations, 'uuid[]')})`);
  }
  if (sought.ids) add(`s.id = any(${parameter(sought.ids, 'uuid[]')})`);
  else if (sought.words) half(says(sought.words, parameter));
  return found;
}

const saidIn = (words: string) =>
  `words_of(coalesce(m.text, '') || ' ' || coalesce(texts_in(m.content), '')) @@ ${words}
   and m.deleted_at is null`;

/** What fits a contact `k`, by their names or their numbers. */
function known({ query, digits }: Words, parameter: Parameter): string[] {
  const words = query && parameter(query, 'tsquery');
  const number = digits && parameter(digits, 'text');
  return [
    ...(words
      ? [`contact_words(k.name, k.whatsapp_name, k.emails, k.attributes, k.notes) @@ ${words}`]
      : []),
    ...(number
      ? [`position(${number} in k.phone || ' ' || array_to_string(k.phones, ' ')) > 0`]
      : []),
  ];
}

/** Ids, some of them twice, by the indexes of words. */
export function saying(sought: Words, parameter: Parameter): string {
  const found = known(sought, parameter).map(
    (fits) => `select n.id from contacts k join conversations c on c.contact_id = k.id
               join services n on n.conversation_id = c.id where ${fits}`,
  );
  if (sought.query) {
    const words = saidIn(parameter(sought.query, 'tsquery'));
    found.push(`select m.service_id from messages m where ${words} and m.service_id is not null`);
  }
  return found.length > 0 ? found.join(' union all ') : 'select null::uuid where false';
}

/** Whether a service says it, looked for in each: where many do, those of a page are soon found. */
function says(sought: Words, parameter: Parameter): string {
  const found = known(sought, parameter).map(
    (fits) => `exists (select from contacts k join conversations c on c.contact_id = k.id
                       where c.id = s.conversation_id and ${fits})`,
  );
  if (sought.query) {
    const words = saidIn(parameter(sought.query, 'tsquery'));
    found.push(`exists (select from messages m where m.service_id = s.id and ${words})`);
  }
  return found.length > 0 ? found.join(' or ') : 'false';
}
