/** Which service each contact has had and has now: how it goes and when it begins. */

import { type Dialogue, days, dialogues, doctors, hours } from './dialogues.ts';
import type { Dice } from './dice.ts';
import { isOpen, momentOf } from './opening-hours.ts';

/**
 * finished, inactivity, unattended: over, in that way. waiting, open: still so `minutesAgo` minutes
 * after their first message or their last one.
 */
export type Course =
  | { end: 'finished' | 'inactivity' | 'unattended'; from: number }
  | { end: 'waiting' | 'open'; minutesAgo: number };

export type Planned = {
  contact: number;
  attendant: number;
  /** Who takes it over midway, or null. */
  other: number | null;
  dialogue: Dialogue;
  said: { day: string; hour: string; doctor: string };
  score: number | null;
  farewell: boolean;
} & Course;

const waitingNow = [25, 14, 9, 4, 2, 1];
const openNow = [18, 12, 11, 7, 6, 4, 3, 2, 1];
const scores = [5, 5, 5, 5, 4, 4, 4, 3, 2];
const minute = 60_000;

/** Finished services of earlier today, or of the last days where the clinic was closed by then. */
function earlierToday(now: number, dice: Dice, count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const from = now - (60 + index * 35 + dice.between(0, 20)) * minute;
    return isOpen(from, 45) ? from : momentOf(now, 1 + (index % 3), dice.between(0, 100) / 100);
  });
}

/** @returns for each contact its services in order of time */
export function planWorkspace(now: number, dice: Dice, contacts: number): Planned[] {
  const everyone = dice.shuffled(Array.from({ length: contacts }, (_, index) => index));
  const drawn = (contact: number, course: Course): Planned => {
    const attendant = dice.between(0, 2);
    return {
      contact,
      attendant,
      other: dice.chance(0.12) ? (attendant + dice.between(1, 2)) % 3 : null,
      dialogue: dice.pick(dialogues),
      said: { day: dice.pick(days), hour: dice.pick(hours), doctor: dice.pick(doctors) },
      score: dice.chance(0.55) ? dice.pick(scores) : null,
      farewell: dice.chance(0.4),
      ...course,
    };
  };
  const planned: Planned[] = [];
  const now_ = everyone.slice(0, waitingNow.length + openNow.length);
  waitingNow.forEach((minutesAgo, index) => {
    planned.push(drawn(now_[index] ?? 0, { end: 'waiting', minutesAgo }));
  });
  openNow.forEach((minutesAgo, index) => {
    const contact = now_[waitingNow.length + index] ?? 0;
    const other = index === 1 ? (index + 1) % 3 : null;
    planned.push({ ...drawn(contact, { end: 'open', minutesAgo }), attendant: index % 3, other });
  });
  earlierToday(now, dice, 8).forEach((from, index) => {
    planned.push(drawn(everyone[now_.length + index] ?? 0, { end: 'finished', from }));
  });
  for (const [index, contact] of everyone.entries()) {
    const before = dice.between(index < 23 ? 0 : 1, 2);
    for (let nth = 0; nth < before; nth += 1) {
      const daysAgo = nth === 0 ? dice.between(16, 29) : dice.between(4, 13);
      const from = momentOf(now, daysAgo, dice.between(0, 100) / 100);
      const end = dice.chance(0.1) ? 'inactivity' : dice.chance(0.07) ? 'unattended' : 'finished';
      planned.push(drawn(contact, { end, from }));
    }
  }
  const begins = (it: Planned) => ('from' in it ? it.from : now);
  return planned.sort((a, b) => a.contact - b.contact || begins(a) - begins(b));
}
