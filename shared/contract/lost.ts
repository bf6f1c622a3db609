import { type Static, Type } from 'typebox';
import { Instant } from './scalars.ts';

/**
 * What was cached here could not be read (locked: its key is gone; newer: a later version wrote it),
 * and with it something that waited to be sent. Kept until the person has seen it.
 */
export const Lost = Type.Object({
  why: Type.Union([Type.Literal('damaged'), Type.Literal('newer'), Type.Literal('locked')]),
  at: Instant,
});
export type Lost = Static<typeof Lost>;
