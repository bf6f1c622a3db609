/** How the simulator misbehaves when it is told to. */
import { type Static, Type } from 'typebox';
import type { DriverEvent } from '../driver.ts';

export const Faults = Type.Object(
  {
    /** The session drops and comes back. */
    drop: Type.Optional(Type.Boolean()),
    /** Everything is handed over twice. */
    duplicate: Type.Optional(Type.Boolean()),
    /** What different contacts do, and receipts, change places. */
    reorder: Type.Optional(Type.Boolean()),
    /** Milliseconds before anything is handed over or sent. */
    delayMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 60_000 })),
    /** How many of the next sends fail for the moment. */
    failSends: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
  },
  { additionalProperties: false },
);
export type Faults = Static<typeof Faults>;

/** Receipts first and backwards, then the contacts backwards: no order that was not promised. */
export function reordered(events: DriverEvent[]): DriverEvent[] {
  // The messages of one contact keep their order: WhatsApp promises that much, and no more.
  const messages = Map.groupBy(
    events.filter((event) => event.type === 'message'),
    (event) => event.phone,
  );
  const receipts = events.filter((event) => event.type !== 'message').reverse();
  return [...receipts, ...[...messages.values()].reverse().flat()];
}
