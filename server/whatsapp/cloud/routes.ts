/** The webhook that Meta calls; its address is fixed (rest-api.md). */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Refused } from '#shared/contract/refusal.ts';
import { parsed, type Receiving, receive } from './receive.ts';
import type { CloudSettings } from './settings.ts';

export type CloudRoutes = Omit<Receiving, 'phoneId'> & {
  settings: Pick<CloudSettings, 'appSecret' | 'verifyToken' | 'phoneId'>;
};

/** Meta's own limit for what it posts is 3 MB. */
const largestBody = 4 * 1024 * 1024;

/** @param header `sha256=` and the HMAC of exactly these bytes in hex */
export function isSigned(body: Buffer, header: unknown, appSecret: string): boolean {
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(typeof header === 'string' ? header : '')?.[1];
  if (!hex) return false;
  const expected = createHmac('sha256', appSecret).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(hex, 'hex'));
}

/** In the same time wherever they differ, and whatever their lengths are. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

const Verification = Type.Object({
  'hub.mode': Type.Optional(Type.String()),
  'hub.verify_token': Type.Optional(Type.String()),
  'hub.challenge': Type.Optional(Type.String({ maxLength: 1_000 })),
});

export const cloudRoutes: FastifyPluginAsyncTypebox<CloudRoutes> = async (
  app,
  { settings, ...receiving },
) => {
  // The signature is over the bytes as they came.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: largestBody }, (_, body, done) =>
    done(null, body),
  );

  app.get(
    '/hooks/whatsapp',
    { schema: { hide: true, querystring: Verification } },
    async ({ query }, reply) => {
      const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = query;
      if (mode !== 'subscribe' || !isSame(token ?? '', settings.verifyToken)) {
        throw new Refused('forbidden', 'This is not the verify token of this server.');
      }
      return reply.type('text/plain; charset=utf-8').send(challenge ?? '');
    },
  );

  app.post(
    '/hooks/whatsapp',
    { bodyLimit: largestBody, schema: { hide: true } },
    async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      if (!isSigned(body, request.headers['x-hub-signature-256'], settings.appSecret)) {
        request.log.warn('a webhook without the right signature was turned away');
        throw new Refused('unauthenticated', 'The signature is not right.');
      }
      const envelope = parsed(body);
      return receive({ ...receiving, phoneId: settings.phoneId }, envelope, request, reply);
    },
  );
};
