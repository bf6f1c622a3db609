import { createStore } from 'zustand/vanilla';
import type { Desk } from '#shared/contract/bridge.ts';
import type { ConsoleRefusalCode } from '#shared/contract/refusal.ts';
import type { WhatsappSession } from '#shared/contract/whatsapp.ts';

type Move = 'start' | 'stop' | 'unlink';
type State = {
  session: WhatsappSession | null;
  /** What was asked for and is not answered yet. */
  moving: Move | null;
  trouble: ConsoleRefusalCode | null;
};
const nothing: State = { session: null, moving: null, trouble: null };

/** The WhatsApp session as admins see it. */
export function createWhatsappStore(desk: Pick<Desk, 'call'>) {
  const store = createStore<State>(() => nothing);
  /** Counts signals: an answer that one overtook is older than it. */
  let heard = 0;
  return {
    ...store,
    receive(session: WhatsappSession): void {
      heard += 1;
      store.setState({ session });
    },
    async load(): Promise<void> {
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
