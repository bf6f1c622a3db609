/** How the simulator misbehaves when it is told to. */
import { type Static, Type } from 'typebox';
import type { DriverEvent } from '../driver.ts';

const count = Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 }));
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
    failSends: count,
    /** How many of the next sends WhatsApp will not take, whatever one does. */
    refuseSends: count,
    /** How many of the next files that are fetched are gone for good. */
    goneMedia: count,
    /** How many of the next files that are fetched break off half way. */
    failMedia: count,
    /** Bytes a second at which files are fetched; 0: as fast as they come. */
    slowMedia: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
  },
  { additionalProperties: false },
);
export type Faults = Static<typeof Faults>;

/** Receipts first and backwards, then the contacts backwards: no order that was not promised. */
export function reordered(events: DriverEvent[]): DriverEvent[] {
  // What one contact writes and does keeps its order: WhatsApp promises that much, and no more.
  const acts = Map.groupBy(
    events.filter((event) => event.type !== 'status'),
    (event) => ('phone' in event ? (event.phone ?? event.lid ?? event.bsuid) : null),
  );
  const receipts = events.filter((event) => event.type === 'status').reverse();
  return [...receipts, ...[...acts.values()].reverse().flat()];
}
