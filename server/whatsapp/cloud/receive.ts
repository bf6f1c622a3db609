/** What every webhook does with what it took for genuine: journal first, then answer. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refused } from '#shared/contract/refusal.ts';
import type { DriverEvent } from '../driver.ts';
import { translate } from './translate.ts';

export type Receiving = {
  /** Meta's id of the number. */
  phoneId: string;
  /** The journal's: on disk when it returns. Throws when they are not. */
  take: (events: DriverEvent[]) => void;
  /** Hears what was taken: a send that hangs learns from it what became of it. */
  heard?: (events: DriverEvent[]) => void;
  now?: () => Date;
};

/** @throws Refused invalid */
export function parsed(body: Buffer | string): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new Refused('invalid', 'The body is not valid JSON.');
  }
}

export function receive(
  { phoneId, take, heard = () => {}, now = () => new Date() }: Receiving,
  envelope: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const translated = translate(envelope, phoneId, now().toISOString());
  if (!translated) throw new Refused('invalid', 'This is not a webhook of a WhatsApp account.');
  for (const { why, part } of translated.leftOut) {
    request.log.warn({ part }, `a webhook had ${why}`);
  }
  try {
    take(translated.events);
  } catch (error) {
    // Meta, and SNS, keep it and post it again.
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
}
