/** From Meta's envelope to the events that every driver speaks in. Pure. */
import { Type } from 'typebox';
import type { Instant } from '#shared/contract/scalars.ts';
import { toE164 } from '#shared/rules/phone-number.ts';
import type { DriverEvent, InboundMessage, Who } from '../driver.ts';
import {
  type CloudMessage,
  type CloudStatus,
  readCall,
  readContact,
  readEnvelope,
  reader,
  readMessage,
  readStatus,
  readValue,
  type Value,
} from './envelope.ts';
import { verdictOn } from './errors.ts';
import { contentOf } from './message-content.ts';
import { type At, instantOf, personOf } from './people.ts';
import { ofCall, ofCallStatus } from './translate-calls.ts';

export type Translated = {
  events: DriverEvent[];
  /** Parts that could not be read, and complaints about the account: for the log. */
  leftOut: { why: string; part: unknown }[];
};

const optional = Type.Optional;
const readReaction = reader(
  Type.Object({ message_id: Type.String({ minLength: 1 }), emoji: optional(Type.String()) }),
);
const readSystem = reader(
  Type.Object({
    type: optional(Type.String()),
    wa_id: optional(Type.String()),
    new_wa_id: optional(Type.String()),
    user_id: optional(Type.String()),
  }),
);
const readRevoke = reader(Type.Object({ original_message_id: Type.String({ minLength: 1 }) }));
const readEdit = reader(
  Type.Object({
    original_message_id: Type.String({ minLength: 1 }),
    message: Type.Object({ type: Type.String() }),
  }),
);

/** What belongs to another number of the same account is not ours. Null: no envelope at all. */
export function translate(body: unknown, phoneId: string, now: Instant): Translated | null {
  const envelope = readEnvelope(body);
  if (!envelope) return null;
  const all: Translated = { events: [], leftOut: [] };
  for (const { field, value: part } of envelope.entry.flatMap(({ changes }) => changes)) {
    const value = readValue(part);
    if (!value) {
      // Templates, quality, account: news about other things come in other forms.
      if (['messages', 'smb_message_echoes', 'calls'].includes(field)) {
        all.leftOut.push({ why: `a change of ${field} that could not be read`, part });
      }
      continue;
    }
    if (value.metadata.phone_number_id === phoneId) takeValue(all, value, now);
  }
  return all;
}

function takeValue(all: Translated, value: Value, now: Instant): void {
  const contacts = (value.contacts ?? []).flatMap((one) => readContact(one) ?? []);
  const at: At = { now, contacts, own: value.metadata.display_phone_number };
  const each = <T>(
    parts: unknown[] | undefined,
    read: (part: unknown) => T | null,
    eventsOf: (one: T) => DriverEvent[] | null,
  ): void => {
    for (const part of parts ?? []) {
      const one = read(part);
      const events = one && eventsOf(one);
      if (events) all.events.push(...events);
      else all.leftOut.push({ why: 'a part that could not be read', part });
    }
  };
  each(value.messages, readMessage, (message) => ofMessage(message, at, false));
  each(value.message_echoes, readMessage, (message) => ofMessage(message, at, true));
  each(value.statuses, readStatus, (status) =>
    status.type === 'call' ? ofCallStatus(status, at) : ofStatus(status, at),
  );
  // Faults beside a call are why it failed.
  each(value.calls, readCall, (call) => ofCall(call, at, (value.errors ?? []).length > 0));
  for (const part of value.errors ?? []) all.leftOut.push({ why: 'a fault of the account', part });
}

function ofMessage(message: CloudMessage, at: At, fromMe: boolean): DriverEvent[] | null {
  // Groups are not for this inbox.
  if (message.group_id) return [];
  const person = fromMe
    ? personOf(message.to, message.to_user_id, at.contacts)
    : personOf(message.from, message.from_user_id ?? message.user_id, at.contacts);
  if (!person) return null;
  const { who, name } = person;
  const mine = fromMe ? { fromMe } : {};
  const when = instantOf(message.timestamp, at.now);
  return (
    changeOf(message, who, mine, when) ?? [
      {
        type: 'message',
        ...who,
        whatsappId: message.id,
        // The contacts of an echo are whom it went to, under the name in our own phone.
        name: fromMe ? null : name,
        ...mine,
        ...contentOf(message),
        ...contextOf(message, who),
        sentAt: when,
      } satisfies InboundMessage,
    ]
  );
}

/** Of what is done to a message or a person; null: it is a message itself. */
function changeOf(
  message: CloudMessage,
  who: Who,
  mine: { fromMe?: boolean },
  at: Instant,
): DriverEvent[] | null {
  const part = message[message.type];
  switch (message.type) {
    case 'reaction': {
      const reaction = readReaction(part);
      if (!reaction) return null;
      const { message_id: whatsappId, emoji = '' } = reaction;
      // Meta does not say whose message it was. Its ids are unique: one of the two finds nothing.
      return [true, false].map((toOurs) => ({
        type: 'reaction',
        ...who,
        ...mine,
        whatsappId,
        toOurs,
        emoji,
        at,
      }));
    }
    case 'revoke': {
      const whatsappId = readRevoke(part)?.original_message_id;
      return whatsappId ? [{ type: 'delete', ...who, ...mine, whatsappId, at }] : null;
    }
    case 'edit': {
      const edit = readEdit(part);
      if (!edit) return null;
      const { text } = contentOf({ ...message, ...edit.message } as CloudMessage);
      const whatsappId = edit.original_message_id;
      return [{ type: 'edit', ...who, ...mine, whatsappId, text: text ?? '', at }];
    }
    case 'system': {
      const system = readSystem(part);
      const phone = toE164(system?.wa_id ?? system?.new_wa_id ?? '');
      if (!phone || !system?.type?.startsWith('user_changed_number')) return null;
      const bsuid = system.user_id;
      const formerPhone = who.phone && who.phone !== phone ? { formerPhone: who.phone } : {};
      return [{ type: 'person', phone, ...(bsuid && { bsuid }), ...formerPhone, name: null }];
    }
    default:
      return null;
  }
}

function contextOf(
  { context }: CloudMessage,
  who: Who,
): Pick<InboundMessage, 'quoted' | 'forwarded'> {
  if (!context) return {};
  const from = context.from?.replace(/\D/g, '');
  // What is not the contact's own is ours: a person with a username has no number to compare.
  const fromMe = from ? `+${from}` !== who.phone : true;
  const forwarded = context.forwarded || context.frequently_forwarded;
  return {
    ...(context.id && { quoted: { whatsappId: context.id, fromMe, text: null } }),
    ...(forwarded && { forwarded: true }),
  };
}

const statuses = ['sent', 'delivered', 'read', 'played'] as const;

/** `ours` is the id under which the message was queued: it went out with it and comes back. */
function ofStatus(status: CloudStatus, at: At): DriverEvent[] | null {
  if (status.recipient_type === 'group') return [];
  const person = personOf(status.recipient_id, status.recipient_user_id, at.contacts);
  if (!person) return null;
  const { who } = person;
  const ours = status.biz_opaque_callback_data;
  const about = { ...who, whatsappId: status.id, ...(ours && { ours }) };
  const when = instantOf(status.timestamp, at.now);
  if (status.status === 'failed') {
    const error = status.errors?.[0];
    const reason = error
      ? verdictOn(error).reason
      : 'WhatsApp did not deliver it and gave no reason.';
    return [{ type: 'failure', ...about, reason, ...(error && { code: error.code }), at: when }];
  }
  const known = statuses.find((one) => one === status.status);
  return known ? [{ type: 'status', ...about, status: known, at: when }] : null;
}
