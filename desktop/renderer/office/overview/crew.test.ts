import { expect, it } from 'vitest';
import type { Colleague } from '#shared/contract/user.ts';
import { crewOf } from './crew.ts';

const person = (id: string, part: Partial<Colleague> = {}): Colleague => ({
  ...{ id, name: id, role: 'attendant', active: true, availability: 'online', capacity: 4 },
  ...part,
});
const crew = crewOf(
  [
    person('Otto', { active: false }),
    person('Zeca'),
    person('Bia', { availability: 'away' }),
    person('Érica'),
    person('Ana'),
    person('Ida', { active: false, availability: 'away' }),
    person('Eva', { capacity: 0 }),
  ],
  [
    { attendantId: 'Bia', open: 9 },
    { attendantId: 'Ana', open: 1 },
    { attendantId: 'Zeca', open: 4 },
    { attendantId: 'Ida', open: 1 },
    { attendantId: 'unknown', open: 3 },
  ],
  'pt-BR',
);

it('who is there first, then who holds most; who left only while they hold some', () => {
  expect(crew.map(({ colleague, held }) => [colleague.id, held])).toEqual([
    ['Zeca', 4],
    ['Ana', 1],
    ['Érica', 0],
    ['Eva', 0],
    ['Bia', 9],
    ['Ida', 1],
  ]);
});

it('a load is never more than all, also where nothing may be given', () => {
  const load = Object.fromEntries(crew.map((one) => [one.colleague.id, [one.load, one.full]]));
  expect(load).toMatchObject({
    ...{ Zeca: [1, true], Ana: [0.25, false], Bia: [1, true], Eva: [1, true], Érica: [0, false] },
  });
  expect(crewOf([person('Old', { capacity: undefined as never })], [], 'en')[0]?.load).toBeNull();
});
