import { createStore } from 'zustand/vanilla';
import type { Desk } from '#shared/contract/bridge.ts';
import type { ConsoleRefusalCode } from '#shared/contract/refusal.ts';
import type { WhatsappSession, WhatsappSettings } from '#shared/contract/whatsapp.ts';

type Move = 'start' | 'stop' | 'unlink';
type State = {
  session: WhatsappSession | null;
  /** What was asked for and is not answered yet. */
  moving: Move | null;
  trouble: ConsoleRefusalCode | null;
  settings: WhatsappSettings | null;
  /** A choice is on its way. */
  choosing: boolean;
};
const nothing: State = {
  ...{ session: null, moving: null, trouble: null, settings: null, choosing: false },
};

/** The WhatsApp session as admins see it. */
export function createWhatsappStore(desk: Pick<Desk, 'call'>) {
  const store = createStore<State>(() => nothing);
  /** Counts signals: an answer that one overtook is older than it. */
  let heard = 0;
  async function loadSettings(): Promise<void> {
    const answer = await desk.call('whatsappSettings', {}).catch(() => null);
    // A choice that was made meanwhile is newer.
    if (answer?.ok && !store.getState().choosing) store.setState({ settings: answer.value });
  }
  return {
    ...store,
    async choose(settings: WhatsappSettings): Promise<boolean> {
      store.setState({ choosing: true, trouble: null });
      const answer = await desk.call('chooseWhatsapp', { settings }).catch(() => null);
      store.setState({
        choosing: false,
        ...(answer?.ok
          ? { settings: answer.value }
          : { trouble: answer?.code ?? ('app-trouble' as const) }),
      });
      return answer?.ok ?? false;
    },
    receive(session: WhatsappSession): void {
      heard += 1;
      store.setState({ session });
    },
    async load(): Promise<void> {
      void loadSettings();
      const before = heard;
      const answer = await desk.call('whatsapp', {}).catch(() => null);
      if (answer?.ok)
        store.setState({ trouble: null, ...(heard === before && { session: answer.value }) });
      else store.setState({ trouble: answer?.code ?? 'app-trouble' });
    },
    async move(move: Move, phone?: string): Promise<boolean> {
      const before = heard;
      store.setState({ moving: move, trouble: null });
      const answer = await desk
        .call('moveWhatsapp', { move, ...(phone !== undefined && { phone }) })
        .catch(() => null);
      store.setState({
        moving: null,
        ...(answer?.ok
          ? heard === before && { session: answer.value }
          : { trouble: answer?.code ?? 'app-trouble' }),
      });
      return answer?.ok ?? false;
    },
    reset: () => store.setState(nothing),
  };
}
export type WhatsappStore = ReturnType<typeof createWhatsappStore>;
