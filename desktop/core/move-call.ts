/** What is done about a call: now or not at all. */
import type { CallMove, CallMoved } from '#shared/contract/call.ts';
import type { Account } from './account.ts';
import { CallRefused, refuse } from './refuse.ts';
import { QuestionRefused, readCallMoved } from './sync/arrivals.ts';

/** @throws CallRefused as the server refused, or server-unreachable where it did not answer in time */
export async function moveCall({ ask }: Pick<Account, 'ask'>, move: CallMove): Promise<CallMoved> {
  let answer: unknown;
  try {
    answer = await ask('call', move);
  } catch {
    throw refuse('server-unreachable', 'The server does not answer.');
  }
  try {
    return readCallMoved(answer);
  } catch (error) {
    if (error instanceof QuestionRefused) throw new CallRefused(error.refusal);
    throw error;
  }
}
