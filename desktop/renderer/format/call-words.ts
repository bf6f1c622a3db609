/** What became of a call, as the contact's side and ours see it: the key of its words. */
import type { Call, Direction } from '#shared/contract/message.ts';
import type { Words } from '../i18n/words.ts';

export type CallWords = keyof Words['kinds']['calls'];

const came = {
  ringing: 'ringing',
  talking: 'talking',
  missed: 'missed',
  declined: 'declined',
  answered: 'received',
  failed: 'failed',
  linkSent: 'linkSent',
  permissionAsked: 'permissionAsked',
} as const satisfies Record<Call['outcome'], CallWords>;

const went = {
  ...came,
  ringing: 'dialled',
  missed: 'noAnswer',
  declined: 'declinedByThem',
  answered: 'made',
} as const satisfies Record<Call['outcome'], CallWords>;

export const callWords = (outcome: Call['outcome'], direction: Direction): CallWords =>
  (direction === 'in' ? came : went)[outcome];
