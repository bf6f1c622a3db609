import { type Static, Type } from 'typebox';
import { Id, Instant, nullable } from './scalars.ts';
import { FactorCode } from './second-factor.ts';
import { Email, Password, PersonName, Role } from './user.ts';

export const SignInRequest = Type.Object(
  {
    email: Email,
    password: Type.String({ minLength: 1, maxLength: 200 }),
    /** Of a second factor, once `code-needed` asked for it. */
    code: Type.Optional(FactorCode),
    /** What signs in, for its user to know it by. */
    device: Type.Optional(Type.String({ maxLength: 120 })),
  },
  { additionalProperties: false },
);
export type SignInRequest = Static<typeof SignInRequest>;

export const SignedInUser = Type.Object({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  role: Role,
});
export type SignedInUser = Static<typeof SignedInUser>;

export const SignInAnswer = Type.Object({
  token: Type.String(),
  expiresAt: Instant,
  user: SignedInUser,
});
export type SignInAnswer = Static<typeof SignInAnswer>;

/** The first admin, made on the set-up page; refused once any user exists. */
export const SetUpRequest = Type.Object(
  {
    workspace: PersonName,
    name: PersonName,
    email: Email,
    password: Password,
    sample: Type.Boolean(),
    /** From the server's log; needed where more than this machine can reach the server. */
    code: Type.Optional(Type.String({ maxLength: 40 })),
  },
  { additionalProperties: false },
);
export type SetUpRequest = Static<typeof SetUpRequest>;

export const SetUpAnswer = Type.Object({
  user: SignedInUser,
  /** Who else can sign in to the sample clinic; the password is shown this once. Null: no sample. */
  sample: nullable(
    Type.Object({
      attendants: Type.Array(Type.Object({ name: Type.String(), email: Type.String() })),
      password: Type.String(),
    }),
  ),
});
export type SetUpAnswer = Static<typeof SetUpAnswer>;
