/** What was started is stopped again, in the opposite order, and in time. */

export type Life = {
  /** Called once at the end; what was started later is stopped earlier. */
  onStop(name: string, stop: () => unknown): void;
  /** Resolves when everything has stopped, or `patience` ms are over: false then. */
  stop(): Promise<boolean>;
};

export function openLife(patience: number, trouble: (name: string, error: unknown) => void): Life {
  const closers: { name: string; stop: () => unknown }[] = [];
  const stopAll = async () => {
    for (let next = closers.pop(); next; next = closers.pop()) {
      try {
        await next.stop();
      } catch (error) {
        trouble(next.name, error);
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
