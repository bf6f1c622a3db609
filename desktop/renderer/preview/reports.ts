/** Made-up figures of the clinic that agree with each other. */
import type { Overview } from '#shared/contract/overview.ts';
import type {
  AttendantFigures,
  Evaluations,
  LoadHour,
  MeanTime,
  ReportDay,
  ReportQuery,
  ServicesReport,
  Times,
} from '#shared/contract/report.ts';
import { contacts } from './people.ts';
import { me, minutesAgo, team, uuid } from './world.ts';

type Size = 'usual' | 'crowd' | 'empty';
const zone = 'America/Sao_Paulo';
const daily = 86_400_000;
const noise = (n: number): number => (((n * 2_654_435_761) >>> 8) % 1_000) / 1_000;
const sum = <T>(all: readonly T[], of: (one: T) => number): number =>
  all.reduce((total, one) => total + of(one), 0);

const first = ['Luísa', 'Rafael', 'Camila', 'Tiago', 'Sofia', 'Bruno', 'Helena', 'Diego'];
const last = ['Prado', 'Teixeira', 'Moraes', 'Figueiredo', 'Duarte', 'Siqueira', 'Barros'];
const crowd = Array.from({ length: 60 }, (_, n) => ({
  id: uuid(9, n),
  name: `${first[n % first.length]} ${last[n % last.length]}`,
}));

const days = (from: number, to: number): ReportDay[] =>
  Array.from({ length: Math.round((to - from) / daily) }, (_, n): ReportDay => {
    const at = from + n * daily;
    const rest = new Date(at).getUTCDay() % 6 === 0 ? 0.25 : 1;
    const opened = Math.round((26 + 22 * noise(at / daily)) * rest);
    return {
      date: new Date(at).toISOString().slice(0, 10),
      opened,
      finished: Math.round(opened * (0.85 + 0.2 * noise(n + 7))),
      inbound: opened * 9,
      outbound: opened * 7,
    };
  });

const busy = (hour: number): number => Math.max(0, 1 - ((hour - 13.5) / 6) ** 2);
const load = (opened: number): LoadHour[] =>
  Array.from({ length: 7 * 24 }, (_, n): LoadHour => {
    const [weekday, hour] = [1 + Math.floor(n / 24), n % 24];
    const part = busy(hour) * (weekday > 5 ? 0.3 : 1) * (0.7 + 0.5 * noise(n));
    const count = Math.round((opened / 48) * part);
    return { weekday, hour, opened: count, inbound: count * 9, outbound: count * 7 };
  }).filter((one) => one.opened > 0);

function evaluations(finished: number): Evaluations {
  const asked = Math.round(finished * 0.9);
  const distribution = [0.03, 0.02, 0.06, 0.15, 0.3].map((part) => Math.round(asked * part));
  const answered = sum(distribution, (one) => one);
  const stars = distribution.reduce((total, count, n) => total + count * (n + 1), 0);
  return {
    ...{ asked, answered, distribution },
    responseRate: asked === 0 ? null : answered / asked,
    mean: answered === 0 ? null : stars / answered,
  };
}
const mean = (count: number, seconds: number): MeanTime => ({
  count,
  mean: count === 0 ? null : seconds,
});
const times = (count: number, seconds: number): Times => ({
  ...mean(count, seconds),
  median: count === 0 ? null : Math.round(seconds * 0.6),
  ninetieth: count === 0 ? null : Math.round(seconds * 2.7),
});

function totals(from: number, to: number, ease: number) {
  const all = days(from, Math.min(to, Date.now() + daily));
  const finished = Math.round(sum(all, (day) => day.finished) * ease);
  const unattended = Math.round(finished * 0.04);
  const inactivity = Math.round(finished * 0.31);
  return {
    all,
    totals: {
      ...{ finished, open: finished + 14, opened: sum(all, (day) => day.opened) },
      waiting: times(finished, 412 / ease),
      firstAnswer: times(finished, 655 / ease),
      duration: times(finished - unattended, 3_140),
      evaluation: evaluations(finished),
      reasons: { attendant: finished - inactivity - unattended, inactivity, unattended },
      volume: {
        inbound: sum(all, (day) => day.inbound),
        outbound: sum(all, (day) => day.outbound),
      },
    },
  };
}

function figuresOf(
  attendant: AttendantFigures['attendant'],
  n: number,
  finished: number,
): AttendantFigures {
  const evaluation = evaluations(finished);
  const started = attendant ? finished : 0;
  return {
    ...{ attendant, finished, open: attendant ? started + (n % 4) : 0, evaluation },
    meanEvaluation: evaluation.mean,
    waiting: mean(started, 200 + 700 * noise(n + 3)),
    firstAnswer: mean(started, 300 + 900 * noise(n + 5)),
    duration: mean(started, 1_500 + 5_000 * noise(n)),
  };
}

/** What the report of a period says at the clinic; `crowd`: sixty people work there. */
export function reportOf(
  { from = '', to = '', compare, hours }: ReportQuery,
  size: Size,
): ServicesReport {
  // São Paulo has been three hours behind for years.
  const [start, end] = [from, to].map((day) => Date.parse(`${day}T03:00:00Z`)) as [number, number];
  const period = { from: new Date(start).toISOString(), to: new Date(end).toISOString() };
  const here = totals(start, size === 'empty' ? start : end, 1);
  const people = size === 'crowd' ? crowd : [me, ...team.slice(1)];
  const shares = people.map((_, n) => 0.2 + noise(n + 11));
  const whole = sum(shares, (one) => one);
  const { finished, reasons } = here.totals;
  const held = finished - reasons.unattended;
  const counts = shares.map((share) => Math.floor((held * share) / whole));
  counts[0] = (counts[0] ?? 0) + held - sum(counts, (one) => one);
  const length = end - start;
  return {
    ...period,
    ...{ timeZone: zone, hours: hours ?? 'all', businessHours: true },
    ...here.totals,
    ...(size === 'empty' ? { open: 0, openNow: 0, waitingNow: 0 } : { openNow: 11, waitingNow: 4 }),
    perAttendant:
      size === 'empty'
        ? []
        : [
            ...people.map(({ id, name }, n) => figuresOf({ id, name }, n, counts[n] ?? 0)),
            figuresOf(null, 99, reasons.unattended),
          ],
    openHeldBySeveral: size !== 'empty',
    load: size === 'empty' ? [] : load(here.totals.opened),
    days: here.all,
    ...(compare && {
      before: {
        from: new Date(start - length).toISOString(),
        to: period.from,
        ...totals(start - length, size === 'empty' ? start - length : start, 0.9).totals,
      },
    }),
  };
}

const waits = [84, 31, 17, 15, 9, 5.2, 4, 2, 0.5];

/** The clinic at this moment. */
export function overviewOf(size: Size): Overview {
  const start = new Date(Date.now() - 3 * 3_600_000).toISOString().slice(0, 10);
  const from = Date.parse(`${start}T03:00:00Z`);
  const today = { from: new Date(from).toISOString(), to: new Date(from + daily).toISOString() };
  const quiet = size === 'empty';
  const all = quiet
    ? []
    : size === 'crowd'
      ? Array.from({ length: 50 }, (_, n) => 300 - n * 6)
      : waits;
  const person = (n: number) => ({
    id: uuid(5, n),
    name: contacts[n % contacts.length] ?? undefined,
  });
  return {
    ...{ at: new Date().toISOString(), timeZone: zone, today },
    openNow: quiet ? 0 : 14,
    waitingNow: size === 'crowd' ? 212 : all.length,
    finishedToday: quiet ? 0 : 37,
    openedToday: quiet ? 0 : 44,
    evaluationToday: evaluations(quiet ? 0 : 37),
    held: quiet
      ? []
      : [me, ...team.slice(1)].flatMap(({ id }, n) =>
          n === 2 ? [] : { attendantId: id, open: [5, 3, 0, 6, 1][n] ?? 0 },
        ),
    waiting: all.map((minutes, n) => ({
      ...{ serviceId: uuid(3, n), conversationId: uuid(2, n), contact: person(n) },
      createdAt: minutesAgo(minutes),
      ...(n % 3 === 0 && { team: { id: uuid(7, 1), name: 'Agendamento e convênios' } }),
    })),
    failed: quiet
      ? { count: 0, conversations: [] }
      : {
          count: 3,
          conversations: [1, 4].map((n) => ({
            ...{ conversationId: uuid(2, n), contact: person(n) },
            ...{ count: n === 1 ? 2 : 1, lastAt: minutesAgo(n * 20) },
          })),
        },
  };
}
