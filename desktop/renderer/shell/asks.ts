/** What the server does now or not at all: asked by a dialog, which tells what came of it. */
import type { AccountAnswers } from '#shared/contract/account-calls.ts';
import type { AdminAnswers } from '#shared/contract/admin.ts';
import type { BridgeAnswers, BridgeCall, Desk, Question } from '#shared/contract/bridge.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';

type Ask = 'openConversation' | 'showConversation' | keyof AdminAnswers | keyof AccountAnswers;
export type Asked<C extends BridgeCall> =
  | { ok: true; value: BridgeAnswers[C] }
  | Pick<ConsoleRefusal, 'ok' | 'code' | 'holder'>;

export function createAsks(desk: Pick<Desk, 'call'>) {
  return <C extends Ask>(call: C, question: Question<C>): Promise<Asked<C>> =>
    desk.call(call, question).catch((): Asked<C> => ({ ok: false, code: 'app-trouble' }));
}
export type Asks = ReturnType<typeof createAsks>;
