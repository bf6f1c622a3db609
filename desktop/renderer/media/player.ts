import { createStore } from 'zustand/vanilla';
import type { Id } from '#shared/contract/scalars.ts';

export const speeds = [1, 1.5, 2] as const;
export type Speed = (typeof speeds)[number];

type State = {
  /** The one that is loaded; at most one plays. */
  id: Id | null;
  playing: boolean;
  /** Where it is, in seconds. */
  at: number;
  /** Its length in seconds as far as the file says. */
  length: number | null;
  speed: Speed;
  failed: boolean;
};
export type Sound = Pick<
  HTMLAudioElement,
  'src' | 'currentTime' | 'playbackRate' | 'duration' | 'play' | 'pause' | 'addEventListener'
>;

/** The one player of the whole console: what begins here ends what played before. */
export function createPlayer(makeSound: () => Sound = () => new Audio()) {
  const store = createStore<State>(() => ({
    id: null,
    playing: false,
    at: 0,
    length: null,
    speed: 1,
    failed: false,
  }));
  let sound: Sound | null = null;
  /** Where the others were left. */
  const left = new Map<Id, number>();

  function element(): Sound {
    if (sound) return sound;
    const made = makeSound();
    sound = made;
    made.addEventListener('timeupdate', () => store.setState({ at: made.currentTime }));
    made.addEventListener('durationchange', () => {
      if (Number.isFinite(made.duration)) store.setState({ length: made.duration });
    });
    made.addEventListener('play', () => store.setState({ playing: true, failed: false }));
    made.addEventListener('pause', () => store.setState({ playing: false }));
    made.addEventListener('ended', () => {
      made.currentTime = 0;
      store.setState({ playing: false, at: 0 });
    });
    made.addEventListener('error', () => store.setState({ playing: false, failed: true }));
    return made;
  }

  function load(id: Id, address: string): Sound {
    const it = element();
    const { id: before, at, failed, speed } = store.getState();
    if (before === id && !failed) return it;
    it.pause();
    if (before !== null && before !== id) left.set(before, at);
    const from = left.get(id) ?? 0;
    it.src = address;
    it.currentTime = from;
    it.playbackRate = speed;
    store.setState({ id, at: from, length: null, failed: false });
    return it;
  }

  return {
    ...store,
    toggle(id: Id, address: string): void {
      const state = store.getState();
      if (state.id === id && state.playing) {
        element().pause();
        return;
      }
      const it = load(id, address);
      it.playbackRate = state.speed;
      void it.play().catch((error: unknown) => {
        // Another that was begun meanwhile ended this one: that is no failure.
        if ((error as Error).name !== 'AbortError') store.setState({ failed: true });
      });
    },
    seek(id: Id, address: string, at: number): void {
      load(id, address).currentTime = at;
      store.setState({ at });
    },
    nextSpeed(): void {
      const { speed } = store.getState();
      const next = speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1;
      if (sound) sound.playbackRate = next;
      store.setState({ speed: next });
    },
    stop(): void {
      sound?.pause();
    },
  };
}
export type Player = ReturnType<typeof createPlayer>;
