/** What is taken out of the house as a file, and that it was. */
import type { ServiceFilter } from '#shared/contract/service-list.ts';
import { type Doer, noteAct } from '../platform/audit.ts';
import type { Sql } from '../platform/postgres/pool.ts';
import { periodOf } from './reports.ts';

/** With a clock it is the list that is asked for; without one a report's services of its period. */
export async function exported(sql: Sql, filter: ServiceFilter, now: Date): Promise<ServiceFilter> {
  if (filter.by !== undefined) return filter;
  const { timeZone: _, ...period } = await periodOf(sql, filter, now);
  return { ...filter, by: 'life', ...period };
}

/** Who it was of, and what was looked for, may be a contact's: only that it was asked is kept. */
export async function noteExport(
  sql: Sql,
  by: Doer,
  format: string,
  filter: ServiceFilter,
  count: number,
): Promise<void> {
  const asked = Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [
      name,
      name === 'text' || name === 'contact' ? {} : { to: value },
    ]),
  );
  await noteAct(sql, by, {
    action: 'services.exported',
    subject: { kind: 'services' },
    changes: { ...asked, format: { to: format }, count: { to: count } },
  });
}
