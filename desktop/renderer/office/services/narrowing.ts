/** What the list of services is narrowed to, as it stands in the place's query. */
import type { FinishReason, ServiceState } from '#shared/contract/service.ts';
import { type ServiceFilter, serviceClocks } from '#shared/contract/service-list.ts';
import { periodNames, type SavedFilter } from '#shared/contract/service-view.ts';
import type { Place } from '../place.ts';
import { type CalendarDate, daysOf, isDate } from './period.ts';

export type Narrowing = SavedFilter;
export type Narrowed = keyof Narrowing;

export const states = ['waiting', 'open', 'finished'] as const satisfies ServiceState[];
export const finishReasons = [
  'attendant',
  'inactivity',
  'unattended',
] as const satisfies FinishReason[];

const oneOf =
  <T extends string>(all: readonly T[]) =>
  (text: string): T | undefined =>
    all.find((one) => one === text);
const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const id =
  <T extends string>(other?: T) =>
  (text: string): string | undefined =>
    text === other || isId.test(text) ? text : undefined;
const integer = (least: number, most: number) => (text: string) =>
  /^\d{1,2}$/.test(text) && Number(text) >= least && Number(text) <= most
    ? Number(text)
    : undefined;
const flag = (text: string): boolean | undefined =>
  text === 'true' ? true : text === 'false' ? false : undefined;
const upTo = (most: number) => (text: string) => text.trim().slice(0, most) || undefined;
const moment = (text: string): string | undefined =>
  isDate(text) || (/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text) && Date.parse(text))
    ? text
    : undefined;

const readers: { [K in Narrowed]-?: (text: string) => Narrowing[K] | undefined } = {
  state: oneOf(states),
  attendantId: id('nobody'),
  teamId: id('none'),
  contact: upTo(40),
  from: moment,
  to: moment,
  by: oneOf(serviceClocks),
  tagId: id(),
  finishReason: oneOf(finishReasons),
  score: integer(1, 5),
  evaluated: flag,
  asked: flag,
  started: flag,
  weekday: integer(1, 7),
  hour: integer(0, 23),
  text: upTo(200),
  period: oneOf(periodNames),
};
export const narrowedNames = Object.keys(readers) as Narrowed[];

/** What is no filter, or none of that value, is left out. */
export function narrowingOf(query: Place['query']): Narrowing {
  const entries = narrowedNames.flatMap((name) => {
    const text = Object.hasOwn(query, name) ? query[name] : undefined;
    const value = text === undefined ? undefined : readers[name](text);
    return value === undefined ? [] : [[name, value] as const];
  });
  const { period, ...rest } = Object.fromEntries(entries) as Narrowing;
  // Ends that are given say more than a name.
  return rest.from === undefined && rest.to === undefined && period ? { ...rest, period } : rest;
}

export const queryOf = (narrowing: Narrowing): Place['query'] =>
  Object.fromEntries(
    narrowedNames.flatMap((name) => {
      const value = narrowing[name];
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );

/** What the server is asked: periods by their ends. */
export function filterOf({ period, ...filter }: Narrowing, today: CalendarDate): ServiceFilter {
  return period ? { ...filter, ...daysOf(period, today) } : filter;
}

/** The same with this in place of what was there; `undefined` takes it away. */
export function narrowedBy(narrowing: Narrowing, change: Partial<Narrowing>): Narrowing {
  const ends = 'period' in change || 'from' in change || 'to' in change;
  const kept = ends
    ? { ...narrowing, period: undefined, from: undefined, to: undefined }
    : narrowing;
  return narrowingOf(queryOf({ ...kept, ...change }));
}

/** Whether both ask for the same services. */
export const sameNarrowing = (a: Narrowing, b: Narrowing): boolean =>
  JSON.stringify(queryOf(a)) === JSON.stringify(queryOf(b));

/**
 * What one can take away by itself. A clock alone narrows nothing but when it says that something must
 * have happened; with a period both go together.
 */
export function partsOf(narrowing: Narrowing): Narrowed[][] {
  const ends = (['period', 'from', 'to'] as const).filter((name) => narrowing[name] !== undefined);
  const clock = narrowing.by === undefined ? [] : (['by'] as const);
  const time: Narrowed[] = [...ends, ...clock];
  const others = narrowedNames.filter(
    (name) => !['period', 'from', 'to', 'by'].includes(name) && narrowing[name] !== undefined,
  );
  return [...(time.length > 0 ? [time] : []), ...others.map((name) => [name])];
}
