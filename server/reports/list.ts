/** The list of services: whatever a report counts, it can show. */
import { Refused } from '#shared/contract/refusal.ts';
import {
  officeFilters,
  type ServiceFilter,
  type ServiceItem,
} from '#shared/contract/service-list.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { toE164 } from '#shared/rules/phone-number.ts';
import { soughtIn } from '../desk/search.ts';
import { toItem } from '../desk/service-rows.ts';
import type { Sql } from '../platform/postgres/pool.ts';
import { timeZoneOf } from '../workspace/workspace.ts';
import type { Place, Sought } from './filter-store.ts';
import { conversationsOf, pageOfServices, servicesSaying } from './list-store.ts';
import { readPeriod } from './period-store.ts';
import type { Reports } from './reports.ts';

/** @throws Refused forbidden: what tells how colleagues work is for admins */
export function checkMayFilter(user: SignedInUser, filter: ServiceFilter): void {
  if (user.role === 'admin') return;
  const path = officeFilters.find((name) => filter[name] !== undefined);
  if (path) throw new Refused('forbidden', 'Only an admin may ask this.', { path: `/${path}` });
}

/** With the period in instants and the words as they are looked for. */
export async function soughtBy(sql: Sql, filter: ServiceFilter, now: Date): Promise<Sought> {
  const { from = null, to = null, text, contact, ...rest } = filter;
  const timeZone = await timeZoneOf(sql);
  const at = now.toISOString();
  const period = await readPeriod(sql, { from: from ?? at, to: to ?? at }, timeZone, at);
  const words = text === undefined ? null : soughtIn(text);
  return {
    ...rest,
    conversations:
      contact === undefined ? null : await conversationsOf(sql, toE164(contact) ?? contact),
    from: from && period.from,
    to: to && period.to,
    timeZone,
    words,
    // Known beforehand, they are looked up one by one instead of all being gone through.
    ids: words && (await servicesSaying(sql, words, 5_000)),
  };
}

/** `moment id` of the last item, opaque to callers. */
const pack = ({ moment, id }: Place): string =>
  Buffer.from(`${moment} ${id}`).toString('base64url');

const cursorShape = /^\d{4}-[\dT:.-]+Z [0-9a-f-]{36}$/;

function unpack(cursor: string | undefined): Place | null {
  if (cursor === undefined) return null;
  const text = Buffer.from(cursor, 'base64url').toString();
  const [moment = '', id = ''] = text.split(' ');
  if (!cursorShape.test(text) || Number.isNaN(Date.parse(moment))) {
    throw new Refused('invalid', 'This is not a cursor of ours.', { path: '/cursor' });
  }
  return { moment, id };
}

export async function listServices(
  { pool, now }: Reports,
  filter: ServiceFilter,
  { limit, cursor }: { limit: number; cursor: string | undefined },
): Promise<{ items: ServiceItem[]; nextCursor: string | null }> {
  const after = unpack(cursor);
  const rows = await pageOfServices(pool, await soughtBy(pool, filter, now()), after, limit);
  const last = rows.at(-1);
  return {
    items: rows.map(toItem),
    nextCursor: last && rows.length === limit ? pack(last) : null,
  };
}
