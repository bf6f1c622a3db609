/** Sends at a person's speed: numbers that write like machines are banned. */

export type Pace = {
  /** Least time between any two messages of the number. */
  overallMs: number;
  /** Least time between two messages of one conversation. */
  conversationMs: number;
  /** What each character of the message adds to that, up to `mostMs`. */
  perCharacterMs: number;
  mostMs: number;
  /** Each gap is longer by a random part, up to this share of it. */
  jitter: number;
};

/** An attendant's quick answers still leave at once: only what follows closely waits. */
export const personsPace: Pace = {
  overallMs: 250,
  conversationMs: 800,
  perCharacterMs: 15,
  mostMs: 4_000,
  jitter: 0.5,
};

export type Clock = {
  now(): number;
  /** Resolves after so long, or earlier when the signal is aborted. */
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** 0 to 1. */
  random(): number;
};

export const realClock: Clock = {
  now: Date.now,
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done);
    }),
  random: Math.random,
};

/** Resolves when it is the turn of a message of so many characters. */
export type Pacer = (
  conversation: string,
  characters: number,
  signal?: AbortSignal,
) => Promise<void>;

const forgetAt = 10_000;

export function openPacer(pace: Pace, clock: Clock): Pacer {
  let nextOfAll = 0;
  const nextOf = new Map<string, number>();
  const jittered = (ms: number) => ms * (1 + clock.random() * pace.jitter);
  return async (conversation, characters, signal) => {
    const now = clock.now();
    const at = Math.max(now, nextOfAll, nextOf.get(conversation) ?? 0);
    // Taken before it waits, so that those who ask meanwhile queue up behind it.
    nextOfAll = at + jittered(pace.overallMs);
    const typed = Math.min(pace.mostMs, pace.conversationMs + characters * pace.perCharacterMs);
    nextOf.set(conversation, at + jittered(typed));
    if (nextOf.size > forgetAt) {
      for (const [key, next] of nextOf) if (next < now) nextOf.delete(key);
    }
    if (at > now) await clock.wait(at - now, signal);
  };
}
