import type { Life } from './life.ts';
import type { Log } from './log.ts';

/**
 * Does `work` now and again `ms` after each end, until the server stops. Several servers may do the
 * same work at once, so it must do no harm twice; what fails is done at the next turn.
 */
export function repeat(
  name: string,
  ms: number,
  work: () => Promise<unknown>,
  { life, log }: { life: Life; log: Log },
): void {
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  let running = Promise.resolve();
  const turn = () => {
    running = work().then(
      () => undefined,
      (error: unknown) => log.warn({ err: error, name }, 'this is done again at the next turn'),
    );
    void running.then(() => {
      if (!over) timer = setTimeout(turn, ms);
    });
  };
  turn();
  life.onStop(name, async () => {
    over = true;
    clearTimeout(timer);
    await running;
  });
}
