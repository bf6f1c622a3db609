import { useCallback, useEffect, useState } from 'react';
import type { OfficeAnswer, OfficeRoute } from '#shared/contract/office.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import { useStores } from '../../shell/context.ts';
import { patchOf, rebased } from './draft.ts';

/** Settings that have a route to be read and one to be changed, of the same shape. */
export type SettingName = {
  [R in OfficeRoute]: R extends `PATCH /settings/${infer N}` ? N : never;
}[OfficeRoute];
export type SettingOf<N extends SettingName> = OfficeAnswer<`PATCH /settings/${N}`> & object;

export type SettingPhase = 'loading' | 'ready' | 'saving' | 'saved';
type State<T> = {
  saved: T | null;
  draft: T | null;
  phase: SettingPhase;
  /** Why it was not loaded or not saved. */
  trouble: ConsoleRefusal | null;
};

/** A setting as the server has it and as it is on the form. */
export function useSetting<N extends SettingName>(name: N) {
  type T = SettingOf<N>;
  const { office } = useStores();
  const [round, setRound] = useState(0);
  const [state, set] = useState<State<T>>({
    ...{ saved: null, draft: null, phase: 'loading', trouble: null },
  });
  const { saved, draft, phase, trouble } = state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round asks anew.
  useEffect(() => {
    let here = true;
    set((now) => ({ ...now, phase: 'loading', trouble: null }));
    void office(`GET /settings/${name}` as OfficeRoute).then((answer) => {
      if (!here) return;
      if (!answer.ok) return set((now) => ({ ...now, phase: 'ready', trouble: answer }));
      const value = answer.value as T;
      set({ saved: value, draft: value, phase: 'ready', trouble: null });
    });
    return () => {
      here = false;
    };
  }, [office, name, round]);

  const patch = saved && draft ? patchOf(draft, saved) : {};
  const dirty = Object.keys(patch).length > 0;

  /** True: the server has it now. */
  const save = useCallback(async (): Promise<boolean> => {
    if (!saved || !draft) return false;
    const body = patchOf(draft, saved);
    if (Object.keys(body).length === 0) return true;
    set((now) => ({ ...now, phase: 'saving', trouble: null }));
    const answer = await office(`PATCH /settings/${name}` as OfficeRoute, { body } as never);
    if (!answer.ok) {
      set((now) => ({ ...now, phase: 'ready', trouble: answer }));
      return false;
    }
    const value = answer.value as T;
    set((now) => ({
      saved: value,
      // What was typed while it was on its way is still to be saved.
      draft: now.draft ? rebased(now.draft, draft, value) : value,
      ...{ phase: 'saved', trouble: null },
    }));
    return true;
  }, [office, name, saved, draft]);
  const change = useCallback(
    (part: Partial<T>) =>
      set((now) => ({
        ...now,
        draft: now.draft && { ...now.draft, ...part },
        phase: now.phase === 'saved' ? 'ready' : now.phase,
        trouble: null,
      })),
    [],
  );
  const discard = useCallback(
    () => set((now) => ({ ...now, draft: now.saved, phase: 'ready', trouble: null })),
    [],
  );
  const again = useCallback(() => setRound((now) => now + 1), []);
  return { saved, draft, dirty, phase, trouble, change, save, discard, again };
}
