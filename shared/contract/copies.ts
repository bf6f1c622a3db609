import { type Static, Type } from 'typebox';
import { nullable } from './scalars.ts';

/** Of a bound, in megabytes. */
export const leastBound = 50;
export const largestBound = 1_000_000;

/** What consoles keep on the machines they run on. */
export const CopySettings = Type.Object({
  /** Signing out takes everything away that was cached, what waits there to be sent included. */
  wipeOnSignOut: Type.Boolean(),
  /** Beyond this the oldest of what is finished goes; null: no bound. Megabytes. */
  most: nullable(Type.Integer({ minimum: leastBound, maximum: largestBound })),
});
export type CopySettings = Static<typeof CopySettings>;
export const usualCopies: CopySettings = { wipeOnSignOut: false, most: null };

export const CopyPatch = Type.Object(
  {
    wipeOnSignOut: Type.Optional(CopySettings.properties.wipeOnSignOut),
    most: Type.Optional(CopySettings.properties.most),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type CopyPatch = Static<typeof CopyPatch>;
