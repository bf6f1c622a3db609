import { type Static, Type } from 'typebox';
import { Instant } from './scalars.ts';
import { Email, Password, User } from './user.ts';

const strict = { additionalProperties: false };

/** Answered the same, whether there is such a user or not. */
export const PasswordReset = Type.Object({ email: Email }, strict);
export type PasswordReset = Static<typeof PasswordReset>;

export const PasswordResetConfirm = Type.Object(
  { email: Email, code: Type.String({ minLength: 1, maxLength: 20 }), password: Password },
  strict,
);
export type PasswordResetConfirm = Static<typeof PasswordResetConfirm>;

/** For one use, by the user whose it is; shown this once. */
export const PasswordCode = Type.Object({ code: Type.String(), expiresAt: Instant });
export type PasswordCode = Static<typeof PasswordCode>;

/** Without a password: with the invitation, which is shown this once. */
export const CreatedUser = Type.Object({
  ...User.properties,
  invitation: Type.Optional(PasswordCode),
});
export type CreatedUser = Static<typeof CreatedUser>;
