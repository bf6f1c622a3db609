/** What contacts are told by themselves when they write: a greeting, or that nobody is there just now. */

import { HoursSetting, type OpenNow } from '#shared/contract/business-hours.ts';
import { GreetingSetting } from '#shared/contract/greeting.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Instant } from '#shared/contract/scalars.ts';
import { usualTexts } from '#shared/rules/automatic-text.ts';
import {
  changesAt,
  closedSince,
  type Hours,
  isOpenAt,
  opensWords,
} from '#shared/rules/business-hours.ts';
import type { Sql, Tx } from '../platform/postgres/pool.ts';
import { openSetting, readSetting } from '../platform/setting.ts';
import { timeZoneOf } from '../workspace/workspace.ts';
import { saySet, takesFreely } from './automatic.ts';
import { answeredSince, toldSince } from './automatic-store.ts';
import type { Desk, Draft } from './desk.ts';
import type { Locked } from './store.ts';

export const greetingSetting = openSetting({
  key: 'greeting',
  schema: GreetingSetting,
  usual: {
    ...{ on: false, againHours: 24, language: 'pt-BR' },
    text: usualTexts.greeting['pt-BR'],
  },
});

export const hoursSetting = openSetting({
  key: 'hours',
  schema: HoursSetting,
  usual: {
    on: false,
    weekly: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }],
    holidays: [],
    ...{ away: false, awayLanguage: 'pt-BR', awayText: usualTexts.away['pt-BR'] },
  },
  check: ({ on, weekly }) => {
    if (!on || weekly.some(({ days }) => days.length > 0)) return;
    throw new Refused('invalid', 'Business hours need a day on which it is open.', {
      path: '/weekly',
    });
  },
});

/** The workspace's business hours; null: it has none, and is always open. */
export async function businessHours(sql: Sql): Promise<Hours | null> {
  const { on, weekly, holidays } = await readSetting(sql, hoursSetting);
  return on ? { weekly, holidays, timeZone: await timeZoneOf(sql) } : null;
}

export async function openNow(sql: Sql, now: Instant): Promise<OpenNow> {
  const hours = await businessHours(sql);
  if (!hours) return { open: true, changesAt: null };
  return { open: isOpenAt(hours, now), changesAt: changesAt(hours, now) };
}

/** A conversation in which the contact wrote something that is no evaluation and no farewell. */
export type Wrote = { locked: Locked; opened: boolean; at: Instant };

/** Older messages come when the server was away: a greeting so late is odd. */
const lateMs = 60 * 60_000;
const hourMs = 60 * 60_000;
/** Once ever, where it was never open. */
const everSince: Instant = '1970-01-01T00:00:00.000Z';

/** Before the draft is written: what was said and its answer are one transaction. */
export async function answerFirst(
  desk: Desk,
  tx: Tx,
  draft: Draft,
  wrote: readonly Wrote[],
): Promise<void> {
  const now = desk.now().toISOString();
  const fresh = wrote.filter(
    ({ locked: { group, standing }, at }) =>
      !group && standing.current !== null && Date.parse(now) - Date.parse(at) <= lateMs,
  );
  if (fresh.length === 0) return;
  const set = await readSetting(tx, hoursSetting);
  const hours = set.away ? await businessHours(tx) : null;
  const closed = hours !== null && !isOpenAt(hours, now);
  const greeting = closed ? null : await readSetting(tx, greetingSetting);
  for (const { locked, opened } of fresh) {
    if (!(await takesFreely(desk, tx, draft, locked.conversation.id, now))) continue;
    if (closed) await sayAway(desk, tx, draft, locked, set, hours, now);
    else if (opened && greeting?.on) await greet(desk, tx, draft, locked, greeting, now);
  }
}

/** Once for each contact and closed period, and not where one of the team is there all the same. */
async function sayAway(
  desk: Desk,
  tx: Tx,
  draft: Draft,
  locked: Locked,
  { awayLanguage: language, awayText: text }: HoursSetting,
  hours: Hours,
  now: Instant,
): Promise<void> {
  const since = closedSince(hours, now) ?? everSince;
  const { id } = locked.conversation;
  if (await toldSince(tx, id, ['away'], since)) return;
  const { current } = locked.standing;
  if (current && (await answeredSince(tx, current.id, since))) return;
  const opens = changesAt(hours, now);
  const values = { opens: opens && opensWords(hours.timeZone, opens, now, language) };
  await saySet(desk, tx, draft, locked, { part: 'away', text, language, values }, now);
}

/**
 * Not again where a service with them ended so many hours ago or less, whatever was said in it: two
 * machines that answer each other are greeted once in that time.
 */
async function greet(
  desk: Desk,
  tx: Tx,
  draft: Draft,
  locked: Locked,
  { againHours, language, text }: GreetingSetting,
  now: Instant,
): Promise<void> {
  const since = new Date(Date.parse(now) - againHours * hourMs).toISOString();
  const { latest } = locked.standing;
  if (latest?.finishedAt && latest.finishedAt > since) return;
  await saySet(desk, tx, draft, locked, { part: 'greeting', text, language }, now);
}
