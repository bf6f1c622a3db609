import type { Id } from '#shared/contract/scalars.ts';
import { standingOf } from '../composer/standing.ts';
import type { ListStore } from '../list/store.ts';

/** How long the server may take to start a service, ms. */
const patience = 10_000;

/** told: it may not, and the person was told why. */
export type Ready = 'yes' | 'told' | 'service-held' | 'server-unreachable';

type Deps = {
  list: Pick<ListStore, 'getState' | 'subscribe'>;
  /** Asks for the service to be started; a refusal is told there. */
  start(conversationId: Id): Promise<boolean>;
};

/**
 * Calling is writing: where the contact waits, their service is started first, and the call is made
 * once the server has done so.
 */
export const createReady =
  ({ list, start }: Deps) =>
  async (conversationId: Id): Promise<Ready> => {
    const standing = () => {
      const { entries, me } = list.getState();
      const entry = entries.get(conversationId);
      if (entry?.pending) return 'pending';
      return entry ? standingOf(entry.service, me) : 'held';
    };
    const first = standing();
    if (first === 'answer' || first === 'begin') return 'yes';
    if (first === 'held') return 'service-held';
    if (first === 'start' && !(await start(conversationId))) return 'told';
    return new Promise((resolve) => {
      const settle = (ready: Ready) => {
        clearTimeout(limit);
        unsubscribe();
        resolve(ready);
      };
      const look = () => {
        const now = standing();
        if (now === 'answer') settle('yes');
        // What the server refuses is told by the desk.
        else if (now !== 'pending') settle('told');
      };
      const limit = setTimeout(() => settle('server-unreachable'), patience);
      const unsubscribe = list.subscribe(look);
      look();
    });
  };
