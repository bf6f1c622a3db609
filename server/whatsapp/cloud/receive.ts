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
  /** Completes what is told of calls. Never rejects. */
  completed?: (events: DriverEvent[]) => Promise<DriverEvent[]>;
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

const telling = /^(id|type|status|event|code|title|timestamp)$/;

/** How it is made, without what it says: texts, names and numbers are nobody's to read in a log. */
function formOf(part: unknown, depth = 0): unknown {
  if (typeof part !== 'object' || part === null || depth > 6) return typeof part;
  if (Array.isArray(part)) return part.slice(0, 5).map((one) => formOf(one, depth + 1));
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [
      name,
      telling.test(name) && typeof value !== 'object' ? value : formOf(value, depth + 1),
    ]),
  );
}

export async function receive(
  { phoneId, take, completed, heard = () => {}, now = () => new Date() }: Receiving,
  envelope: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const translated = translate(envelope, phoneId, now().toISOString());
  if (!translated) throw new Refused('invalid', 'This is not a webhook of a WhatsApp account.');
  for (const { why, part } of translated.leftOut) {
    request.log.warn({ part: formOf(part) }, `a webhook had ${why}`);
  }
  const events = completed ? await completed(translated.events) : translated.events;
  try {
    take(events);
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
  heard(events);
  return reply.code(200).type('text/plain; charset=utf-8').send('');
}
