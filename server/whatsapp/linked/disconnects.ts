/** What to do when the connection ends. Pure. */

export type Ended = {
  /** WhatsApp's code, or the library's. */
  code: number;
  /** Whether a phone has accepted this device. */
  paired: boolean;
  /** Connections that ended one after the other with no steady one between them, this included. */
  failures: number;
  /** How many of the last ones in a row ended with this code, this included. */
  repeats: number;
  /** 0 to 1. */
  random: number;
};

export type Decision =
  | { do: 'reconnect'; inMs: number; reason: string | null; alarm?: true }
  /** Another version of WhatsApp Web is asked for first. */
  | { do: 'askVersion'; inMs: number; reason: string }
  /** The link is forgotten and a new code is shown. */
  | { do: 'pairAgain'; inMs: number; reason: string }
  | { do: 'stop'; reason: string };

const firstMs = 1_000;
const mostMs = 5 * 60_000;
const replacedMs = 10 * 60_000;
const badSessions = 3;
const pairingRounds = 6;

/** Doubles each time, and is never the same for two servers. */
export function backoff(failures: number, random: number): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.max(0, failures - 1));
  return Math.round(full * (0.5 + random / 2));
}

export const words = {
  lost: 'The connection to WhatsApp was lost. It is tried again by itself.',
  replaced:
    'Another program took over this link. Close WhatsApp Web and any other server that uses the same link; it is tried again in some minutes.',
  loggedOut:
    'The phone ended the link. On the phone open WhatsApp, Linked devices, and scan the new code.',
  forbidden:
    'WhatsApp refuses this number. Open WhatsApp on the phone to see why: the number may be restricted or banned.',
  oldVersion: 'WhatsApp refuses the version in use; the current one is asked for.',
  mismatch: 'The link does not fit the phone any more. Scan the new code to pair again.',
  bad: 'WhatsApp refused the link again and again. Scan the new code to pair again.',
  wrongKey:
    "The WhatsApp link in the database was made with another server key. Put the old key back (the file server.key of the data folder, or the environment's), or unlink and pair again.",
  nobody: 'Nobody entered the code. Stop the session and start it again for a new one.',
};

export function afterEnd({ code, paired, failures, repeats, random }: Ended): Decision {
  const later = (reason: string | null = words.lost): Decision => ({
    do: 'reconnect',
    inMs: backoff(failures, random),
    reason,
  });
  // WhatsApp asks for it after pairing; it is no failure.
  if (code === 515) return { do: 'reconnect', inMs: 0, reason: null };
  if (code === 402 || code === 403) return { do: 'stop', reason: words.forbidden };
  if (code === 405) {
    return { do: 'askVersion', inMs: backoff(failures, random), reason: words.oldVersion };
  }
  if (!paired) {
    if (code !== 408) return later();
    // The codes of one connection were used up: a few more rounds, then whoever wanted it is gone.
    if (repeats >= pairingRounds) return { do: 'stop', reason: words.nobody };
    return { do: 'reconnect', inMs: firstMs, reason: null };
  }
  if (code === 401) return { do: 'pairAgain', inMs: 0, reason: words.loggedOut };
  if (code === 411) return { do: 'pairAgain', inMs: firstMs, reason: words.mismatch };
  if (code === 440) {
    const inMs = Math.round(replacedMs * (0.75 + random / 2));
    return { do: 'reconnect', inMs, reason: words.replaced, alarm: true };
  }
  if (code === 500 && repeats >= badSessions) {
    return { do: 'pairAgain', inMs: firstMs, reason: words.bad };
  }
  return later();
}

/** Counts what `afterEnd` asks for; a short `open` resets nothing. */
export type Attempts = {
  opened(at: number): void;
  ended(code: number, at: number): Pick<Ended, 'failures' | 'repeats'>;
  /** Another link: what came before says nothing about it. */
  reset(): void;
};

const steadyMs = 60_000;

export function openAttempts(): Attempts {
  let openedAt: number | null = null;
  let failures = 0;
  let repeats = 0;
  let lastCode: number | null = null;
  const reset = (): void => {
    failures = 0;
    repeats = 0;
    lastCode = null;
  };
  return {
    opened(at) {
      openedAt = at;
    },
    ended(code, at) {
      if (openedAt !== null && at - openedAt >= steadyMs) reset();
      openedAt = null;
      if (code === 515) return { failures, repeats };
      failures += 1;
      repeats = code === lastCode ? repeats + 1 : 1;
      lastCode = code;
      return { failures, repeats };
    },
    reset,
  };
}
