/**
 * The figures of a report straight from the definitions (domain.md), slowly and without the database:
 * what server/reports is held against. Nothing here is shared with it but the contract.
 */
import type { ServiceClock } from '#shared/contract/service-list.ts';

export type StepOf = { kind: string; at: number; holder: string | null };
export type MessageOf = {
  at: number;
  direction: 'in' | 'out';
  kind: string;
  author: string | null;
};
export type History = {
  id: string;
  steps: StepOf[];
  messages: MessageOf[];
  reason: 'attendant' | 'inactivity' | 'unattended' | null;
  score: number | null;
  asked: boolean;
};
/** [from, to) in milliseconds. */
export type Span = { from: number; to: number };

const within = (at: number | undefined, { from, to }: Span): boolean =>
  at !== undefined && at >= from && at < to;

/** There is a moment that both have; what takes no time has the one it happens in. */
function meet(since: number | undefined, until: number, { from, to }: Span): boolean {
  if (since === undefined) return false;
  if (since === until) return since >= from && since < to;
  return Math.max(since, from) < Math.min(until, to);
}

const at = (history: History, kind: string): number | undefined =>
  history.steps.find((step) => step.kind === kind)?.at;
const holder = (history: History, kind: string): string | null =>
  history.steps.find((step) => step.kind === kind)?.holder ?? null;

const said = ({ kind }: MessageOf): boolean => kind !== 'note' && kind !== 'call';

/** The first answer of a person to the first message of the contact. */
export function answerTo({ messages }: History): { after: number; at: number; by: string } | null {
  const heard = messages.filter((one) => said(one) && one.direction === 'in');
  if (heard.length === 0) return null;
  const first = Math.min(...heard.map((one) => one.at));
  const answers = messages.filter(
    (one) => said(one) && one.direction === 'out' && one.author !== null && one.at >= first,
  );
  const [answer] = answers.toSorted((a, b) => a.at - b.at);
  return answer?.author ? { after: answer.at - first, at: answer.at, by: answer.author } : null;
}

/** Who held it from when until when. */
function holdings({ steps }: History): { who: string; since: number; until: number }[] {
  return steps.flatMap((step, n) => {
    if (step.holder === null || step.kind === 'finished' || step.kind === 'created') return [];
    return {
      who: step.holder,
      since: step.at,
      until: steps[n + 1]?.at ?? Number.POSITIVE_INFINITY,
    };
  });
}

export const heldBy = (history: History, who: string, span: Span): boolean =>
  holdings(history).some((one) => one.who === who && meet(one.since, one.until, span));

export function counts(history: History, clock: ServiceClock, span: Span): boolean {
  const end = at(history, 'finished') ?? Number.POSITIVE_INFINITY;
  if (clock === 'open') return meet(at(history, 'started'), end, span);
  if (clock === 'life') return meet(at(history, 'created'), end, span);
  if (clock === 'answered') return within(answerTo(history)?.at, span);
  return within(at(history, clock), span);
}

/** Whom a service counts for; not for `open`, see heldBy. */
export function whoOf(history: History, clock: ServiceClock): string | null {
  if (clock === 'answered') return answerTo(history)?.by ?? null;
  if (clock === 'finished' || clock === 'started') return holder(history, clock);
  return history.steps.at(-1)?.holder ?? null;
}

/** How much of the time between two moments counts, in ms. */
export type Between = (from: number, to: number) => number;
export const allTime: Between = (from, to) => to - from;

/** Seconds of waiting, to the first answer, of duration. */
export function secondsOf(
  history: History,
  clock: 'started' | 'answered' | 'finished',
  between = allTime,
) {
  const [created, started, finished] = ['created', 'started', 'finished'].map((kind) =>
    at(history, kind),
  );
  const span = (from: number | undefined, to: number | undefined) =>
    from === undefined || to === undefined ? null : between(from, to) / 1_000;
  if (clock === 'started') return span(created, started);
  if (clock === 'finished') return span(started, finished);
  const answer = answerTo(history);
  return answer && span(answer.at - answer.after, answer.at);
}

export function meanOf(all: (number | null)[]) {
  const seconds = all.filter((one) => one !== null);
  const sum = seconds.reduce((total, one) => total + one, 0);
  return {
    count: seconds.length,
    mean: seconds.length === 0 ? null : sum / seconds.length,
  };
}

export function timesOf(all: (number | null)[]) {
  const whole = all
    .flatMap((one) => (one === null ? [] : Math.floor(one)))
    .toSorted((a, b) => a - b);
  // The least of which so many of all are no longer.
  const share = (part: number): number | null =>
    whole.find((one) => whole.filter((other) => other <= one).length >= whole.length * part) ??
    null;
  return { ...meanOf(all), median: share(0.5), ninetieth: share(0.9) };
}

/** As the browser's own calendar has it. `weekday`: 1 Monday to 7 Sunday. */
export function wallOf(at: number, timeZone: string) {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-CA', {
      ...{ timeZone, hourCycle: 'h23', weekday: 'short' },
      ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' },
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return {
    date: `${parts.year}-${parts.month}-${parts.day}`,
    weekday: 1 + ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.weekday ?? ''),
    hour: Number(parts.hour),
  };
}

/** The figures of some services, as the contract names them. */
export function figuresOf(all: History[], span: Span, between = allTime) {
  const by = (clock: ServiceClock) => all.filter((one) => counts(one, clock, span));
  const finished = by('finished');
  const scores = finished.flatMap(({ score }) => score ?? []);
  const asked = finished.filter((one) => one.asked || one.score !== null).length;
  const messages = all.flatMap((one) => one.messages.filter((m) => said(m) && within(m.at, span)));
  const inbound = messages.filter(({ direction }) => direction === 'in').length;
  const reason = (wanted: string) => finished.filter((one) => one.reason === wanted).length;
  return {
    finished: finished.length,
    open: by('open').length,
    opened: by('created').length,
    waiting: timesOf(by('started').map((one) => secondsOf(one, 'started', between))),
    firstAnswer: timesOf(by('answered').map((one) => secondsOf(one, 'answered', between))),
    duration: timesOf(finished.map((one) => secondsOf(one, 'finished', between))),
    evaluation: {
      asked,
      answered: scores.length,
      responseRate: asked === 0 ? null : scores.length / asked,
      mean: scores.length === 0 ? null : scores.reduce((sum, one) => sum + one, 0) / scores.length,
      distribution: [1, 2, 3, 4, 5].map((score) => scores.filter((one) => one === score).length),
    },
    reasons: {
      ...{ attendant: reason('attendant'), inactivity: reason('inactivity') },
      unattended: reason('unattended'),
    },
    volume: { inbound, outbound: messages.length - inbound },
  };
}
