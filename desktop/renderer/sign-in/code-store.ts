import { createStore } from 'zustand/vanilla';
import type { Desk, Question } from '#shared/contract/bridge.ts';
import { addressOf } from './store.ts';

export const shortestPassword = 10;

/** Why there is no code, or why it was not taken, as the screen words it. */
export type CodeTrouble =
  | ('emptyServer' | 'badAddress' | 'unreachable' | 'tooMany' | 'app')
  | ('emptyEmail' | 'badEmail' | 'emptyCode' | 'short' | 'wrong' | 'notTaken');

export type CodeState = { busy: boolean; trouble: CodeTrouble | null };
type Calls = 'askForCode' | 'confirmCode';

const byCode: Readonly<Record<string, CodeTrouble>> = {
  'wrong-code': 'wrong',
  'too-many': 'tooMany',
  'server-unreachable': 'unreachable',
  'app-trouble': 'app',
  'not-found': 'badAddress',
  'method-not-allowed': 'badAddress',
};
const byPath: readonly [string, CodeTrouble][] = [
  ['server', 'badAddress'],
  ['email', 'badEmail'],
  ['password', 'short'],
  ['code', 'wrong'],
];

/** The ways in without a password: asking for a code, and choosing a password with one. */
export function createCodeStore(desk: Pick<Desk, 'call'>) {
  const store = createStore<CodeState>(() => ({ busy: false, trouble: null }));
  /** True when it happened. */
  async function ask<C extends Calls>(
    call: C,
    question: Question<C>,
    missing: CodeTrouble | null,
  ): Promise<boolean> {
    if (store.getState().busy) return false;
    const email = /^[^\s@]+@[^\s@]+$/.test(question.email) ? null : 'badEmail';
    const fault =
      question.server === '' ? 'emptyServer' : question.email === '' ? 'emptyEmail' : email;
    const trouble = fault ?? missing;
    store.setState({ busy: trouble === null, trouble });
    if (trouble !== null) return false;
    const answer = await desk.call(call, question).catch(() => null);
    store.setState({ busy: false, trouble: answer?.ok ? null : troubleOf(answer) });
    return answer?.ok === true;
  }
  return {
    ...store,
    clear: () => store.setState({ trouble: null }),
    ask: ({ server, email }: Question<'askForCode'>) =>
      ask('askForCode', { server: addressOf(server), email: email.trim() }, null),
    confirm({ server, email, code, password }: Question<'confirmCode'>): Promise<boolean> {
      const typed = code.trim();
      const missing =
        typed === '' ? 'emptyCode' : password.length < shortestPassword ? 'short' : null;
      const who = { server: addressOf(server), email: email.trim() };
      return ask('confirmCode', { ...who, code: typed, password }, missing);
    },
  };
}
export type CodeStore = ReturnType<typeof createCodeStore>;

function troubleOf(refusal: { code: string; path?: string | undefined } | null): CodeTrouble {
  if (refusal?.code === 'invalid') {
    return byPath.find(([place]) => refusal.path?.includes(place))?.[1] ?? 'notTaken';
  }
  return byCode[refusal?.code ?? 'app-trouble'] ?? 'notTaken';
}
