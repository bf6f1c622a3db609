/** The webhook that SNS calls with what AWS End User Messaging Social publishes. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Refused } from '#shared/contract/refusal.ts';
import { reader } from './envelope.ts';
import { parsed, type Receiving, receive } from './receive.ts';
import type { TopicSettings } from './settings.ts';
import { fetchedCertificates, isGenuine, isOfSns, readSns } from './sns.ts';

export type SnsRoutes = Omit<Receiving, 'phoneId'> & {
  settings: TopicSettings;
  /** Of a certificate, and of the address that confirms the subscription. */
  get?: typeof fetch;
};

/** SNS carries 256 KB, wrapped twice. */
const largestBody = 1024 * 1024;

const readPublished = reader(
  Type.Object({ whatsAppWebhookEntry: Type.Union([Type.String(), Type.Object({})]) }),
);

export const snsRoutes: FastifyPluginAsyncTypebox<SnsRoutes> = async (
  app,
  { settings, get = fetch, ...receiving },
) => {
  const certificateOf = fetchedCertificates(get);
  // SNS says that its JSON is plain text.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: largestBody }, (_, body, done) =>
    done(null, body),
  );
  app.post(
    '/hooks/whatsapp/sns',
    { bodyLimit: largestBody, schema: { hide: true } },
    async (request, reply) => {
      const message = readSns(parsed(String(request.body ?? '')));
      if (!message) throw new Refused('invalid', 'This is not a message of SNS.');
      const known = message.TopicArn === settings.topicArn;
      if (!known || !(await isGenuine(message, certificateOf))) {
        request.log.warn('a message that is not from our topic was turned away');
        throw new Refused('unauthenticated', 'The signature is not right.');
      }
      if (message.Type === 'Notification') {
        const published = readPublished(parsed(message.Message));
        const entry = published?.whatsAppWebhookEntry;
        const one = typeof entry === 'string' ? parsed(entry) : entry;
        const envelope = { object: 'whatsapp_business_account', entry: one ? [one] : [] };
        return receive({ ...receiving, phoneId: settings.phoneId }, envelope, request, reply);
      }
      if (message.Type === 'SubscriptionConfirmation') {
        if (!isOfSns(message.SubscribeURL)) {
          throw new Refused('invalid', 'This does not lead to SNS.', { path: '/SubscribeURL' });
        }
        const init = { redirect: 'error', signal: AbortSignal.timeout(10_000) } as const;
        const answer = await get(message.SubscribeURL, init);
        if (!answer.ok) throw new Error(`SNS did not take the confirmation (${answer.status})`);
        request.log.info({ topic: message.TopicArn }, 'subscribed to the topic');
      }
      return reply.code(200).type('text/plain; charset=utf-8').send('');
    },
  );
};
