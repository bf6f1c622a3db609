/** The figures of a period, all from one moment of the database: they agree with each other. */
import { Refused } from '#shared/contract/refusal.ts';
import type {
  AttendantFigures,
  Evaluations,
  ReportQuery,
  ReportTotals,
  ServicesReport,
  Times,
} from '#shared/contract/report.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { TimeZone } from '#shared/contract/workspace.ts';
import { inTransaction, type Pool, type Sql, type Tx } from '../platform/postgres/pool.ts';
import { timeZoneOf } from '../workspace/workspace.ts';
import {
  countBy,
  countHeld,
  countNow,
  countVolume,
  gatherCounts,
  namesOf,
  type OutcomeRow,
  readCalendar,
  readOutcomes,
  readTimes,
  type TimesRow,
} from './figures-store.ts';
import { type Period, readPeriod, readPeriodBefore } from './period-store.ts';

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
  return inTransaction(reports.pool, async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const { timeZone, ...period } = await periodOf(tx, query, reports.now());
    const { totals, perAttendant } = await figuresOf(tx, period);
    const now = await countNow(tx);
    const calendar = await readCalendar(tx, period, timeZone);
    const held = perAttendant.reduce((sum, { open }) => sum + open, 0);
    const before = query.compare && (await readPeriodBefore(tx, period, timeZone));
    return {
      ...period,
      timeZone,
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
      ...(before && { before: { ...before, ...(await figuresOf(tx, before)).totals } }),
    };
  });
}

async function figuresOf(
  tx: Tx,
  period: Period,
): Promise<{ totals: ReportTotals; perAttendant: AttendantFigures[] }> {
  const outcomes = await readOutcomes(tx, period);
  const started = await readTimes(tx, 'started', period);
  const answered = await readTimes(tx, 'answered', period);
  const finished = await readTimes(tx, 'finished', period);
  const held = await countHeld(tx, period);
  const reasons = { attendant: 0, inactivity: 0, unattended: 0 };
  for (const { reason, count } of outcomes) reasons[reason] += count;
  const totals: ReportTotals = {
    finished: finished.find(({ all }) => all)?.services ?? 0,
    open: await countBy(tx, 'open', period),
    opened: await countBy(tx, 'created', period),
    waiting: timesOf(started.find(({ all }) => all)),
    firstAnswer: timesOf(answered.find(({ all }) => all)),
    duration: timesOf(finished.find(({ all }) => all)),
    evaluation: evaluationsOf(outcomes),
    reasons,
    volume: await countVolume(tx, period),
  };
  const rowOf = (rows: TimesRow[], who: Id | null) =>
    rows.find((row) => !row.all && row.who === who);
  const everybody = new Set(
    [...started, ...answered, ...finished, ...held].flatMap((row) =>
      'all' in row && row.all ? [] : [row.who],
    ),
  );
  const figuresFor = (attendant: { id: Id; name: string } | null): AttendantFigures => {
    const who = attendant?.id ?? null;
    const evaluation = evaluationsOf(outcomes.filter((row) => row.who === who));
    return {
      attendant,
      finished: rowOf(finished, who)?.services ?? 0,
      open: held.find((row) => row.who === who)?.count ?? 0,
      meanEvaluation: evaluation.mean,
      evaluation,
      waiting: timesOf(rowOf(started, who)),
      firstAnswer: timesOf(rowOf(answered, who)),
      duration: timesOf(rowOf(finished, who)),
    };
  };
  const people = await namesOf(
    tx,
    [...everybody].filter((id) => id !== null),
  );
  const perAttendant = people.map(figuresFor);
  if (everybody.has(null)) perAttendant.push(figuresFor(null));
  return { totals, perAttendant };
}

function timesOf(row: TimesRow | undefined): Times {
  const { count = 0, mean = null, median = null, ninetieth = null } = row ?? {};
  return { count, mean, median, ninetieth };
}

function evaluationsOf(outcomes: OutcomeRow[]): Evaluations {
  const distribution = [0, 0, 0, 0, 0];
  let [asked, answered, sum] = [0, 0, 0];
  for (const row of outcomes) {
    if (row.asked) asked += row.count;
    if (row.score === null) continue;
    answered += row.count;
    sum += row.score * row.count;
    distribution[row.score - 1] = (distribution[row.score - 1] ?? 0) + row.count;
  }
  return {
    asked,
    answered,
    responseRate: asked === 0 ? null : answered / asked,
    mean: answered === 0 ? null : sum / answered,
    distribution,
  };
}

/** Now and then: what messages counted becomes one row for each quarter of an hour. */
export const gatherMessageCounts = (pool: Pool): Promise<void> => inTransaction(pool, gatherCounts);
