import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Refused } from '#shared/contract/refusal.ts';
import { WhatsappSettings } from '#shared/contract/whatsapp.ts';
import { doerOf, type Gates } from '../platform/sign-in.ts';
import type { Whatsapp } from './whatsapp.ts';

export type SettingsRoutes = {
  whatsapp: Pick<Whatsapp, 'groups'>;
  gates: Pick<Gates, 'requireAdmin'>;
};

const path = '/api/v1/whatsapp/settings';

/** What admins choose of WhatsApp; it holds from the next message on, with no restart. */
export const settingsRoutes: FastifyPluginAsyncTypebox<SettingsRoutes> = async (
  app,
  { whatsapp: { groups }, gates },
) => {
  const about = { tags: ['whatsapp'], security: [{ bearer: [] }] };
  const response = { 200: WhatsappSettings };
  const now = (): WhatsappSettings => (groups ? { groups: groups.now() } : {});
  app.addHook('onRequest', gates.requireAdmin);
  app.get(
    path,
    { schema: { ...about, summary: 'What is chosen of WhatsApp', response } },
    async () => {
      await groups?.refresh();
      return now();
    },
  );
  app.patch(
    path,
    {
      schema: {
        ...about,
        summary: 'Choose: what is sent changes, the rest stays',
        description:
          'groups: `ignored` takes nothing new of groups in, `shown` makes each a conversation. The official API has no groups.',
        body: Type.Object(WhatsappSettings.properties, { additionalProperties: false }),
        response,
      },
    },
    async (request) => {
      const { body } = request;
      if (body.groups !== undefined) {
        if (!groups) {
          const words = "WhatsApp's official API has no groups.";
          throw new Refused('unsupported', words, { path: '/groups' });
        }
        await groups.change(doerOf(request), body.groups);
      }
      return now();
    },
  );
};
