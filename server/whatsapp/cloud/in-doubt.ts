/**
 * Sends whose answer may be lost. The Cloud API does not notice a repeat, so before a second try
 * its webhook is heard: a status that carries our id tells that the first one arrived.
 */
import type { DriverEvent } from '../driver.ts';

type Pending = { given: string | null; told: ((given: string) => void) | null };

export type InDoubt = {
  begin(ours: string): void;
  end(ours: string): void;
  /** Meta's id for it, when a webhook told of it. */
  given(ours: string): string | null;
  /** The same, waited for; null when the time or the session is over. */
  toldOf(ours: string, ms: number, over: AbortSignal): Promise<string | null>;
  heard(events: DriverEvent[]): void;
};

const most = 1_000;

export function openInDoubt(): InDoubt {
  const pending = new Map<string, Pending>();
  return {
    begin(ours) {
      if (!pending.has(ours)) pending.set(ours, { given: null, told: null });
      const oldest = pending.size > most ? pending.keys().next().value : undefined;
      if (oldest !== undefined) pending.delete(oldest);
    },
    end: (ours) => void pending.delete(ours),
    given: (ours) => pending.get(ours)?.given ?? null,
    toldOf(ours, ms, over) {
      const one = pending.get(ours);
      if (!one || one.given || over.aborted) return Promise.resolve(one?.given ?? null);
      return new Promise((resolve) => {
        const end = () => tell(null);
        const timer = setTimeout(end, ms);
        over.addEventListener('abort', end);
        function tell(given: string | null): void {
          clearTimeout(timer);
          over.removeEventListener('abort', end);
          if (one) one.told = null;
          resolve(given);
        }
        one.told = tell;
      });
    },
    heard(events) {
      for (const event of events) {
        if (event.type !== 'status' && event.type !== 'failure' && event.type !== 'call') continue;
        const one = event.ours ? pending.get(event.ours) : undefined;
        if (!one) continue;
        one.given = event.whatsappId;
        one.told?.(event.whatsappId);
      }
    },
  };
}
