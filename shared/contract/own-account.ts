import { type Static, Type } from 'typebox';
import { Id, Instant } from './scalars.ts';
import { Password, PersonName } from './user.ts';

const strict = { additionalProperties: false };

/** A place where somebody is signed in. */
export const OwnSignIn = Type.Object({
  id: Id,
  /** By its own word; empty: it said nothing. */
  device: Type.String(),
  createdAt: Instant,
  /** To within some minutes. */
  seenAt: Instant,
  /** The one that asks. */
  current: Type.Boolean(),
});
export type OwnSignIn = Static<typeof OwnSignIn>;

export const OwnProfile = Type.Object({ name: PersonName }, strict);
export type OwnProfile = Static<typeof OwnProfile>;

/** Every other sign-in ends with it. */
export const OwnPassword = Type.Object(
  { current: Type.String({ minLength: 1, maxLength: 200 }), password: Password },
  strict,
);
export type OwnPassword = Static<typeof OwnPassword>;
