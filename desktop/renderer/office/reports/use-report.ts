import { useEffect, useState } from 'react';
import type { ServicesReport } from '#shared/contract/report.ts';
import type { TimeZone } from '#shared/contract/workspace.ts';
import { useClock } from '../../shell/context.ts';
import { type CalendarDate, dateIn } from '../services/period.ts';
import { type Asked, useAsked } from '../use-asked.ts';
import { type Asking, daysChosen } from './period.ts';

export type AskedReport = Pick<Asked<ServicesReport>, 'value' | 'trouble' | 'busy' | 'again'> & {
  /** Of the workspace; null until its time zone is known. */
  today: CalendarDate | null;
};

/** The report of a period. A preset moves on with the workspace's days, also while it is looked at. */
export function useReport({ choice, compared, business }: Asking): AskedReport {
  const clock = useAsked('GET /workspace/clock');
  const [told, setTold] = useState<TimeZone | null>(null);
  const timeZone = told ?? clock.value?.timeZone ?? null;
  const today = useClock((now) => (timeZone === null ? null : dateIn(timeZone, new Date(now))));
  const asked = today !== null && {
    query: {
      ...daysChosen(choice, today),
      ...(compared && { compare: 'before' as const }),
      ...(business && { hours: 'business' as const }),
    },
  };
  const report = useAsked('GET /reports/services', asked || null);
  const { value } = report;
  useEffect(() => {
    // The zone may have been changed since: the answer's is the one that counted.
    if (value) setTold(value.timeZone);
  }, [value]);
  return {
    value,
    trouble: timeZone === null ? clock.trouble : report.trouble,
    busy: clock.busy || report.busy,
    today,
    again: timeZone === null ? clock.again : report.again,
  };
}
