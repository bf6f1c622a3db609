/** For tests: the routes of reports over a desk, and who may ask them. */
import { createHash, randomBytes } from 'node:crypto';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Id } from '#shared/contract/scalars.ts';
import type { Desk } from '../desk/desk.ts';
import { deskRoutes } from '../desk/routes.ts';
import type { Pool } from '../platform/postgres/pool.ts';
import { tellRefusals } from '../platform/refusals.ts';
import { openGates } from '../platform/sign-in.ts';
import { validatorCompiler } from '../platform/validation.ts';
import { transcriptRoutes } from '../transcripts/routes.ts';
import { workspaceRoutes } from '../workspace/routes.ts';
import { reportRoutes } from './routes.ts';
import { viewRoutes } from './view-routes.ts';

/** `desk`: with the routes of services, too. */
export async function testOffice(pool: Pool, now: () => Date, desk?: Desk) {
  const app = Fastify({
    logger: { level: 'error' },
  }).withTypeProvider<TypeBoxTypeProvider>() as unknown as FastifyInstance;
  app.setValidatorCompiler(validatorCompiler as never);
  app.decorateRequest('user', null);
  tellRefusals(app);
  const gates = openGates(pool);
  await app.register(reportRoutes, { reports: { pool, now }, gates });
  await app.register(viewRoutes, { views: { pool }, gates });
  if (desk) {
    await app.register(deskRoutes, { desk, gates });
    await app.register(transcriptRoutes, { pool, now, gates });
  }
  await app.register(workspaceRoutes, { pool, gates });
  return {
    /** A token of theirs. */
    async signIn(userId: Id): Promise<string> {
      const token = randomBytes(32).toString('base64url');
      await pool.query(
        "insert into sign_ins (token_hash, user_id, expires_at) values ($1, $2, now() + interval '1 day')",
        [createHash('sha256').update(token).digest(), userId],
      );
      return token;
    },
    ask(
      token: string | null,
      url: string,
      more: { method?: 'PUT' | 'POST' | 'PATCH' | 'DELETE'; payload?: object } = {},
    ) {
      return app.inject({
        method: 'GET',
        ...more,
        url,
        headers: token ? { authorization: `Bearer ${token}` } : {},
      });
    },
    close: () => app.close(),
  };
}
