import { createStore } from 'zustand/vanilla';

/** Now, to the quarter of a minute: what shows how long something takes follows it. */
export function createClock(now: () => number = Date.now) {
  const store = createStore<{ now: number }>(() => ({ now: now() }));
  return {
    ...store,
    tick: () => store.setState({ now: now() }),
    start(): () => void {
      const timer = setInterval(() => store.setState({ now: now() }), 15_000);
      return () => clearInterval(timer);
    },
  };
}
export type Clock = ReturnType<typeof createClock>;
