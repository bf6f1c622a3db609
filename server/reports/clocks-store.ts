/**
 * Which services a figure counts: the one place where that stands, for the report and for the list.
 * SQL over `services s` and `service_times t`; `from` and `to` are parameters, [from, to).
 */
import type { ServiceClock } from '#shared/contract/service-list.ts';

type ClockSql = {
  /** By what a list over it is sorted, latest first; the same table's id tells equal ones apart. */
  moment: string;
  id: string;
  within(from: string, to: string): string;
  /** Whom it counts for. */
  who: string;
};

const between = (moment: string) => (from: string, to: string) =>
  `${moment} >= ${from} and ${moment} < ${to}`;

/** Begins in the period, or runs on into it; what ends where it begins lies in its one moment. */
const overlaps = (start: string, end: string) => (from: string, to: string) =>
  `${start} < ${to} and (${start} >= ${from} or ${end} is null or ${end} > ${from})`;

export const heldBy = (who: string, from: string, to: string): string =>
  `exists (select from service_holders h where h.service_id = t.service_id and h.holder_id = ${who}
           and ${overlaps('h.since', 'h.until')(from, to)})`;

export const clocks = {
  created: {
    moment: 's.created_at',
    id: 's.id',
    within: between('s.created_at'),
    who: 's.attendant_id',
  },
  started: {
    moment: 't.started_at',
    id: 't.service_id',
    within: between('t.started_at'),
    who: 't.started_by',
  },
  answered: {
    moment: 't.answered_at',
    id: 't.service_id',
    within: between('t.answered_at'),
    who: 't.answered_by',
  },
  finished: {
    moment: 't.finished_at',
    id: 't.service_id',
    within: between('t.finished_at'),
    who: 't.finished_by',
  },
  /** Whom it counts for: `heldBy`. */
  open: {
    moment: 't.started_at',
    id: 't.service_id',
    within: overlaps('t.started_at', 't.finished_at'),
    who: 's.attendant_id',
  },
  /** There at some time of the period, in whatever state: whatever any figure counts. */
  life: {
    moment: 't.created_at',
    id: 't.service_id',
    within: overlaps('t.created_at', 't.finished_at'),
    who: 's.attendant_id',
  },
} satisfies Record<ServiceClock, ClockSql>;

/** Whoever answered was asked: evaluations are older than the note of when that was. */
export const wasAsked = '(s.evaluation_asked_at is not null or s.evaluation_score is not null)';

/** Null where one of its ends is missing, which `greatest` alone would make none. */
export const secondsOf = (span: string): string =>
  `case when ${span} is not null then greatest(0, extract(epoch from ${span})) end`;
