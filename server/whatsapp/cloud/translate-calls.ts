/** From Meta's webhooks about calls to the steps of a call. Pure. */
import type { CallEvent } from '../driver.ts';
import type { CloudCall, CloudStatus } from './envelope.ts';
import { type At, instantOf, type Person, personOf } from './people.ts';

/**
 * What Meta tells of a call that we dialled carries the id under which we did. Where it does not,
 * `ours` is Meta's own id: whoever dialled knows it from the answer to that.
 */
const named = (id: string, ours: string | undefined) => ({ whatsappId: id, ours: ours || id });

const digits = (number: string | undefined): string => number?.replace(/\D/g, '') ?? '';

/** Meta leaves the direction out at times. */
function isOurs({ direction, session, from }: CloudCall, own: string | undefined): boolean {
  if (direction) return direction === 'BUSINESS_INITIATED';
  if (session) return session.sdp_type === 'answer';
  return digits(from) !== '' && digits(from) === digits(own);
}

/** Whoever is not us: Meta's own examples have the two numbers either way round. */
function otherSide(call: CloudCall, ours: boolean, { own, contacts }: At): Person | null {
  const isOwn = (number: string | undefined) =>
    digits(number) !== '' && digits(number) === digits(own);
  const called = isOwn(call.from) || (ours && !isOwn(call.to));
  return called
    ? personOf(call.to, call.to_user_id, contacts)
    : personOf(call.from, call.from_user_id, contacts);
}

/** Meta echoes `actpass`, which no browser takes in an answer. */
const asAnswer = (sdp: string): string => sdp.replaceAll('a=setup:actpass', 'a=setup:active');

/** @param faulty the webhook says what went wrong */
export function ofCall(call: CloudCall, at: At, faulty: boolean): CallEvent[] | null {
  if (call.event !== 'connect' && call.event !== 'terminate') return null;
  const ours = isOurs(call, at.own);
  const person = otherSide(call, ours, at);
  if (!person) return null;
  const about = {
    ...person.who,
    type: 'call',
    ...(ours ? named(call.id, call.biz_opaque_callback_data) : { whatsappId: call.id }),
    name: person.name,
    at: instantOf(call.timestamp, at.now),
  } as const;
  if (call.event === 'terminate') return [{ ...about, ...endOf(call, faulty) }];
  const sdp = call.session?.sdp;
  // Of ours: the way is there, and the contact's phone rings. That they took it, a status says.
  return [{ ...about, outcome: 'ringing', ...(sdp && { sdp: ours ? asAnswer(sdp) : sdp }) }];
}

/** Whatever Meta calls it: with a beginning somebody took it, and without one nobody did. */
function endOf(
  { duration, start_time, errors }: CloudCall,
  faulty: boolean,
): Pick<CallEvent, 'outcome' | 'seconds'> {
  if (duration !== undefined) return { outcome: 'answered', seconds: duration };
  if (start_time !== undefined) return { outcome: 'answered' };
  return { outcome: faulty || errors?.length ? 'failed' : 'missed' };
}

const steps = { RINGING: 'ringing', ACCEPTED: 'talking', REJECTED: 'declined' } as const;

/** Of a call that we dialled: there are none of the others. */
export function ofCallStatus(status: CloudStatus, at: At): CallEvent[] | null {
  const person = personOf(status.recipient_id, status.recipient_user_id, at.contacts);
  const outcome = (steps as Record<string, CallEvent['outcome']>)[status.status.toUpperCase()];
  if (!person || !outcome) return null;
  return [
    {
      ...person.who,
      type: 'call',
      ...named(status.id, status.biz_opaque_callback_data),
      name: person.name,
      outcome,
      at: instantOf(status.timestamp, at.now),
    },
  ];
}
