/** The figures of a period, all from one moment of the database: they agree with each other. */
import { Refused } from '#shared/contract/refusal.ts';
import type {
  AttendantFigures,
  ReportQuery,
  ReportTotals,
  ServicesReport,
} from '#shared/contract/report.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { TimeZone } from '#shared/contract/workspace.ts';
import type { Hours } from '#shared/rules/business-hours.ts';
import { businessHours } from '../desk/first-answers.ts';
import { inTransaction, type Pool, type Sql, type Tx } from '../platform/postgres/pool.ts';
import { timeZoneOf } from '../workspace/workspace.ts';
import { evaluationsOf } from './evaluations.ts';
import {
  type CalendarRow,
  countHeld,
  countNow,
  countOpen,
  gatherCounts,
  namesOf,
  type OutcomeRow,
  readCalendar,
  readOutcomes,
  readReach,
  readTimes,
} from './figures-store.ts';
import { atOneMoment, type Lanes } from './moment-store.ts';
import { longestLife, type OpenHours, openHoursBetween } from './open-hours.ts';
import { type Period, readPeriod, readPeriodBefore } from './period-store.ts';
import { meanOf, timesOf } from './times.ts';

export type Reports = { pool: Pool; now(): Date };

/** The period that was asked for, in instants. @throws Refused invalid */
export async function periodOf(
  sql: Sql,
  { from = null, to = null }: { from?: string | null; to?: string | null },
  now: Date,
): Promise<Period & { timeZone: TimeZone }> {
  const timeZone = await timeZoneOf(sql);
  const period = await readPeriod(sql, { from, to }, timeZone, now.toISOString());
  if (period.from >= period.to) {
    throw new Refused('invalid', 'The period ends before it begins.', { path: '/to' });
  }
  return { ...period, timeZone };
}

export function servicesReport(reports: Reports, query: ReportQuery): Promise<ServicesReport> {
  return atOneMoment(reports.pool, async (lanes) => {
    const [tx] = lanes;
    const { timeZone, ...period } = await periodOf(tx, query, reports.now());
    const business = await businessHours(tx);
    const hours = query.hours === 'business' ? business : null;
    const { totals, perAttendant, calendar } = await figuresOf(lanes, period, timeZone, hours);
    const now = await countNow(tx);
    const held = perAttendant.reduce((sum, { open }) => sum + open, 0);
    const before = query.compare && (await readPeriodBefore(tx, period, timeZone));
    return {
      ...period,
      timeZone,
      hours: hours ? 'business' : 'all',
      businessHours: business !== null,
      ...totals,
      openNow: now.open,
      waitingNow: now.waiting,
      perAttendant,
      openHeldBySeveral: held > totals.open,
      load: calendar.flatMap(({ date, finished: _, ...hour }) =>
        date === null && hour.opened + hour.inbound + hour.outbound > 0 ? hour : [],
      ),
      days: calendar.flatMap(({ date, weekday: _, hour: __, ...day }) =>
        date === null ? [] : { date, ...day },
      ),
      ...(before && {
        before: { ...before, ...(await figuresOf(lanes, before, timeZone, hours)).totals },
      }),
    };
  });
}

type Figures = { totals: ReportTotals; perAttendant: AttendantFigures[]; calendar: CalendarRow[] };

/** The hours as the database takes them, of the time that the counted spans lie in: a period may be far longer. */
async function openHoursIn(tx: Tx, period: Period, hours: Hours): Promise<OpenHours> {
  const spans = await readReach(tx, period);
  const [first, last] = [
    Date.parse(spans.first ?? period.from),
    Date.parse(spans.last ?? period.from),
  ];
  return openHoursBetween(hours, Math.max(first, Date.parse(period.from) - longestLife), last);
}

async function figuresOf(
  [tx, other]: Lanes,
  period: Period,
  timeZone: TimeZone,
  hours: Hours | null,
): Promise<Figures> {
  const open = hours && (await openHoursIn(tx, period, hours));
  // Shared out so that both lanes take about as long.
  const [[started, answered, outcomes, held], [finished, calendar, overlapping]] =
    await Promise.all([
      (async () =>
        [
          await readTimes(tx, 'started', period, open),
          await readTimes(tx, 'answered', period, open),
          await readOutcomes(tx, period),
          await countHeld(tx, period),
        ] as const)(),
      (async () =>
        [
          await readTimes(other, 'finished', period, open),
          await readCalendar(other, period, timeZone),
          await countOpen(other, period),
        ] as const)(),
    ]);
  const days = calendar.filter(({ date }) => date !== null);
  const total = (of: 'opened' | 'inbound' | 'outbound') =>
    days.reduce((sum, day) => sum + day[of], 0);
  const finishes = (rows: OutcomeRow[]) => rows.reduce((sum, { count }) => sum + count, 0);
  const reasons = { attendant: 0, inactivity: 0, unattended: 0 };
  for (const { reason, count } of outcomes) reasons[reason] += count;
  const figuresFor = (attendant: { id: Id; name: string } | null): AttendantFigures => {
    const who = attendant?.id ?? null;
    const ended = outcomes.filter((row) => row.who === who);
    const evaluation = evaluationsOf(ended);
    return {
      attendant,
      finished: finishes(ended),
      open: held.find((row) => row.who === who)?.count ?? 0,
      meanEvaluation: evaluation.mean,
      evaluation,
      waiting: meanOf(started, who),
      firstAnswer: meanOf(answered, who),
      duration: meanOf(finished, who),
    };
  };
  const everybody = new Set(
    [...outcomes, ...[...started, ...answered].filter((row) => row.byWho), ...held].map(
      ({ who }) => who,
    ),
  );
  const people = await namesOf(
    tx,
    [...everybody].filter((id) => id !== null),
  );
  const perAttendant = people.map(figuresFor);
  if (everybody.has(null)) perAttendant.push(figuresFor(null));
  const totals: ReportTotals = {
    finished: finishes(outcomes),
    open: overlapping,
    opened: total('opened'),
    waiting: timesOf(started),
    firstAnswer: timesOf(answered),
    duration: timesOf(finished),
    evaluation: evaluationsOf(outcomes),
    reasons,
    volume: { inbound: total('inbound'), outbound: total('outbound') },
  };
  return { totals, perAttendant, calendar };
}

/** Now and then: what messages counted becomes one row for each quarter of an hour. */
export const gatherMessageCounts = (pool: Pool): Promise<void> => inTransaction(pool, gatherCounts);
