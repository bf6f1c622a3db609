/** Everything that arrives goes to the journal at once; what it refuses is kept until it takes it. */
import type { Log } from '../../platform/log.ts';
import type { DriverEvent, DriverHooks } from '../driver.ts';

export type HandingOver = {
  /** Never throws: WhatsApp may have been told already that we have it. */
  take(events: DriverEvent[]): void;
  /** Tries again after a `close`. @returns whether nothing waits any more */
  resume(): boolean;
  /** Tries once more, and waits for `resume`. @returns how many events are kept in memory */
  close(): number;
};

const retryMs = 1_000;

/** @param changed called when the journal begins to refuse (nothing more may be taken from WhatsApp then), and when it takes again */
export function openHandingOver(
  take: DriverHooks['take'],
  log: Log,
  changed: (stuck: boolean) => void,
): HandingOver {
  let held: DriverEvent[] = [];
  let timer: NodeJS.Timeout | null = null;

  function handOver(): boolean {
    try {
      take(held);
      held = [];
      return true;
    } catch (error) {
      log.error({ err: error, held: held.length }, 'the journal does not take what WhatsApp sent');
      return false;
    }
  }

  function again(): void {
    timer = setTimeout(() => {
      timer = null;
      if (handOver()) changed(false);
      else again();
    }, retryMs);
  }

  return {
    take(events) {
      if (events.length === 0) return;
      held.push(...events);
      // In their order: nothing overtakes what waits.
      if (timer || handOver()) return;
      again();
      changed(true);
    },
    resume() {
      if (held.length === 0 || (!timer && handOver())) return true;
      if (!timer) again();
      changed(true);
      return false;
    },
    close() {
      if (timer) clearTimeout(timer);
      timer = null;
      if (held.length > 0) handOver();
      return held.length;
    },
  };
}
