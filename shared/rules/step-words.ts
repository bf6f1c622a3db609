import type { ServiceDetailStep } from '../contract/service-detail.ts';

/** What is said of a step: a key of its words. */
export type StepWords =
  | 'createdByContact'
  | 'createdBy'
  | 'startedBy'
  | 'routedTo'
  | 'givenTo'
  | 'transferredTo'
  | 'passedTo'
  | 'toTeam'
  | 'passedToTeam'
  | 'toQueue'
  | 'returned'
  | 'returnedBy'
  | 'finishedBy'
  | 'finishedAlone'
  | 'evaluated';

/** Who did what to whom: nobody as the doer is the contact, routing or the clock. */
export function stepWords({ what, who, holder, team }: ServiceDetailStep): StepWords {
  switch (what) {
    case 'created':
      return who ? 'createdBy' : 'createdByContact';
    case 'started':
      if (!who) return 'routedTo';
      return holder && holder.id !== who.id ? 'givenTo' : 'startedBy';
    case 'transferred':
      if (holder) return who ? 'transferredTo' : 'passedTo';
      if (team) return who ? 'toTeam' : 'passedToTeam';
      return 'toQueue';
    case 'returned':
      return who ? 'returnedBy' : 'returned';
    case 'finished':
      return who ? 'finishedBy' : 'finishedAlone';
    case 'evaluated':
      return 'evaluated';
  }
}
