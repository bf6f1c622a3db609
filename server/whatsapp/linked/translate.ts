/** From the library's message to the driver's events. Pure. */
import {
  jidNormalizedUser,
  proto,
  toNumber,
  type WAMessage,
  type WAMessageContent,
} from '@whiskeysockets/baileys';
import type { DriverEvent, InboundMessage, Participant, StatusUpdate, Who } from '../driver.ts';
import { contextOf, longestRaw, type Said, saidBy, wordsOf } from './content.ts';
import { conversationOf, groupOf, isMe, type Me, nameOf, whoOfKey } from './names.ts';
import { unwrap } from './unwrapping.ts';

export type Setting = {
  me: Me;
  now: Date;
  /** True: from before we were linked. */
  history?: boolean;
  /** True: groups are conversations. */
  groups?: boolean;
  /** What is known of a group by now. */
  about?: (group: string) => { name: string | null; isAdmin(jid: string): boolean } | null;
};

const { StubType, Status } = proto.WebMessageInfo;
const { Type: ProtocolType } = proto.Message.ProtocolMessage;

/**
 * In their order; nothing for what is no conversation with a person.
 * @param known what it says, where that is not to be found in it
 */
export function eventsOf(message: WAMessage, setting: Setting, known?: Said): DriverEvent[] {
  const who = conversationOf(message.key, setting.me, setting.groups ?? false);
  const whatsappId = message.key.id;
  if (!who || !whatsappId) return [];
  const at = instantOf(message.messageTimestamp, setting.now);
  const fromMe = Boolean(message.key.fromMe);
  const by = who.group && !fromMe ? participantOf(message) : null;
  // Somebody of a group, and nobody knows who.
  if (who.group && !fromMe && !by) return [];
  const origin = { who, fromMe, at, by, message, setting };
  const changes = message.message ? changesBy(message.message, origin) : null;
  if (changes) return changes;
  const said =
    known ?? stubOf(message) ?? (message.message ? saidBy(message.message, message.key) : null);
  if (!said) return [];
  const context = message.message ? contextOf(message.message) : null;
  const event: InboundMessage = {
    ...who,
    type: 'message',
    whatsappId,
    // On a message of ours the name is our own.
    name: who.group
      ? (setting.about?.(who.group)?.name ?? null)
      : fromMe
        ? null
        : message.pushName || message.verifiedBizName || null,
    ...(fromMe && { fromMe }),
    ...(by && { by }),
    ...(setting.history && { history: true }),
    ...said,
    ...quoteIn(context, who, setting.me),
    ...(context?.isForwarded && { forwarded: true }),
    sentAt: at,
  };
  return [event, ...statusIn(message, who, at), ...reactionsIn(message, who, at, setting.me)];
}

/** What we failed at is kept as it came, and shown as something that one reads on the phone. */
export function untranslated(message: WAMessage, setting: Setting): DriverEvent[] {
  const { key, message: content } = message;
  const plain = { key, messageTimestamp: message.messageTimestamp, pushName: message.pushName };
  const raw = { untranslated: true, message: jsonOf(content) };
  return eventsOf(plain as WAMessage, setting, { kind: 'unknown', text: null, raw });
}

function jsonOf(content: WAMessage['message']): unknown {
  try {
    const json = JSON.stringify(content);
    return json.length <= longestRaw ? JSON.parse(json) : { tooLong: true };
  } catch {
    return null;
  }
}

export function instantOf(seconds: WAMessage['messageTimestamp'], now: Date): string {
  const value = toNumber(seconds ?? 0);
  const date = new Date(value * 1_000);
  return (value > 0 && !Number.isNaN(date.getTime()) ? date : now).toISOString();
}

/** Their address as it stands in the group, so that what answers to it finds it there. */
function participantOf({
  key,
  participant,
  pushName,
  verifiedBizName,
}: WAMessage): Participant | null {
  const jid = key.participant || participant;
  if (!jid) return null;
  const phone = [jid, key.participantAlt].map(nameOf).find((name) => name && 'phone' in name);
  return {
    id: jidNormalizedUser(jid),
    name: pushName || verifiedBizName || null,
    phone: phone && 'phone' in phone ? phone.phone : null,
  };
}

type Origin = {
  who: Who;
  fromMe: boolean;
  at: string;
  by: Participant | null;
  message: WAMessage;
  setting: Setting;
};

/** What a message does to another one; null: it does nothing of the kind. */
function changesBy(message: WAMessageContent, origin: Origin): DriverEvent[] | null {
  const { content } = unwrap(message);
  const { who, fromMe, at } = origin;
  const by = { ...who, ...(fromMe && { fromMe }), ...(origin.by && { by: origin.by }), at };
  const { reactionMessage, protocolMessage } = content;
  if (reactionMessage) {
    const { key, text } = reactionMessage;
    if (!key?.id) return [];
    // The library has turned the key to our side of the conversation.
    const toOurs = Boolean(key.fromMe);
    const author =
      who.group && !toOurs && key.participant ? jidNormalizedUser(key.participant) : '';
    return [
      {
        ...{ ...by, type: 'reaction', whatsappId: key.id, toOurs, emoji: text ?? '' },
        ...(author && { author }),
      },
    ];
  }
  const whatsappId = protocolMessage?.key?.id;
  if (!protocolMessage || !whatsappId) return null;
  // One changes one's own messages only: whoever sent the change wrote the message.
  if (protocolMessage.type === ProtocolType.REVOKE) {
    const whose = whoseIsDeleted(protocolMessage.key?.participant, origin);
    return whose ? [{ ...by, type: 'delete', whatsappId, ...whose }] : [];
  }
  if (protocolMessage.type === ProtocolType.MESSAGE_EDIT) {
    const text = wordsOf(protocolMessage.editedMessage);
    return text === null ? [] : [{ ...by, type: 'edit', whatsappId, text }];
  }
  return null;
}

/** Nothing to add where it is their own; null where they may not: an admin of a group may. */
function whoseIsDeleted(
  author: string | null | undefined,
  { who, fromMe, by, message, setting }: Origin,
): { author?: string; toOurs?: boolean } | null {
  if (!who.group || !author) return {};
  const own = [by?.id, message.key.participantAlt].map((jid) => jid && jidNormalizedUser(jid));
  const toOurs = isMe(author, setting.me);
  if (toOurs ? fromMe : own.includes(jidNormalizedUser(author))) return {};
  const may = fromMe || setting.about?.(who.group)?.isAdmin(by?.id ?? '');
  if (!may) return null;
  return toOurs ? { toOurs } : { author: jidNormalizedUser(author), toOurs };
}

const missed = new Map([
  [StubType.CALL_MISSED_VOICE, false],
  [StubType.CALL_MISSED_VIDEO, true],
]);

/** Messages that have no content: those we could not read, and calls. */
function stubOf(message: WAMessage): Said | null {
  const { messageStubType: stub, key } = message;
  if (message.message) return null;
  if (key.isViewOnce) return { kind: 'viewOnce', text: null };
  if (stub === StubType.CIPHERTEXT) {
    const reason = String(message.messageStubParameters?.[0] ?? '').slice(0, 200);
    return { kind: 'unknown', text: null, raw: { unreadable: true, reason } };
  }
  const video = stub === null || stub === undefined ? undefined : missed.get(stub);
  if (video === undefined) return null;
  const call = { outcome: 'missed' as const, ...(video && { video }) };
  return { kind: 'call', text: null, content: { call } };
}

function quoteIn(
  context: proto.IContextInfo | null,
  who: Who,
  me: Me,
): Pick<InboundMessage, 'quoted'> {
  if (!context?.stanzaId || !context.quotedMessage) return {};
  // Of somebody else's conversation (a status, a group): nothing here to point at.
  if (context.remoteJid && !samePerson(context.remoteJid, who, me)) return {};
  const fromMe = isMe(context.participant, me);
  const text = wordsOf(context.quotedMessage);
  const { participant } = context;
  const author = who.group && participant && !fromMe ? jidNormalizedUser(participant) : '';
  return { quoted: { whatsappId: context.stanzaId, fromMe, text, ...(author && { author }) } };
}

function samePerson(jid: string, who: Who, me: Me): boolean {
  if (who.group) return groupOf(jid) === who.group;
  if (isMe(jid, me)) return true;
  const other = whoOfKey({ remoteJid: jid }, me);
  return (
    other !== null &&
    ((other.phone !== null && other.phone === who.phone) ||
      (other.lid !== undefined && other.lid === who.lid))
  );
}

const statuses = new Map<number, StatusUpdate['status']>([
  [Status.SERVER_ACK, 'sent'],
  [Status.DELIVERY_ACK, 'delivered'],
  [Status.READ, 'read'],
  [Status.PLAYED, 'played'],
]);

export const statusOf = (status: number | null | undefined): StatusUpdate['status'] | null =>
  (typeof status === 'number' && statuses.get(status)) || null;

/** A receipt may come inside the first event, and no update after it. */
function statusIn({ key, status }: WAMessage, who: Who, at: string): StatusUpdate[] {
  const reached = key.fromMe ? statusOf(status) : null;
  return reached && key.id
    ? [{ ...who, type: 'status', whatsappId: key.id, status: reached, at }]
    : [];
}

function reactionsIn(
  { key, reactions, ...message }: WAMessage,
  who: Who,
  at: string,
  me: Me,
): DriverEvent[] {
  return (reactions ?? []).flatMap((reaction) => {
    if (!key.id || !reaction.text) return [];
    const ms = toNumber(reaction.senderTimestampMs ?? 0);
    const jid = who.group && reaction.key?.participant;
    const fromMe = reaction.key?.fromMe || (jid ? isMe(jid, me) : false);
    const author = who.group && (key.participant || message.participant);
    const name = nameOf(jid || null);
    const phone = name && 'phone' in name ? name.phone : null;
    if (who.group && !fromMe && !jid) return [];
    return [
      {
        ...who,
        type: 'reaction' as const,
        whatsappId: key.id,
        toOurs: Boolean(key.fromMe),
        ...(fromMe && { fromMe: true }),
        ...(jid && !fromMe && { by: { id: jidNormalizedUser(jid), name: null, phone } }),
        ...(author && !key.fromMe && { author: jidNormalizedUser(author) }),
        emoji: reaction.text,
        at: ms > 0 ? new Date(ms).toISOString() : at,
      },
    ];
  });
}
