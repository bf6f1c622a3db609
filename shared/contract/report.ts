/**
 * Reports over services. A period is [from, to). Every figure says by which clock it counts, and is a
 * filter of the list of services (service-list.ts): `by` that clock, with the same from and to.
 */
import { type Static, type TSchema, Type } from 'typebox';
import { Id, Instant, nullable } from './scalars.ts';
import { TimeZone } from './workspace.ts';

const Count = Type.Integer({ minimum: 0 });

/** A moment with its zone, or a date: then its midnight in the workspace's time zone. */
export const Moment = Type.Union([
  Type.String({ format: 'date-time', maxLength: 40 }),
  Type.String({ format: 'date' }),
]);

/** Seconds; null where nothing was counted. */
export const MeanTime = Type.Object({ count: Count, mean: nullable(Type.Number()) });
export type MeanTime = Static<typeof MeanTime>;

export const Times = Type.Object({
  ...MeanTime.properties,
  /** Whole seconds: half of them took no longer. */
  median: nullable(Count),
  /** Nine of ten took no longer. */
  ninetieth: nullable(Count),
});
export type Times = Static<typeof Times>;

/** Of the services that finished in the period (`by=finished`), whenever the answer came. */
export const Evaluations = Type.Object({
  /** `asked=true` */
  asked: Count,
  /** `evaluated=true` */
  answered: Count,
  /** Answered of those asked, 0 to 1; null: nobody was asked. */
  responseRate: nullable(Type.Number()),
  mean: nullable(Type.Number()),
  /** How many gave 1, 2, 3, 4 and 5 (`score=`). */
  distribution: Type.Array(Count, { minItems: 5, maxItems: 5 }),
});
export type Evaluations = Static<typeof Evaluations>;

const timings = <T extends TSchema>(of: T) => ({
  /** Created to first started, counted at that start; by who started it (`by=started`). */
  waiting: of,
  /** First message of the contact to the first answer of a person, at and by that (`by=answered`). */
  firstAnswer: of,
  /** First start to finish, counted at the finish; by who held it then (`by=finished`). */
  duration: of,
});

const totals = {
  /** Finished in the period (`by=finished`). */
  finished: Count,
  /** The time from first start to finish overlaps the period (`by=open`). */
  open: Count,
  /** Created in the period, by the contact or here (`by=created`). */
  opened: Count,
  ...timings(Times),
  evaluation: Evaluations,
  /** Of those finished (`by=finished&finishReason=`). */
  reasons: Type.Object({ attendant: Count, inactivity: Count, unattended: Count }),
  /** Messages, not services: no notes, no calls. */
  volume: Type.Object({ inbound: Count, outbound: Count }),
};
export const ReportTotals = Type.Object(totals);
export type ReportTotals = Static<typeof ReportTotals>;

export const AttendantFigures = Type.Object({
  /** Null: nobody held them. */
  attendant: nullable(Type.Object({ id: Id, name: Type.String() })),
  /** Those they held when these finished; with nobody's these add up to the total. */
  finished: Count,
  /** Those they held at some time of the period: one that was handed on counts for each. */
  open: Count,
  meanEvaluation: nullable(Type.Number()),
  evaluation: Evaluations,
  ...timings(MeanTime),
});
export type AttendantFigures = Static<typeof AttendantFigures>;

/** A kind of hour of the week in the workspace's time zone. `weekday`: 1 Monday to 7 Sunday. */
export const LoadHour = Type.Object({
  weekday: Type.Integer({ minimum: 1, maximum: 7 }),
  hour: Type.Integer({ minimum: 0, maximum: 23 }),
  /** `by=created&weekday=&hour=` */
  opened: Count,
  inbound: Count,
  outbound: Count,
});
export type LoadHour = Static<typeof LoadHour>;

/** A day of the workspace's calendar. */
export const ReportDay = Type.Object({
  date: Type.String({ format: 'date' }),
  opened: Count,
  finished: Count,
  inbound: Count,
  outbound: Count,
});
export type ReportDay = Static<typeof ReportDay>;

const Period = { from: Instant, to: Instant };

export const ServicesReport = Type.Object({
  ...Period,
  timeZone: TimeZone,
  ...totals,
  /** What the times count: all of it, or business hours alone. */
  hours: Type.Enum(['all', 'business']),
  /** Whether the workspace has business hours. */
  businessHours: Type.Boolean(),
  /** When asked, not in the period (`state=open`, `state=waiting`). */
  openNow: Count,
  waitingNow: Count,
  /** Whoever has a figure, by name, nobody last. */
  perAttendant: Type.Array(AttendantFigures),
  /** The sum of `open` above exceeds the total: some services were held by several. */
  openHeldBySeveral: Type.Boolean(),
  /** What is missing is zero. */
  load: Type.Array(LoadHour),
  days: Type.Array(ReportDay),
  /** The period before, as long; whole months for whole months. */
  before: Type.Optional(Type.Object({ ...Period, ...totals })),
});
export type ServicesReport = Static<typeof ServicesReport>;

export const ReportQuery = Type.Object(
  {
    /** Absent: the workspace's month of today. */
    from: Type.Optional(Moment),
    to: Type.Optional(Moment),
    compare: Type.Optional(Type.Literal('before')),
    /** Times within business hours; where there are none, all of it. */
    hours: Type.Optional(Type.Literal('business')),
  },
  { additionalProperties: false },
);
export type ReportQuery = Static<typeof ReportQuery>;
