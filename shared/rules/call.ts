import type { Call } from '../contract/message.ts';

/** A call itself, not a message about one: WhatsApp neither carries it nor changes it. */
export const isCallItself = (call: Pick<Call, 'outcome'> | undefined): boolean =>
  call !== undefined && call.outcome !== 'linkSent' && call.outcome !== 'permissionAsked';
