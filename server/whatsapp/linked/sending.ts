/** One message to WhatsApp, until WhatsApp says that it has it. */
import type { WASocket } from '@whiskeysockets/baileys';
import type { Log } from '../../platform/log.ts';
import type { Outgoing, Sent, Who } from '../driver.ts';
import type { Acks } from './acks.ts';
import { codeOf } from './link.ts';
import { jidOfGroup, jidOfLid, jidOfPhone } from './names.ts';
import { toSend } from './outgoing-content.ts';
import type { Pacer } from './pacing.ts';

export type SendingDeps = {
  open: () => WASocket | null;
  /** Of the connection that is open. */
  acks: () => Acks | null;
  pacer: Pacer;
  /** How long WhatsApp may take to confirm a message. */
  ackMs: number;
  log: Log;
};

const notOpen = { ok: false, permanent: false, reason: 'The session is not open.' } as const;
const nowhere = {
  ok: false,
  permanent: true,
  reason: 'The contact has no number that a linked device can write to.',
} as const;
const notThere = {
  ok: false,
  permanent: true,
  reason: 'This number is not on WhatsApp.',
} as const;

const noCalls = {
  ok: false,
  permanent: true,
  reason: 'A linked device cannot call: send a link to a call.',
} as const;

export function openSending(deps: SendingDeps): (message: Outgoing) => Promise<Sent> {
  /** Numbers that WhatsApp was asked for, and its own form of them. */
  const known = new Map<string, string>();

  /** Whoever wrote first has a hidden number; a first contact is asked for. */
  async function addressOf(who: Who, sock: WASocket): Promise<string | Sent> {
    if (who.group) return jidOfGroup(who.group);
    if (who.lid) return jidOfLid(who.lid);
    if (!who.phone) return nowhere;
    const before = known.get(who.phone);
    if (before) return before;
    const answer = await sock.onWhatsApp(jidOfPhone(who.phone));
    if (!answer) return { ok: false, permanent: false, reason: 'WhatsApp did not answer.' };
    const found = answer.find(({ exists }) => exists);
    if (!found) return notThere;
    known.set(who.phone, found.jid);
    return found.jid;
  }

  return async (message) => {
    const sock = deps.open();
    if (!sock) return notOpen;
    if (message.kind === 'callPermission') return noCalls;
    try {
      const jid = await addressOf(message, sock);
      if (typeof jid !== 'string') return jid;
      const text = 'text' in message ? (message.text ?? '') : '';
      await deps.pacer(jid, text.length);
      const acks = deps.acks();
      if (deps.open() !== sock || !acks) return notOpen;
      const { content, options } = await toSend(message, jid);
      const ack = acks.expect(message.whatsappId);
      try {
        await sock.sendMessage(jid, content, options);
      } catch (error) {
        ack.forget();
        throw error;
      }
      return await ack.within(deps.ackMs);
    } catch (error) {
      deps.log.warn({ err: error, whatsappId: message.whatsappId }, 'a message did not go out');
      const code = codeOf(error);
      return { ok: false, permanent: false, reason: (error as Error).message, code };
    }
  };
}
