/** Calls about users and their ways in, over the bridge: done now or not at all, by the server. */
import { Type } from 'typebox';
import { OwnPassword, OwnProfile, type OwnSignIn } from './own-account.ts';
import {
  type CreatedUser,
  type PasswordCode,
  PasswordReset,
  PasswordResetConfirm,
} from './password.ts';
import { Id } from './scalars.ts';
import {
  FactorChange,
  FactorConfirm,
  type NewFactor,
  type OwnFactor,
  type RecoveryCodes,
} from './second-factor.ts';
import { NewUser, type User, UserPatch } from './user.ts';

const strict = { additionalProperties: false };
const server = Type.String({ minLength: 1, maxLength: 300 });
const { password: _unsaid, ...invited } = NewUser.properties;
const { password: _unset, ...changed } = UserPatch.properties;

export const accountQuestions = {
  /** A code by e-mail, for whoever cannot sign in; answered the same whether there is such a user. */
  askForCode: Type.Object({ server, ...PasswordReset.properties }, strict),
  /** The password is another then; signing in with it is a call of its own. */
  confirmCode: Type.Object({ server, ...PasswordResetConfirm.properties }, strict),
  saveOwnName: OwnProfile,
  changeOwnPassword: OwnPassword,
  /** Where this user is signed in; this console's own first. */
  ownSignIns: Type.Object({}, strict),
  endOwnSignIn: Type.Object({ id: Id }, strict),
  ownFactor: Type.Object({}, strict),
  /** Shown this once; it counts once a code of it was given. */
  beginFactor: FactorChange,
  /** From here on signing in takes a code. */
  confirmFactor: FactorConfirm,
  endFactor: FactorChange,
  /** Those who are not active too. This and what follows: admins only. */
  users: Type.Object({}, strict),
  /** With an invitation, which is shown this once. */
  addUser: Type.Object(invited, strict),
  /** What is given changes. */
  changeUser: Type.Object({ id: Id, patch: Type.Object(changed, strict) }, strict),
  /** To hand over; shown this once. */
  codeFor: Type.Object({ userId: Id }, strict),
  /** For whoever has lost their phone. */
  endFactorOf: Type.Object({ userId: Id }, strict),
} as const;

export type AccountAnswers = {
  askForCode: null;
  confirmCode: null;
  saveOwnName: User;
  changeOwnPassword: null;
  ownSignIns: OwnSignIn[];
  endOwnSignIn: null;
  ownFactor: OwnFactor;
  beginFactor: NewFactor;
  confirmFactor: RecoveryCodes;
  endFactor: null;
  users: User[];
  addUser: CreatedUser;
  changeUser: User;
  codeFor: PasswordCode;
  endFactorOf: null;
};
