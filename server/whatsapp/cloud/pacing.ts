/** How fast the Cloud API may be used: overall, and for one contact. */

export type Limits = {
  /** Messages a second, and how many of them may go at once. */
  perSecond: number;
  burst: number;
  /** Ms between two messages to one contact, and how many may go ahead of that. */
  contactMs: number;
  contactBurst: number;
};

/**
 * Meta allows 80 a second, and to one contact one in 6 s; a burst to one contact is let through
 * and paid back afterwards, so an attendant who writes in short lines is not slowed down.
 */
export const metaLimits: Limits = { perSecond: 75, burst: 5, contactMs: 6_000, contactBurst: 10 };

export type Pacing = {
  /** Ms until a message to this contact may go. */
  wait(contact: string): number;
  /** The same, and the place is taken. */
  take(contact: string): number;
  /** Nothing goes for so many ms; `contact`: nothing to them. */
  hold(ms: number, contact?: string): void;
};

const forgetAbove = 10_000;

/** Generic cell rate: of each line only the moment is kept at which it would be empty again. */
export function openPacing(limits: Limits, now: () => number): Pacing {
  const spacing = 1_000 / limits.perSecond;
  let allEmpty = 0;
  let heldUntil = 0;
  const empty = new Map<string, number>();

  const startOf = (contact: string): number =>
    Math.max(
      now(),
      heldUntil,
      allEmpty - (limits.burst - 1) * spacing,
      (empty.get(contact) ?? 0) - (limits.contactBurst - 1) * limits.contactMs,
    );

  function forget(): void {
    const at = now();
    for (const [contact, when] of empty) if (when <= at) empty.delete(contact);
  }

  return {
    wait: (contact) => startOf(contact) - now(),
    take(contact) {
      const start = startOf(contact);
      allEmpty = Math.max(allEmpty, start) + spacing;
      empty.set(contact, Math.max(empty.get(contact) ?? 0, start) + limits.contactMs);
      if (empty.size > forgetAbove) forget();
      return start - now();
    },
    hold(ms, contact) {
      const until = now() + ms;
      if (contact === undefined) heldUntil = Math.max(heldUntil, until);
      // Full to the brim, so that the next one goes when the time is over.
      else empty.set(contact, until + (limits.contactBurst - 1) * limits.contactMs);
    },
  };
}
