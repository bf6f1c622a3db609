import { createStore } from 'zustand/vanilla';
import type { AppUpdate } from '#shared/contract/app-update.ts';
import type { BridgeSignals, Desk, Opening, Preferences } from '#shared/contract/bridge.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { PauseLength, Settings } from '#shared/contract/settings.ts';
import type { SyncState } from '#shared/contract/sync-state.ts';
import type { Tag } from '#shared/contract/tag.ts';
import type { Colleague } from '#shared/contract/user.ts';

export type OpeningState = {
  phase: 'loading' | 'broken' | 'ready';
  opening: Opening | null;
  colleagues: ReadonlyMap<Id, Colleague>;
  /** By name. */
  tags: ReadonlyMap<Id, Tag>;
};

/** Who is signed in, to what, how the connection is, and what this person chose on this machine. */
export function createOpeningStore(desk: Pick<Desk, 'call'>) {
  const store = createStore<OpeningState>(() => ({
    phase: 'loading',
    opening: null,
    colleagues: new Map(),
    tags: new Map(),
  }));
  const byId = <T extends { id: Id }>(rows: readonly T[]) =>
    new Map(rows.map((row) => [row.id, row]));
  const part = (change: Partial<Opening>) =>
    store.setState(({ opening }) => (opening ? { opening: { ...opening, ...change } } : {}));

  return {
    ...store,
    take: (opening: Opening) =>
      store.setState({
        phase: 'ready',
        opening,
        colleagues: byId(opening.colleagues),
        tags: byId(opening.tags),
      }),
    broken: () => store.setState({ phase: 'broken' }),
    sync: (sync: SyncState) => part({ sync }),
    colleagues: (colleagues: readonly Colleague[]) =>
      store.setState({ colleagues: byId(colleagues) }),
    tags: (tags: readonly Tag[]) => store.setState({ tags: byId(tags) }),
    /** Shown at once; kept by the core. */
    async prefer(preferences: Partial<Preferences>): Promise<void> {
      const { opening } = store.getState();
      if (opening) part({ preferences: { ...opening.preferences, ...preferences } });
      await desk.call('savePreferences', { preferences });
    },
    async forgetLost(): Promise<void> {
      part({ lost: null });
      await desk.call('forgetLost', {});
    },
    settings: (said: BridgeSignals['settings']) => part(said),
    appUpdate: (appUpdate: AppUpdate) => part({ appUpdate }),
    /** Shown at once; kept by the core, which tells what holds. */
    async choose(settings: Partial<Settings>): Promise<void> {
      const { opening } = store.getState();
      if (opening) part({ settings: { ...opening.settings, ...settings } });
      await desk.call('saveSettings', { settings });
    },
    pause: (length: PauseLength) => void desk.call('pauseNotifications', { length }),
    checkForUpdate: () => void desk.call('checkForUpdate', {}),
    restartToUpdate: () => void desk.call('restartToUpdate', {}),
    async removeSample(): Promise<ConsoleRefusal | null> {
      const answer = await desk.call('removeSample', {});
      if (!answer.ok) return answer;
      part({ sample: false });
      return null;
    },
  };
}
export type OpeningStore = ReturnType<typeof createOpeningStore>;
