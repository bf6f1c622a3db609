/** Where the workspace's months and midnights lie. The database knows the zones and their past. */
import type { Instant } from '#shared/contract/scalars.ts';
import type { TimeZone } from '#shared/contract/workspace.ts';
import type { Sql } from '../platform/postgres/pool.ts';

export type Period = { from: Instant; to: Instant };

/**
 * `from` and `to` as instants: a date is the midnight it begins with, or the first moment after one
 * that a daylight-saving change left out. Absent: the month of `now`.
 */
export async function readPeriod(
  sql: Sql,
  asked: { from: string | null; to: string | null },
  timeZone: TimeZone,
  now: Instant,
): Promise<Period> {
  const moment = (parameter: string, otherwise: string) =>
    `case when ${parameter} is null then ${otherwise}
          when length(${parameter}) = 10 then ${parameter}::date::timestamp at time zone $3
          else ${parameter}::timestamptz end`;
  const month = "date_trunc('month', $4::timestamptz at time zone $3)";
  const { rows } = await sql.query<Period>(
    `select ${moment('$1::text', `${month} at time zone $3`)} "from",
            ${moment('$2::text', `(${month} + interval '1 month') at time zone $3`)} "to"`,
    [asked.from, asked.to, timeZone, now],
  );
  return rows[0] as Period;
}

/** The workspace's day of `now`. */
export async function readToday(sql: Sql, timeZone: TimeZone, now: Instant): Promise<Period> {
  const { rows } = await sql.query<Period>(
    `with wall as (select date_trunc('day', $1::timestamptz at time zone $2) today)
     select today at time zone $2 "from", (today + interval '1 day') at time zone $2 "to"
     from wall`,
    [now, timeZone],
  );
  return rows[0] as Period;
}

/** As many months, days or moments as the period has, right before it. */
export async function readPeriodBefore(
  sql: Sql,
  { from, to }: Period,
  timeZone: TimeZone,
): Promise<Period> {
  const { rows } = await sql.query<Period>(
    `with wall as (
       select $1::timestamptz at time zone $3 "from", $2::timestamptz at time zone $3 "to"
     )
     select case
       when "from" = date_trunc('month', "from") and "to" = date_trunc('month', "to")
         then ("from" - make_interval(months => (
           (extract(year from "to") - extract(year from "from")) * 12
           + extract(month from "to") - extract(month from "from"))::int)) at time zone $3
       when "from" = date_trunc('day', "from") and "to" = date_trunc('day', "to")
         then ("from" - ("to" - "from")) at time zone $3
       else $1::timestamptz - ($2::timestamptz - $1::timestamptz) end "from", $1::timestamptz "to"
     from wall`,
    [from, to, timeZone],
  );
  return rows[0] as Period;
}
