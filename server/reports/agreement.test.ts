/** Random histories: report, list, CSV and XLSX say what a naive reading of the definitions says. */
import fc from 'fast-check';
import { parseCsv } from 'hucre/csv';
import { readXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServicesReport } from '#shared/contract/report.ts';
import { type ServiceClock, serviceClocks } from '#shared/contract/service-list.ts';
import { openMs } from '#shared/rules/business-hours.ts';
import { type TestDatabase, testDatabase } from '../platform/postgres/test-database.ts';
import { gatherMessageCounts } from './reports.ts';
import { attendants, histories, write, zones } from './test-histories.ts';
import {
  type Between,
  counts,
  figuresOf,
  type History,
  heldBy,
  meanOf,
  type Span,
  secondsOf,
  wallOf,
  whoOf,
} from './test-model.ts';
import { testOffice } from './test-office.ts';

let at: TestDatabase;
let office: Awaited<ReturnType<typeof testOffice>>;
let admin: string;

beforeAll(async () => {
  at = await testDatabase();
  office = await testOffice(at.pool, () => new Date());
  await at.pool.query(
    `insert into users (id, name, email, role)
     select id, 'A' || n, n || '@example.com', 'admin'
     from unnest($1::uuid[]) with ordinality one (id, n)`,
    [attendants],
  );
  admin = await office.signIn(attendants[0] ?? '');
});
afterAll(async () => {
  await office.close();
  await at.drop();
});

const periodOf = ({ from, to }: Span): string =>
  `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;

async function get<T>(path: string): Promise<T> {
  const answer = await office.ask(admin, path);
  expect([path, answer.statusCode]).toEqual([path, 200]);
  return answer.json() as T;
}

/** Every page of the list, three at a time. */
async function listed(query: string): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor = ''; ; ) {
    const page = await get<{ items: { id: string }[]; nextCursor: string | null }>(
      `/api/v1/services?limit=3&${query}${cursor}`,
    );
    ids.push(...page.items.map(({ id }) => id));
    if (!page.nextCursor) return ids;
    cursor = `&cursor=${page.nextCursor}`;
  }
}

/** As expected, means up to what two orders of adding make of them. */
function close(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : expect.closeTo(value, 2);
  if (Array.isArray(value)) return value.map(close);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, close(one)]));
}

type Cells = readonly (readonly unknown[])[];

async function agree(all: History[], span: Span, timeZone: string): Promise<void> {
  const period = periodOf(span);
  const report = await get<ServicesReport>(`/api/v1/reports/services?${period}`);
  const { perAttendant, load, days, openNow, waitingNow, openHeldBySeveral, ...totals } = report;
  expect(totals).toEqual(
    close({
      ...{ from: new Date(span.from).toISOString(), to: new Date(span.to).toISOString(), timeZone },
      ...{ hours: 'all', businessHours: false },
      ...figuresOf(all, span),
    }),
  );
  const now = (state: 'open' | 'waiting') =>
    all.filter((one) => !one.reason && (state === 'open') === Boolean(one.steps.at(-1)?.holder));
  expect([openNow, waitingNow]).toEqual([now('open').length, now('waiting').length]);

  const rows = Object.fromEntries(
    perAttendant.map(({ attendant, ...row }) => [attendant?.id ?? 'nobody', row]),
  );
  let sum = 0;
  for (const who of [...attendants, null]) {
    const mine = (clock: ServiceClock) =>
      all.filter((one) => counts(one, clock, span) && whoOf(one, clock) === who);
    const { evaluation } = figuresOf(mine('finished'), span);
    const open = who === null ? 0 : all.filter((one) => heldBy(one, who, span)).length;
    sum += open;
    const times = (clock: 'started' | 'answered' | 'finished') =>
      meanOf(mine(clock).map((one) => secondsOf(one, clock)));
    const expected = {
      ...{ finished: mine('finished').length, open, evaluation, meanEvaluation: evaluation.mean },
      ...{ waiting: times('started'), firstAnswer: times('answered') },
      duration: times('finished'),
    };
    const nothing =
      open + mine('finished').length + mine('started').length + mine('answered').length;
    expect(rows[who ?? 'nobody']).toEqual(nothing === 0 ? undefined : close(expected));
  }
  expect(openHeldBySeveral).toBe(sum > totals.open);
  // With nobody's row they add up.
  expect(perAttendant.reduce((total, row) => total + row.finished, 0)).toBe(totals.finished);

  expect(load).toEqual(tally(all, span, timeZone, 'hours'));
  expect(days).toEqual(tally(all, span, timeZone, 'days'));
  await lists(all, span, report, timeZone);
  await files(all, span);
}

/** What happened, by hours of the week or by days, of those that have any. */
function tally(all: History[], span: Span, timeZone: string, by: 'hours' | 'days') {
  const found = new Map<string, Record<string, number | string>>();
  const add = (moment: number | undefined, what: string) => {
    if (moment === undefined || moment < span.from || moment >= span.to) return;
    const { date, weekday, hour } = wallOf(moment, timeZone);
    const key = by === 'days' ? date : `${weekday} ${String(hour).padStart(2, '0')}`;
    const none = { opened: 0, inbound: 0, outbound: 0 };
    const row = found.get(key) ?? {
      ...(by === 'days' ? { date, finished: 0, ...none } : { weekday, hour, ...none }),
    };
    row[what] = Number(row[what] ?? 0) + 1;
    found.set(key, row);
  };
  for (const { steps, messages } of all) {
    add(steps[0]?.at, 'opened');
    if (by === 'days') add(steps.find(({ kind }) => kind === 'finished')?.at, 'finished');
    for (const { at: moment, direction, kind } of messages) {
      if (kind !== 'note' && kind !== 'call') add(moment, `${direction}bound`);
    }
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** Every figure opens its list. */
async function lists(all: History[], span: Span, report: ServicesReport, timeZone: string) {
  const period = periodOf(span);
  const same = async (query: string, fits: (one: History) => boolean, figure?: number) => {
    const ids = all.filter(fits).map(({ id }) => id);
    const found = await listed(`${query}&${period}`);
    expect([query, found.toSorted()]).toEqual([query, ids.toSorted()]);
    expect([query, figure ?? found.length]).toEqual([query, found.length]);
    expect(await get(`/api/v1/services/count?${query}&${period}`)).toEqual({ count: found.length });
  };
  const figure: Partial<Record<ServiceClock, number>> = {
    ...{ finished: report.finished, open: report.open, created: report.opened },
    ...{ started: report.waiting.count, answered: report.firstAnswer.count },
  };
  const rowOf = (who: string | null) =>
    report.perAttendant.find(({ attendant }) => (attendant?.id ?? null) === who);
  for (const clock of serviceClocks) {
    await same(`by=${clock}`, (one) => counts(one, clock, span), figure[clock]);
  }
  for (const who of [...attendants.slice(0, 2), null]) {
    const query = `attendantId=${who ?? 'nobody'}&by=`;
    const mine = (clock: ServiceClock) => (one: History) =>
      counts(one, clock, span) && whoOf(one, clock) === who;
    await same(`${query}finished`, mine('finished'), rowOf(who)?.finished ?? 0);
    await same(`${query}answered`, mine('answered'), rowOf(who)?.firstAnswer.count ?? 0);
    await same(`${query}started`, mine('started'), rowOf(who)?.waiting.count ?? 0);
    if (who) await same(`${query}open`, (one) => heldBy(one, who, span), rowOf(who)?.open ?? 0);
  }
  const finished = (fits: (one: History) => boolean) => (one: History) =>
    counts(one, 'finished', span) && fits(one);
  const { evaluation, reasons, duration } = report;
  for (const score of [1, 5]) {
    const count = evaluation.distribution[score - 1];
    await same(
      `by=finished&score=${score}`,
      finished((one) => one.score === score),
      count,
    );
  }
  const asked = finished((one) => one.asked || one.score !== null);
  await same('by=finished&asked=true', asked, evaluation.asked);
  const given = finished((one) => one.score !== null);
  await same('by=finished&evaluated=true', given, evaluation.answered);
  const begun = finished((one) => one.steps.some(({ kind }) => kind === 'started'));
  await same('by=finished&started=true', begun, duration.count);
  for (const reason of ['attendant', 'unattended'] as const) {
    const query = `by=finished&finishReason=${reason}`;
    await same(
      query,
      finished((one) => one.reason === reason),
      reasons[reason],
    );
  }
  const [busy] = report.load.filter(({ opened }) => opened > 0);
  if (!busy) return;
  await same(
    `weekday=${busy.weekday}&hour=${busy.hour}`,
    (one) => {
      const { weekday, hour } = wallOf(one.steps[0]?.at ?? 0, timeZone);
      return counts(one, 'created', span) && weekday === busy.weekday && hour === busy.hour;
    },
    busy.opened,
  );
}

/** Both files have the services of the period, with the spans that the report counts. */
async function files(all: History[], span: Span) {
  const period = periodOf(span);
  const csv = await office.ask(admin, `/api/v1/reports/services.csv?${period}`);
  const fromCsv: Cells = parseCsv(csv.body).slice(1);
  const xlsx = await office.ask(admin, `/api/v1/reports/services.xlsx?${period}`);
  const fromXlsx: Cells = (await readXlsx(xlsx.rawPayload)).sheets[0]?.rows.slice(1) ?? [];
  const living = all.filter((one) => counts(one, 'life', span));
  const spans = (one: History) =>
    (['started', 'answered', 'finished'] as const).map((clock) => {
      const seconds = secondsOf(one, clock);
      return seconds === null ? '' : String(seconds);
    });
  const told = (rows: Cells) =>
    rows
      .map((row) => [row[0], ...[10, 11, 13].map((n) => String(row[n] ?? ''))].join(' '))
      .toSorted();
  const expected = living.map((one) =>
    [
      one.id,
      ...spans(one).map((text) => (text === '' ? '' : String(Math.floor(Number(text))))),
    ].join(' '),
  );
  expect(told(fromXlsx)).toEqual(expected.toSorted());
  expect(told(fromCsv)).toEqual(expected.toSorted());
  const finished = await office.ask(admin, `/api/v1/reports/services.csv?by=finished&${period}`);
  const ids = parseCsv(finished.body)
    .slice(1)
    .map(([id]) => id)
    .toSorted();
  expect(ids).toEqual(
    all
      .filter((one) => counts(one, 'finished', span))
      .map(({ id }) => id)
      .toSorted(),
  );
}

const changes = zones.flatMap(([zone, both]) => both.map((change) => [zone, change] as const));

it.each(changes)('in %s around %s', async (timeZone, change) => {
  const payload = { timeZone };
  await office.ask(admin, '/api/v1/workspace/clock', { method: 'PUT', payload });
  await fc.assert(
    fc.asyncProperty(histories(change), fc.boolean(), async ({ all, span }, gathered) => {
      await write(at.pool, all);
      if (gathered) await gatherMessageCounts(at.pool);
      await agree(all, span, timeZone);
    }),
    { numRuns: Number(process.env.RECADO_RUNS ?? 6), interruptAfterTimeLimit: 50_000 },
  );
});

const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 30))
  .map(([hour, minute]) => [hour, minute].map((n) => String(n).padStart(2, '0')).join(':'));
const openings = fc.record({
  weekly: fc.array(
    fc.record({
      days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 7 }),
      ...{ from: clock, to: clock },
    }),
    { minLength: 1, maxLength: 4 },
  ),
  closed: fc.integer({ min: -2, max: 2 }),
});

it.each(changes)('within business hours, in %s around %s', async (timeZone, change) => {
  const payload = { timeZone };
  await office.ask(admin, '/api/v1/workspace/clock', { method: 'PUT', payload });
  await fc.assert(
    fc.asyncProperty(histories(change), openings, async ({ all, span }, { weekly, closed }) => {
      await write(at.pool, all);
      const day = wallOf(span.from + closed * 86_400_000, timeZone).date;
      const holidays = [{ day, yearly: closed > 0, name: 'Feriado' }];
      await at.pool.query(
        `insert into settings (key, value) values ('hours', $1)
         on conflict (key) do update set value = excluded.value`,
        [JSON.stringify({ on: true, weekly, holidays })],
      );
      const between: Between = (from, to) =>
        openMs(
          { weekly, holidays, timeZone },
          new Date(from).toISOString(),
          new Date(to).toISOString(),
        );
      const period = periodOf(span);
      const report = await get<ServicesReport>(
        `/api/v1/reports/services?hours=business&compare=before&${period}`,
      );
      const { waiting, firstAnswer, duration, finished } = figuresOf(all, span, between);
      expect(report).toMatchObject({
        ...{ hours: 'business', businessHours: true, finished },
        ...(close({ waiting, firstAnswer, duration }) as object),
      });
      for (const { attendant, ...row } of report.perAttendant) {
        const times = (by: 'started' | 'answered' | 'finished') =>
          meanOf(
            all
              .filter((one) => counts(one, by, span) && whoOf(one, by) === (attendant?.id ?? null))
              .map((one) => secondsOf(one, by, between)),
          );
        expect(row).toMatchObject(
          close({
            ...{ waiting: times('started'), firstAnswer: times('answered') },
            duration: times('finished'),
          }) as object,
        );
      }
      // Not asked for, they change nothing.
      const whole = await get<ServicesReport>(`/api/v1/reports/services?${period}`);
      expect(whole).toMatchObject({
        ...{ hours: 'all', businessHours: true },
        ...(close({ waiting: figuresOf(all, span).waiting }) as object),
      });
    }),
    { numRuns: Number(process.env.RECADO_RUNS ?? 6), interruptAfterTimeLimit: 50_000 },
  );
  await at.pool.query(`delete from settings where key = 'hours'`);
});
