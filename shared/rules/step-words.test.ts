import { expect, it } from 'vitest';
import type { ServiceDetailStep } from '../contract/service-detail.ts';
import { stepWords } from './step-words.ts';

const ana = { id: 'a', name: 'Ana' };
const rui = { id: 'r', name: 'Rui' };
const team = { id: 't', name: 'Exames' };
type Part = Partial<ServiceDetailStep>;

it.each<[ServiceDetailStep['what'], Part, string]>([
  ['created', {}, 'createdByContact'],
  ['created', { who: ana }, 'createdBy'],
  ['started', { who: ana, holder: ana }, 'startedBy'],
  ['started', { who: rui, holder: ana }, 'givenTo'],
  ['started', { holder: ana }, 'routedTo'],
  ['transferred', { who: ana, holder: rui, team }, 'transferredTo'],
  ['transferred', { holder: rui }, 'passedTo'],
  ['transferred', { who: ana, team }, 'toTeam'],
  ['transferred', { team }, 'passedToTeam'],
  ['transferred', { who: ana }, 'toQueue'],
  ['returned', {}, 'returned'],
  ['returned', { who: rui }, 'returnedBy'],
  ['finished', { who: ana, holder: ana }, 'finishedBy'],
  ['finished', { holder: ana }, 'finishedAlone'],
  ['evaluated', {}, 'evaluated'],
])('%s with %o', (what, part, words) => {
  expect(stepWords({ what, when: '2026-11-21T10:00:00.000Z', ...part })).toBe(words);
});
