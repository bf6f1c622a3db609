import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { DriverName, type WhatsappSession, WhatsappState } from '#shared/contract/whatsapp.ts';
import { worksInTime } from './in-time.ts';
import type { Pool } from './postgres/pool.ts';

const Part = Type.Enum(['ok', 'trouble']);
const Health = Type.Object({
  status: Type.Enum(['ok', 'trouble']),
  version: Type.String(),
  database: Part,
  queue: Part,
  whatsapp: Type.Object({ driver: DriverName, state: WhatsappState }),
  /** What is wrong, in words. */
  detail: Type.Optional(Type.String()),
});

export type HealthDeps = {
  pool: Pool;
  version: string;
  /** Rejects when jobs cannot be queued. */
  queue(): Promise<void>;
  whatsapp(): Pick<WhatsappSession, 'driver' | 'state'>;
};

export const healthRoutes: FastifyPluginAsyncTypebox<HealthDeps> = async (
  app,
  { pool, version, queue, whatsapp },
) => {
  app.get(
    '/api/health',
    { schema: { tags: ['health'], response: { 200: Health, 503: Health } } },
    async (_request, reply) => {
      const [database, jobs] = await Promise.all([
        worksInTime(pool.query('select 1')),
        worksInTime(queue()),
      ]);
      const faults = [
        ...(database ? [] : ['The database does not answer.']),
        ...(jobs ? [] : ['The queue of jobs does not answer.']),
      ];
      const { driver, state } = whatsapp();
      reply.header('cache-control', 'no-store');
      return reply.code(faults.length > 0 ? 503 : 200).send({
        status: faults.length > 0 ? ('trouble' as const) : ('ok' as const),
        version,
        database: database ? ('ok' as const) : ('trouble' as const),
        queue: jobs ? ('ok' as const) : ('trouble' as const),
        whatsapp: { driver, state },
        ...(faults.length > 0 ? { detail: faults.join(' ') } : {}),
      });
    },
  );
};
