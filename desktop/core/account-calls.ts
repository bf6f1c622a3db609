/** What is asked about users and their ways in; two of the questions before anybody is signed in. */
import type { AccountAnswers } from '#shared/contract/account-calls.ts';
import type { Question } from '#shared/contract/bridge.ts';
import {
  addUser,
  askForCode,
  beginFactor,
  changeOwnPassword,
  changeUser,
  codeFor,
  confirmCode,
  confirmFactor,
  endFactor,
  endFactorOf,
  endOwnSignIn,
  ownFactor,
  ownSignIns,
  saveOwnName,
  usersOf,
} from './sync/account-rest.ts';
import { serverOrigin } from './sync/server-rest.ts';
import type { Signed } from './sync/team-rest.ts';

type AccountCalls = {
  [C in keyof AccountAnswers]: (question: Question<C>) => Promise<AccountAnswers[C]>;
};

export const accountCalls = (signed: () => Signed): AccountCalls => ({
  askForCode: async ({ server, ...asked }) => askForCode(serverOrigin(server), asked),
  confirmCode: async ({ server, ...asked }) => confirmCode(serverOrigin(server), asked),
  saveOwnName: async (profile) => saveOwnName(signed(), profile),
  changeOwnPassword: async (asked) => changeOwnPassword(signed(), asked),
  ownSignIns: async () => ownSignIns(signed()),
  endOwnSignIn: async ({ id }) => endOwnSignIn(signed(), id),
  ownFactor: async () => ownFactor(signed()),
  beginFactor: async (asked) => beginFactor(signed(), asked),
  confirmFactor: async (asked) => confirmFactor(signed(), asked),
  endFactor: async (asked) => endFactor(signed(), asked),
  users: async () => usersOf(signed()),
  addUser: async (user) => addUser(signed(), user),
  changeUser: async ({ id, patch }) => changeUser(signed(), id, patch),
  codeFor: async ({ userId }) => codeFor(signed(), userId),
  endFactorOf: async ({ userId }) => endFactorOf(signed(), userId),
});
