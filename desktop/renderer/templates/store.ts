import { createStore } from 'zustand/vanilla';
import type { Desk } from '#shared/contract/bridge.ts';
import type { ConsoleRefusalCode } from '#shared/contract/refusal.ts';
import type { Template } from '#shared/contract/template.ts';

type State = {
  /** Null: not seen yet. */
  items: readonly Template[] | null;
  loading: boolean;
  trouble: ConsoleRefusalCode | null;
};
const nothing: State = { items: null, loading: false, trouble: null };

/** The texts that WhatsApp approved; what was seen stays in sight while they are asked for anew. */
export function createTemplatesStore(desk: Pick<Desk, 'call'>) {
  const store = createStore<State>(() => nothing);
  /** Counts persons: what was asked for one is no answer for the next. */
  let person = 0;
  return {
    ...store,
    async load(): Promise<void> {
      if (store.getState().loading) return;
      const asker = person;
      store.setState({ loading: true, trouble: null });
      const answer = await desk.call('templates', {}).catch(() => null);
      if (asker !== person) return;
      store.setState({
        loading: false,
        ...(answer?.ok ? { items: answer.value } : { trouble: answer?.code ?? 'app-trouble' }),
      });
    },
    reset(): void {
      person += 1;
      store.setState(nothing);
    },
  };
}
export type TemplatesStore = ReturnType<typeof createTemplatesStore>;
