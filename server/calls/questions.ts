/** What a console may ask about calls over its socket. */
import { type CallMove, callMoves } from '#shared/contract/call.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { type Question, schemaBy } from '../platform/realtime.ts';
import type { Calls } from './calls.ts';

export const callQuestions = (calls: Calls): { call: Question } => ({
  call: {
    schemaOf: schemaBy('move', callMoves),
    answer: async (user: SignedInUser, move: CallMove) => ({
      ok: true as const,
      value: await calls.move(user, move),
    }),
  },
});
