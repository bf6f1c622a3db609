/** A worker of BullMQ that survives its store: made anew when it found none, at rest while it is away. */
import type { Worker } from 'bullmq';
import { closeInTime } from './job-store.ts';

export type Work = {
  /** Takes no further job, until `resume`; those at work go on. One may slip through. */
  pause(): void;
  resume(): void;
  /** Waits for those at work, in patience: one that hangs is left to whoever comes next. */
  stop(): Promise<void>;
};

export type WorkDeps = {
  /** One that does not run by itself. */
  make: () => Worker;
  patienceMs: number;
  onError: (error: Error) => void;
};

const restMs = 250;

export function openWork({ make, patienceMs, onError }: WorkDeps): Work {
  let wanted = true;
  let stopped = false;
  let worker: Worker | null = null;
  let resting: NodeJS.Timeout | null = null;

  function open(): Worker {
    const made = make();
    made.on('error', trouble);
    made.waitUntilReady().catch((error: Error) => {
      // It would fail for ever at what it found at its start.
      if (worker === made) worker = null;
      void made.close(true).catch(() => {});
      trouble(error);
    });
    return made;
  }

  function trouble(error: Error): void {
    if (stopped) return;
    onError(error);
    // Its loop asks again at once, and would do nothing else while the store is away.
    void worker?.pause(true);
    resting ??= setTimeout(() => {
      resting = null;
      follow();
    }, restMs);
  }

  function follow(): void {
    if (stopped || resting) return;
    worker ??= open();
    if (!wanted) void worker.pause(true);
    // Begins it as well; `run` of one that was paused before it ran would end at once.
    else void worker.resume();
  }
  async function stop(): Promise<void> {
    stopped = true;
    if (resting) clearTimeout(resting);
    if (worker) await closeInTime(worker, patienceMs);
  }
  let stopping: Promise<void> | null = null;
  follow();

  return {
    pause() {
      wanted = false;
      follow();
    },
    resume() {
      wanted = true;
      follow();
    },
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}
