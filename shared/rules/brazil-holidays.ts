/** Brazil's national holidays, the movable ones reckoned from Easter. Pure. */
import type { Holiday } from '../contract/business-hours.ts';
import { dayPlus } from './local-time.ts';

/** Easter Sunday of the Gregorian calendar, by the anonymous algorithm. */
export function easterOf(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  const day = (h + l - 7 * m + 33 * month + 19) % 32;
  const two = (n: number) => String(n).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)}`;
}

const fixed: readonly [day: string, name: string, since?: number][] = [
  ['01-01', 'Confraternização Universal'],
  ['04-21', 'Tiradentes'],
  ['05-01', 'Dia do Trabalho'],
  ['09-07', 'Independência do Brasil'],
  ['10-12', 'Nossa Senhora Aparecida'],
  ['11-02', 'Finados'],
  ['11-15', 'Proclamação da República'],
  // Lei 14.759 made it a national one.
  ['11-20', 'Dia de Zumbi e da Consciência Negra', 2024],
  ['12-25', 'Natal'],
];
/** In days from Easter; only Good Friday is a holiday by law, the others are commonly kept. */
const movable: readonly [days: number, name: string, optional: boolean][] = [
  [-48, 'Carnaval (segunda-feira)', true],
  [-47, 'Carnaval (terça-feira)', true],
  [-2, 'Paixão de Cristo (Sexta-feira Santa)', false],
  [60, 'Corpus Christi', true],
];

/** `optional`: no holiday by law, though many keep it. */
export type ProposedHoliday = Holiday & { optional: boolean };

/** Those of one year, in their order; those that are on the same day every year are for every year. */
export function holidaysOfBrazil(year: number): ProposedHoliday[] {
  const easter = easterOf(year);
  return [
    ...fixed
      .filter(([, , since = 0]) => year >= since)
      .map(([day, name]) => ({ day: `${year}-${day}`, yearly: true, name, optional: false })),
    ...movable.map(([days, name, optional]) => ({
      ...{ day: dayPlus(easter, days), yearly: false, name, optional },
    })),
  ].sort((a, b) => (a.day < b.day ? -1 : 1));
}
