/** Reports for admins, and the list of services that stands behind them. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { create as contentDisposition } from 'content-disposition';
import { Type } from 'typebox';
import { Overview } from '#shared/contract/overview.ts';
import { Refused } from '#shared/contract/refusal.ts';
import { ReportQuery, ServicesReport } from '#shared/contract/report.ts';
import { Id, nullable } from '#shared/contract/scalars.ts';
import { ServiceTimes } from '#shared/contract/service-detail.ts';
import {
  ExportQuery,
  ServiceCount,
  ServiceFilter,
  ServiceItem,
  ServiceListQuery,
} from '#shared/contract/service-list.ts';
import { doerOf, type Gates, userOf } from '../platform/sign-in.ts';
import { fileNames } from './export-columns.ts';
import { exported, noteExport } from './exported.ts';
import { exportCsv, exportXlsx, mediaTypes } from './exports.ts';
import { checkMayFilter, listServices, soughtBy } from './list.ts';
import { countServices } from './list-store.ts';
import { overviewOf } from './overview.ts';
import { type Reports, servicesReport } from './reports.ts';
import { timesOfService } from './times-store.ts';

export type ReportRoutes = { reports: Reports; gates: Gates };

export const reportRoutes: FastifyPluginAsyncTypebox<ReportRoutes> = async (
  app,
  { reports, gates },
) => {
  const forAdmins = { onRequest: gates.requireAdmin };
  const security = [{ bearer: [] }];

  app.get(
    '/api/v1/reports/services',
    {
      ...forAdmins,
      schema: {
        tags: ['reports'],
        security,
        summary: 'The figures of a period; each is a filter of the list of services',
        querystring: ReportQuery,
        response: { 200: ServicesReport },
      },
    },
    ({ query }) => servicesReport(reports, query),
  );

  app.get(
    '/api/v1/reports/now',
    {
      ...forAdmins,
      schema: {
        tags: ['reports'],
        security,
        summary: 'The workspace at this moment: who holds what, what waits, what today has brought',
        response: { 200: Overview },
      },
    },
    () => overviewOf(reports),
  );

  for (const kind of ['csv', 'xlsx'] as const) {
    app.get(
      `/api/v1/reports/services.${kind}`,
      {
        ...forAdmins,
        schema: {
          tags: ['reports'],
          security,
          summary: `Services as ${kind.toUpperCase()}: those of the list where \`by\` says how they count, else those behind a report (by=life, of this month where no period is asked); x-row-count says how many come`,
          querystring: ExportQuery,
          produces: [mediaTypes[kind]],
        },
      },
      async (request, reply) => {
        const { pool, now } = reports;
        const { language = 'en', ...filter } = request.query;
        const sought = await soughtBy(pool, await exported(pool, filter, now()), now());
        const count = await countServices(pool, sought);
        const write = kind === 'csv' ? exportCsv : exportXlsx;
        const ends = [sought.from, sought.to].flatMap((at) => at?.slice(0, 10) ?? []);
        await noteExport(pool, doerOf(request), kind, filter, count);
        return reply
          .type(mediaTypes[kind])
          .header(
            'content-disposition',
            contentDisposition(`${[fileNames[language], ...ends].join('_')}.${kind}`),
          )
          .header('x-row-count', count)
          .send(write(pool, sought, language));
      },
    );
  }

  app.get(
    '/api/v1/services',
    {
      onRequest: gates.requireUser,
      schema: {
        tags: ['services'],
        security,
        summary: 'Services, latest first; from and to are about their creation, or what `by` says',
        querystring: ServiceListQuery,
        response: {
          200: Type.Object({
            items: Type.Array(ServiceItem),
            nextCursor: nullable(Type.String()),
          }),
        },
      },
    },
    (request) => {
      const { limit = 50, cursor, ...filter } = request.query;
      checkMayFilter(userOf(request), filter);
      return listServices(reports, filter, { limit, cursor });
    },
  );

  app.get(
    '/api/v1/services/count',
    {
      ...forAdmins,
      schema: {
        tags: ['services'],
        security,
        summary: 'How many services the list has',
        querystring: ServiceFilter,
        response: { 200: ServiceCount },
      },
    },
    async ({ query }) => ({
      count: await countServices(reports.pool, await soughtBy(reports.pool, query, reports.now())),
    }),
  );

  app.get(
    '/api/v1/services/:id/times',
    {
      ...forAdmins,
      schema: {
        tags: ['services'],
        security,
        summary: 'How long it waited, was unanswered and took, as the reports count it',
        params: Type.Object({ id: Id }),
        response: { 200: ServiceTimes },
      },
    },
    async ({ params }) => {
      const times = await timesOfService(reports.pool, params.id);
      if (times) return times;
      throw new Refused('not-found', 'There is no such service.', { path: '/id' });
    },
  );
};
