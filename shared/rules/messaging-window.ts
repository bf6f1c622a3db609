/** When WhatsApp's official API lets a business write freely: for a day after the contact last did. */
import type { Instant } from '../contract/scalars.ts';

const dayMs = 24 * 60 * 60 * 1_000;

type Said = { direction: 'in' | 'out'; sentAt: Instant };

/** A message or a call of the contact; a message of ours opens nothing. Null: they never wrote. */
export function lastHeard(messages: readonly Said[]): Instant | null {
  const heard = messages.filter(({ direction }) => direction === 'in').map(({ sentAt }) => sentAt);
  return heard.reduce<Instant | null>(
    (last, at) => (last === null || Date.parse(at) > Date.parse(last) ? at : last),
    null,
  );
}

/** The first instant at which only an approved template goes; null: already, for they never wrote. */
export function windowEnd(heardAt: Instant | null): Instant | null {
  return heardAt === null ? null : new Date(Date.parse(heardAt) + dayMs).toISOString();
}

/** Whether a free-form message may go at `now`. */
export function mayWriteFreely(heardAt: Instant | null, now: Instant): boolean {
  return heardAt !== null && Date.parse(now) < Date.parse(heardAt) + dayMs;
}
