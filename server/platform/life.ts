/** What was started is stopped again, in the opposite order, and in time. */

export type Life = {
  /** Called once at the end; what was started later is stopped earlier. */
  onStop(name: string, stop: () => unknown): void;
  /** Resolves when everything has stopped, or `patience` ms are over: false then. */
  stop(): Promise<boolean>;
};

export type Told = { name: string; ms: number; error?: unknown };

/** One part that hangs must not keep the others from stopping: so many ms, then the next. */
const patienceWithOne = 6_000;

function inTime(work: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('took too long')), patienceWithOne);
    Promise.resolve(work)
      .then(() => resolve(), reject)
      .finally(() => clearTimeout(timer));
  });
}

/** @param told hears how each part stopped. */
export function openLife(patience: number, told: (part: Told) => void): Life {
  const closers: { name: string; stop: () => unknown }[] = [];
  const stopAll = async () => {
    for (let next = closers.pop(); next; next = closers.pop()) {
      const { name, stop } = next;
      const before = performance.now();
      const ms = () => Math.round(performance.now() - before);
      try {
        await inTime(stop());
        told({ name, ms: ms() });
      } catch (error) {
        told({ name, ms: ms(), error });
      }
    }
    return true;
  };
  let stopping: Promise<boolean> | null = null;
  return {
    onStop: (name, stop) => closers.push({ name, stop }),
    stop() {
      stopping ??= new Promise((resolve) => {
        const timer = setTimeout(resolve, patience, false);
        stopAll().then((done) => {
          clearTimeout(timer);
          resolve(done);
        }, resolve);
      });
      return stopping;
    },
  };
}
