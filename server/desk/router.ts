/** Routes when something changed that may matter, once for all that changed meanwhile. */
import type { Recorded } from '../platform/feed.ts';
import type { Log } from '../platform/log.ts';
import type { Desk } from './desk.ts';
import { routeWaiting } from './routing.ts';

export type Router = {
  /** Routes soon; what fails is done at the next turn of the caller's own timer. */
  wake(): void;
  /** Wakes for a committed part of the feed by which somebody may get something. */
  heard(recorded: Recorded): void;
  /** Routes now. */
  route(): Promise<void>;
  close(): Promise<void>;
};

/** A burst of messages is looked at once in so many ms. */
const gap = 25;
const matters = new Set(['service', 'user', 'team']);

export function openRouter(desk: Desk, log: Log): Router {
  let wanted = false;
  let running: Promise<void> | null = null;
  let closed = false;
  const pause = () => new Promise((resolve) => setTimeout(resolve, gap));

  async function run(): Promise<void> {
    while (wanted && !closed) {
      wanted = false;
      await routeWaiting(desk).catch((error: unknown) =>
        log.warn({ err: error }, 'what waits could not be given out; tried again soon'),
      );
      if (wanted) await pause();
    }
    running = null;
  }
  const wake = (): void => {
    wanted = true;
    if (!closed) running ??= run();
  };
  return {
    wake,
    heard: ({ marks }) => {
      if (marks.some(({ entity }) => matters.has(entity))) wake();
    },
    route: async () => void (await routeWaiting(desk)),
    close: async () => {
      closed = true;
      await running;
    },
  };
}
