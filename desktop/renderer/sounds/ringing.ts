import type { Pause, Settings } from '#shared/contract/settings.ts';
import { isPaused, isQuietAt, wallTime } from '#shared/rules/do-not-disturb.ts';

/** Whether a call is heard ringing: as chosen, and not while this person is left in peace. */
export function mayRing(
  { ring, quiet, quietSpans }: Pick<Settings, 'ring' | 'quiet' | 'quietSpans'>,
  pausedUntil: Pause,
  now: Date,
): boolean {
  if (!ring || isPaused(pausedUntil, now)) return false;
  return !(quiet && isQuietAt(quietSpans, wallTime(now)));
}
