import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { type BridgeCall, bridgeQuestions } from '#shared/contract/bridge.ts';
import { type CallRefused, refuse } from './refuse.ts';

const checks = new Map<string, ReturnType<typeof Compile<TSchema>>>(
  Object.entries(bridgeQuestions).map(([name, schema]) => [name, Compile<TSchema>(schema)]),
);

export const isCall = (name: string): name is BridgeCall => checks.has(name);

/** What is wrong with a question, naming the field; null: nothing. */
export function faultOf(name: BridgeCall, question: unknown): CallRefused | null {
  const check = checks.get(name);
  if (!check || check.Check(question)) return null;
  const fault = check.Errors(question)[0];
  const path = fault?.instancePath ?? '';
  const detail = `${path || 'The question'} ${fault?.message ?? 'does not fit'}.`;
  return refuse('invalid', detail, { path });
}
