import type { ServicesReport } from '#shared/contract/report.ts';
import type { ServiceFilter } from '#shared/contract/service-list.ts';

/** A report as its parts show it: with its period as the list of services is asked for it. */
export type Shown = {
  report: ServicesReport;
  days: Required<Pick<ServiceFilter, 'from' | 'to'>>;
};
