/**
 * Which services a figure counts: the one place where that stands, for the report and for the list.
 * SQL over `services s` and `service_times t`; `from` and `to` are parameters, [from, to).
 */
import type { ServiceClock } from '#shared/contract/service-list.ts';

type Clock = {
  /** By what a list over it is sorted, latest first; the same table's id tells equal ones apart. */
  moment: string;
  id: string;
  /** Whom it counts for. */
  who: string;
  /** The ways to be counted: none is two of them, and each walks along one index. */
  ways(from: string, to: string): string[];
};

const inside = (moment: string) => (from: string, to: string) => [
  `${moment} >= ${from} and ${moment} < ${to}`,
];

/** Begins in the period, or runs on into it; what ends where it begins lies in its one moment. */
const meeting = (start: string, range: string) => (from: string, to: string) => [
  ...inside(start)(from, to),
  `${start} < ${from} and ${range} @> ${from}`,
];

export const clocks = {
  created: {
    ...{ moment: 's.created_at', id: 's.id', who: 's.attendant_id' },
    ways: inside('s.created_at'),
  },
  started: {
    ...{ moment: 't.started_at', id: 't.service_id', who: 't.started_by' },
    ways: inside('t.started_at'),
  },
  answered: {
    ...{ moment: 't.answered_at', id: 't.service_id', who: 't.answered_by' },
    ways: inside('t.answered_at'),
  },
  /** A finished service never changes: it has still who held it then. */
  finished: {
    ...{ moment: 's.finished_at', id: 's.id', who: 's.attendant_id' },
    ways: (from, to) => [`s.state = 'finished' and ${inside('s.finished_at')(from, to)}`],
  },
  /** From the first start to the finish. Whom it counts for: `heldBy`, not who has it now. */
  open: {
    ...{ moment: 't.started_at', id: 't.service_id', who: 's.attendant_id' },
    ways: meeting('t.started_at', 'tstzrange(t.created_at, t.finished_at)'),
  },
  /** There at some time of the period, in whatever state: whatever any figure counts. */
  life: {
    ...{ moment: 't.created_at', id: 't.service_id', who: 's.attendant_id' },
    ways: meeting('t.created_at', 'tstzrange(t.created_at, t.finished_at)'),
  },
} satisfies Record<ServiceClock, Clock>;

/** Over `service_holders h`: held at some time of the period. */
export const holding = (from: string, to: string, h = 'h'): string[] =>
  meeting(`${h}.since`, `tstzrange(${h}.since, ${h}.until)`)(from, to);

/** Whether somebody (null: anybody) held service `t` at some time of the period. */
export const heldBy = (who: string | null, from: string, to: string): string =>
  `exists (select from service_holders h where h.service_id = t.service_id
           ${who === null ? '' : `and h.holder_id = ${who}`}
           and (${holding(from, to).join(' or ')}))`;

/** Whoever answered was asked: evaluations are older than the note of when that was. */
export const wasAsked = '(s.evaluation_asked_at is not null or s.evaluation_score is not null)';

/** With fractions; null where one of its ends is missing. None is below zero: the tables see to it. */
export const secondsOf = (span: string): string => `date_part('epoch', ${span})`;
