/** What the audit is narrowed to, as the page's address says it. */
import { type AuditFilter, type AuditKind, auditKinds } from '#shared/contract/audit.ts';
import { type PeriodName, periodNames } from '#shared/contract/service-view.ts';
import { type CalendarDate, daysOf, isDate } from '../services/period.ts';

export type Narrowing = {
  actorId?: string | undefined;
  kind?: AuditKind | undefined;
  text?: string | undefined;
  /** own: from and to. */
  period?: PeriodName | 'own' | undefined;
  from?: CalendarDate | undefined;
  /** The first day that is no longer of it. */
  to?: CalendarDate | undefined;
};

export function narrowingOf(query: Readonly<Record<string, string>>): Narrowing {
  const { actorId, text, from, to } = query;
  const kind = auditKinds.find((one) => one === query.kind);
  const period = [...periodNames, 'own' as const].find((one) => one === query.period);
  return {
    ...(actorId && { actorId }),
    ...(kind && { kind }),
    ...(text && { text }),
    ...(period && { period }),
    ...(period === 'own' && from && isDate(from) && { from }),
    ...(period === 'own' && to && isDate(to) && { to }),
  };
}

export const queryOf = (narrowing: Narrowing): Record<string, string> =>
  Object.fromEntries(
    Object.entries(narrowing).flatMap(([key, value]) => (value ? [[key, value]] : [])),
  );

export function filterOf({ period, from, to, ...rest }: Narrowing, today: CalendarDate) {
  const days = period === undefined ? {} : period === 'own' ? { from, to } : daysOf(period, today);
  return Object.fromEntries(
    Object.entries({ ...rest, ...days }).filter(([, value]) => value !== undefined),
  ) as AuditFilter;
}
