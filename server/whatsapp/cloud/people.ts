/** Of a webhook: who it is about, and when it was. Pure. */
import type { Instant } from '#shared/contract/scalars.ts';
import { toE164 } from '#shared/rules/phone-number.ts';
import type { Who } from '../driver.ts';
import type { Contact } from './envelope.ts';

export type At = {
  /** When it was received: for what carries no time of its own. */
  now: Instant;
  contacts: Contact[];
  /** Our own number, as Meta writes it. */
  own?: string | undefined;
};

export function instantOf(seconds: string | number, now: Instant): Instant {
  const ms = Number(seconds) * 1_000;
  return ms > 0 && ms < 8.64e15 ? new Date(ms).toISOString() : now;
}

export type Person = { who: Who; name: string | null };

/** Null: neither a number nor an id, so nobody's. */
export function personOf(
  number?: string,
  userId?: string,
  contacts: Contact[] = [],
): Person | null {
  const only = contacts.length === 1 ? contacts[0] : undefined;
  const contact =
    contacts.find(
      ({ wa_id, user_id }) => (wa_id && wa_id === number) || (user_id && user_id === userId),
    ) ?? (number || userId ? undefined : only);
  // With one person in it, the list can only be about them.
  const about = contact ?? only;
  const phone = toE164(number ?? about?.wa_id ?? '');
  const bsuid = userId ?? about?.user_id;
  if (!phone && !bsuid) return null;
  const username = about?.profile?.username;
  return {
    who: { phone, ...(bsuid && { bsuid }), ...(username && { username }) },
    name: about?.profile?.name || null,
  };
}
