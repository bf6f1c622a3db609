/**
 * What is counted, over the tables of migrations/server, reports. Which services a figure counts
 * stands in clocks-store.ts, for the report and for the list alike.
 */
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { FinishReason } from '#shared/contract/service.ts';
import type { TimeZone } from '#shared/contract/workspace.ts';
import type { Tx } from '../platform/postgres/pool.ts';
import { clocks, holding, secondsOf, wasAsked } from './clocks-store.ts';
import type { OpenHours } from './open-hours.ts';
import type { Period } from './period-store.ts';

/** Of one who (`byWho`), or of all that took so many whole seconds. */
export type TimesRow = {
  byWho: boolean;
  who: Id | null;
  second: number | null;
  /** Those that have the time. */
  count: number;
  /** Their seconds, with fractions. */
  sum: number | null;
};

const times = {
  started: { ...clocks.started, start: 't.created_at', end: 't.started_at' },
  answered: { ...clocks.answered, start: 't.heard_at', end: 't.answered_at' },
  /** As `clocks.finished`, from the index that has both ends. */
  finished: {
    who: 't.finished_by',
    ways: (from: string, to: string) => [`t.finished_at >= ${from} and t.finished_at < ${to}`],
    ...{ start: 't.started_at', end: 't.finished_at' },
  },
};
type TimedClock = keyof typeof times;

/** When the earliest of the spans began that are counted, and the latest ended; null: none is. */
export async function readReach(
  tx: Tx,
  { from, to }: Period,
): Promise<{ first: Instant | null; last: Instant | null }> {
  const each = Object.values(times).map(
    ({ ways, start, end }) =>
      `select min(${start}) "first", max(${end}) "last" from service_times t
       where ${ways('$1', '$2').join(' or ')}`,
  );
  const { rows } = await tx.query<{ first: Instant | null; last: Instant | null }>(
    `select min("first") "first", max("last") "last" from (${each.join(' union all ')}) clocks`,
    [from, to],
  );
  return rows[0] ?? { first: null, last: null };
}

/**
 * `who` and `seconds` of each that the clock counts. Within open hours (`$3` to `$5`, as OpenHours) the
 * seconds are what was open up to the end less what was open up to the start, whole milliseconds.
 */
function spansOf(clock: TimedClock, open: boolean): string {
  const { ways, who, start, end } = times[clock];
  const rows = `from service_times t where ${ways('$1', '$2').join(' or ')} offset 0`;
  if (!open) return `select ${who} who, ${secondsOf(`${end} - ${start}`)} seconds ${rows}`;
  const upTo = (moment: string, nth: string) =>
    `(($5::float8[])[${nth}] + least(${moment} - ($3::float8[])[${nth}], ($4::float8[])[${nth}]))`;
  return `select who, round((${upTo('b', 'j')} - ${upTo('a', 'i')}) * 1000) / 1000 seconds
    from (select who, a, b, width_bucket(a, $3::float8[]) i, width_bucket(b, $3::float8[]) j
          from (select ${who} who, ${secondsOf(start)} a, ${secondsOf(end)} b ${rows}) ends
          offset 0) places offset 0`;
}

/** Of waiting, to the first answer, of duration. */
export async function readTimes(
  tx: Tx,
  clock: TimedClock,
  { from, to }: Period,
  open: OpenHours | null = null,
): Promise<TimesRow[]> {
  const { rows } = await tx.query<TimesRow>(
    `select grouping(who) = 0 "byWho", who, second, count(seconds), sum(seconds)
     from (select who, seconds, floor(seconds)::int as second
           -- The offsets keep each from being reckoned again wherever it is named.
           from (${spansOf(clock, open !== null)}) one
           offset 0) two
     group by grouping sets ((who), (second))`,
    [from, to, ...(open ? [open.starts, open.lengths, open.sums] : [])],
  );
  return rows;
}

export type OutcomeRow = {
  who: Id | null;
  reason: FinishReason;
  score: number | null;
  asked: boolean;
  count: number;
};

/** How those ended that finished in the period, and what was thought of them. */
export async function readOutcomes(tx: Tx, { from, to }: Period): Promise<OutcomeRow[]> {
  const { rows } = await tx.query<OutcomeRow>(
    `select attendant_id who, finish_reason reason, evaluation_score score,
            ${wasAsked} asked, count(*)
     from services s where ${clocks.finished.ways('$1', '$2').join(' or ')}
     group by 1, 2, 3, 4`,
    [from, to],
  );
  return rows;
}

/** How many were open at some time of the period. */
export async function countOpen(tx: Tx, { from, to }: Period): Promise<number> {
  const each = clocks.open
    .ways('$1', '$2')
    .map((way) => `(select count(*) from service_times t where ${way})`);
  const { rows } = await tx.query<{ count: number }>(`select ${each.join(' + ')} count`, [
    from,
    to,
  ]);
  return rows[0]?.count ?? 0;
}

/** By who held one of their services at some time of the period; each service once for each. */
export async function countHeld(
  tx: Tx,
  { from, to }: Period,
): Promise<{ who: Id; count: number }[]> {
  const earlier = `exists (select from service_holders e
    where e.service_id = h.service_id and e.holder_id = h.holder_id and e.id < h.id
      and (${holding('$1', '$2', 'e').join(' or ')}))`;
  const each = holding('$1', '$2').flatMap((way) => [
    `select holder_id, count(*) "count" from service_holders h where ${way} group by 1`,
    // Those that their holder had before, in the same period: few, and counted already.
    `select holder_id, - count(*) from service_holders h where again and ${way} and ${earlier}
     group by 1`,
  ]);
  const { rows } = await tx.query<{ who: Id; count: number }>(
    `select holder_id who, sum("count")::bigint "count" from (${each.join(' union all ')}) held
     group by 1`,
    [from, to],
  );
  return rows;
}

/** Those that are not finished, now. */
export async function countNow(tx: Tx): Promise<{ open: number; waiting: number }> {
  const { rows } = await tx.query<{ open: number; waiting: number }>(
    `select count(*) filter (where state = 'open') "open",
            count(*) filter (where state = 'waiting') waiting
     from services where state <> 'finished'`,
  );
  return rows[0] ?? { open: 0, waiting: 0 };
}

const quarter = 15 * 60_000;

/** Whole quarters are counted already; what is left at the edges is counted here. */
const volumeByQuarter = `
  select quarter, inbound, outbound from message_counts where quarter >= $3 and quarter < $4
  union all
  select quarter_of(sent_at), count(*) filter (where direction = 'in'),
         count(*) filter (where direction = 'out')
  from messages
  where ((sent_at >= $1 and sent_at < $3) or (sent_at >= $4 and sent_at < $2)) and is_said(kind)
  group by 1`;

/** The period, and the whole quarters in it: none where it has none. */
function volumeValues({ from, to }: Period): Instant[] {
  const end = Date.parse(to);
  const first = Math.min(end, Math.ceil(Date.parse(from) / quarter) * quarter);
  const last = Math.max(first, Math.floor(end / quarter) * quarter);
  return [from, to, new Date(first).toISOString(), new Date(last).toISOString()];
}

export type CalendarRow = {
  /** Null in the rows of hours. */
  date: string | null;
  weekday: number;
  hour: number;
  opened: number;
  finished: number;
  inbound: number;
  outbound: number;
};

/** By days of the workspace, and by hours of its week. */
export async function readCalendar(
  tx: Tx,
  period: Period,
  timeZone: TimeZone,
): Promise<CalendarRow[]> {
  const { created, finished } = clocks;
  const { rows } = await tx.query<CalendarRow>(
    `select to_char(date, 'YYYY-MM-DD') date, weekday, hour, sum(opened)::bigint opened,
            sum(finished)::bigint finished, sum(inbound)::bigint inbound,
            sum(outbound)::bigint outbound
     from (select wall::date date, extract(isodow from wall)::int as weekday,
                  extract(hour from wall)::int as hour, opened, finished, inbound, outbound
           from (select quarter at time zone $5 wall, sum(opened) opened, sum(finished) finished,
                        sum(inbound) inbound, sum(outbound) outbound
                 from (select quarter, 0 opened, 0 finished, inbound, outbound
                       from (${volumeByQuarter}) volume
                       union all
                       select quarter_of(created_at), count(*), 0, 0, 0 from services s
                       where ${created.ways('$1', '$2').join(' or ')} group by 1
                       union all
                       select quarter_of(finished_at), 0, count(*), 0, 0 from services s
                       where ${finished.ways('$1', '$2').join(' or ')} group by 1) told
                 group by quarter) quarters) hours
     group by grouping sets ((date), (weekday, hour)) order by 1, 2, 3`,
    [...volumeValues(period), timeZone],
  );
  return rows;
}

/** Makes one row of what was counted for a quarter; those of the last hour may still come in. */
export async function gatherCounts(tx: Tx): Promise<void> {
  const { rows } = await tx.query<{ alone: boolean }>(
    'select pg_try_advisory_xact_lock(4680013) alone',
  );
  if (!rows[0]?.alone) return;
  await tx.query(
    `with several as (
       select quarter from message_counts group by quarter having count(*) > 1
     ), taken as (
       delete from message_counts c using several s where s.quarter = c.quarter
       returning c.quarter, c.inbound, c.outbound
     )
     insert into message_counts (quarter, inbound, outbound)
     select quarter, sum(inbound), sum(outbound) from taken group by 1`,
  );
}

export async function namesOf(tx: Tx, ids: Id[]): Promise<{ id: Id; name: string }[]> {
  const { rows } = await tx.query<{ id: Id; name: string }>(
    'select id, name from users where id = any($1) order by name, id',
    [ids],
  );
  return rows;
}
