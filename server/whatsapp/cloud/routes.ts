/** The webhook that Meta calls; its address is fixed (rest-api.md). */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Refused } from '#shared/contract/refusal.ts';
import type { DriverEvent } from '../driver.ts';
import type { CloudSettings } from './settings.ts';
import { translate } from './translate.ts';

export type CloudRoutes = {
  settings: Pick<CloudSettings, 'appSecret' | 'verifyToken' | 'phoneId'>;
  /** The journal's: on disk when it returns. Throws when they are not. */
  take: (events: DriverEvent[]) => void;
  /** Hears what was taken: a send that hangs learns from it what became of it. */
  heard?: (events: DriverEvent[]) => void;
  now?: () => Date;
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
  { settings, take, heard = () => {}, now = () => new Date() },
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
      const translated = translate(parsed(body), settings.phoneId, now().toISOString());
      if (!translated) throw new Refused('invalid', 'This is not a webhook of a WhatsApp account.');
      for (const { why, part } of translated.leftOut) {
        request.log.warn({ part }, `a webhook had ${why}`);
      }
      try {
        take(translated.events);
      } catch (error) {
        // Meta keeps it and posts it again, for up to seven days.
        request.log.error({ err: error }, 'a webhook could not be journaled');
        const problem = {
          type: 'about:blank',
          title: 'Service Unavailable',
          status: 503,
          detail: 'It could not be stored just now. Send it again.',
        };
        return reply
          .code(503)
          .header('retry-after', '5')
          .type('application/problem+json; charset=utf-8')
          .send(JSON.stringify(problem));
      }
      heard(translated.events);
      return reply.code(200).type('text/plain; charset=utf-8').send('');
    },
  );
};

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refused('invalid', 'The body is not valid JSON.');
  }
}
