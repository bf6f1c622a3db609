/** When a person is left in peace. */
import type { PauseLength, QuietSpan } from '../contract/settings.ts';

/** A moment by the wall clock of a machine: `day` 0 is Sunday, `minute` counts from midnight. */
export type WallTime = { day: number; minute: number };

const minutesOf = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
};

/** A span belongs to the day on which it begins: Friday 22:00 to 07:00 ends on Saturday. */
export function isQuietAt(spans: readonly QuietSpan[], { day, minute }: WallTime): boolean {
  const before = (day + 6) % 7;
  return spans.some(({ days, from, to }) => {
    const [begins, ends] = [minutesOf(from), minutesOf(to)];
    if (begins < ends) return days.includes(day) && minute >= begins && minute < ends;
    return (days.includes(day) && minute >= begins) || (days.includes(before) && minute < ends);
  });
}

/** In the zone of the machine that runs this. */
export const wallTime = (at: Date): WallTime => ({
  day: at.getDay(),
  minute: at.getHours() * 60 + at.getMinutes(),
});

export const morning = 8;

/** Until when; null: no pause. Tomorrow begins in the morning, and before that is still tonight. */
export function pauseUntil(length: PauseLength, now: Date): Date | null {
  if (length === 'none') return null;
  if (length === 'hour') return new Date(now.getTime() + 3_600_000);
  const then = new Date(now);
  then.setDate(then.getDate() + 1);
  then.setHours(morning, 0, 0, 0);
  return then;
}

/** `until`: a pause, as an instant. A clock that was set back far does not make it endless. */
export function isPaused(until: string | null, now: Date): boolean {
  if (until === null) return false;
  const left = Date.parse(until) - now.getTime();
  return left > 0 && left <= 2 * 86_400_000;
}
