import { type Static, Type } from 'typebox';
import { Instant, nullable } from './scalars.ts';

const strict = { additionalProperties: false };

/** Six digits of an app, or a recovery code; with or without spaces and dashes. */
export const FactorCode = Type.String({ minLength: 6, maxLength: 40 });

/** Null: signing in takes a password alone. */
export const OwnFactor = Type.Object({
  since: nullable(Instant),
  /** Recovery codes that are not used up. */
  recoveryLeft: Type.Integer({ minimum: 0 }),
});
export type OwnFactor = Static<typeof OwnFactor>;

/** The password in use: whoever finds a console open adds and removes nothing. */
export const FactorChange = Type.Object(
  { password: Type.String({ minLength: 1, maxLength: 200 }) },
  strict,
);
export type FactorChange = Static<typeof FactorChange>;

/** Shown this once. `uri`: what a QR of it says. */
export const NewFactor = Type.Object({ secret: Type.String(), uri: Type.String() });
export type NewFactor = Static<typeof NewFactor>;

export const FactorConfirm = Type.Object({ code: FactorCode }, strict);
export type FactorConfirm = Static<typeof FactorConfirm>;

/** Shown this once; each signs in once, without the app. */
export const RecoveryCodes = Type.Object({ codes: Type.Array(Type.String()) });
export type RecoveryCodes = Static<typeof RecoveryCodes>;
