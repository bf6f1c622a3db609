import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { OutboxEmail } from '#shared/contract/email.ts';
import { EmailTest, EmailWayPatch, EmailWaySetting } from '#shared/contract/email-setting.ts';
import { noteAct } from '../platform/audit.ts';
import { PageQuery, pageOf, readPage } from '../platform/paging.ts';
import type { Pool } from '../platform/postgres/pool.ts';
import { doerOf, type Gates, userOf } from '../platform/sign-in.ts';
import { changeEmailWay, type EmailWays, emailWaySetting } from './email-way.ts';
import type { Emails } from './emails.ts';
import { listEmails } from './store.ts';

export type DeliveryRoutes = {
  pool: Pool;
  ways: EmailWays;
  emails: Pick<Emails, 'test'>;
  workspace: () => Promise<string>;
  gates: Gates;
};

export const deliveryRoutes: FastifyPluginAsyncTypebox<DeliveryRoutes> = async (
  app,
  { pool, ways, emails, workspace, gates },
) => {
  app.get(
    '/api/v1/outbox/emails',
    {
      onRequest: gates.requireAdmin,
      schema: {
        tags: ['outbox'],
        security: [{ bearer: [] }],
        summary: 'E-mails of the workspace, the newest first',
        querystring: PageQuery,
        response: { 200: pageOf(OutboxEmail) },
      },
    },
    async ({ query }) => readPage(query, (before, limit) => listEmails(pool, before, limit)),
  );
  const about = {
    onRequest: gates.requireAdmin,
    schema: { tags: ['settings'], security: [{ bearer: [] }], response: { 200: EmailWaySetting } },
  };
  app.get(
    '/api/v1/settings/email',
    { ...about, schema: { ...about.schema, summary: 'How e-mail leaves the workspace, by SMTP' } },
    () => emailWaySetting(ways, pool),
  );
  app.patch(
    '/api/v1/settings/email',
    {
      ...about,
      schema: {
        ...about.schema,
        summary: 'How e-mail leaves the workspace, by SMTP: change what is given',
        body: EmailWayPatch,
      },
    },
    (request) => changeEmailWay(ways, doerOf(request), request.body),
  );
  app.post(
    '/api/v1/settings/email/test',
    {
      onRequest: gates.requireAdmin,
      schema: {
        tags: ['settings'],
        security: [{ bearer: [] }],
        summary: 'Send an e-mail to oneself now, as it is set, and hear what came of it',
        response: { 200: EmailTest },
      },
    },
    async (request) => {
      const place = (await workspace()).replace(/\s+/g, ' ').trim();
      const done = await emails.test({
        to: userOf(request).email,
        subject: `Recado · ${place}: teste / test`,
        text: `O e-mail de ${place} sai por aqui.\n\nE-mail of ${place} goes out this way.\n`,
      });
      await noteAct(pool, doerOf(request), {
        ...{ action: 'settings.tested', subject: { kind: 'settings' } },
        changes: { sent: { to: done.sent } },
      });
      return done;
    },
  );
};
