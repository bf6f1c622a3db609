import { useCallback, useEffect, useState } from 'react';
import type { OfficeAnswer, OfficeAsked, OfficeRoute } from '#shared/contract/office.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import { useStores } from '../shell/context.ts';

export type Asked<T> = {
  /** What was answered last; null: nothing yet. */
  value: T | null;
  /** Why the last asking came to nothing. */
  trouble: ConsoleRefusal | null;
  busy: boolean;
  /** Asks again; what was there stays until the answer. */
  again: () => void;
};

/**
 * What a route answers, asked whenever what is asked changes; an answer that was overtaken by another
 * question is let go. `null`: nothing is asked.
 */
export function useAsked<R extends OfficeRoute>(
  route: R,
  asked: OfficeAsked<R> | null = {},
): Asked<OfficeAnswer<R>> {
  type Answer = OfficeAnswer<R>;
  const { office } = useStores();
  const [round, setRound] = useState(0);
  const [state, setState] = useState<{
    key: string;
    value: Answer | null;
    trouble: ConsoleRefusal | null;
    busy: boolean;
  }>({ key: '', value: null, trouble: null, busy: asked !== null });
  const question = JSON.stringify(asked);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round asks anew.
  useEffect(() => {
    const what = JSON.parse(question) as OfficeAsked<R> | null;
    if (what === null) return;
    let here = true;
    setState((before) => ({ ...before, busy: true }));
    void office(route, what).then((answer) => {
      if (!here) return;
      setState((before) => ({
        key: question,
        // Figures of another question beside a refusal of this one would be read as its answer.
        value: answer.ok ? answer.value : before.key === question ? before.value : null,
        trouble: answer.ok ? null : answer,
        busy: false,
      }));
    });
    return () => {
      here = false;
    };
  }, [office, route, question, round]);
  const again = useCallback(() => setRound((now) => now + 1), []);
  const { value, trouble, busy } = state;
  return { value, trouble, busy, again };
}
