/** What a simulated phone shows, and what it can be asked to do. */
import { type Static, Type } from 'typebox';
import { AttachmentKind, AttachmentLook } from '#shared/contract/attachment.ts';
import { MessageContent, messageKinds } from '#shared/contract/message.ts';
import { Refused } from '#shared/contract/refusal.ts';
import { Instant, nullable } from '#shared/contract/scalars.ts';
import { toE164 } from '#shared/rules/phone-number.ts';
import type { DriverEvent, InboundMessage } from '../driver.ts';

/** A contact's own message is `waiting` while their phone is offline. */
export const PhoneStatus = Type.Enum(['waiting', 'sent', 'delivered', 'read', 'played']);
export type PhoneStatus = Static<typeof PhoneStatus>;
export type ReceiptStatus = 'delivered' | 'read' | 'played';

const Kind = Type.Enum(messageKinds.filter((kind) => kind !== 'note'));

/** Of a file whose bytes are kept, under their hash. */
export type KeptAttachment = AttachmentLook & {
  kind: AttachmentKind;
  name: string | null;
  mediaType: string;
  size: number;
  /** Lower-case hex. */
  sha256: string;
};

export const PhoneMessage = Type.Object({
  whatsappId: Type.String(),
  fromContact: Type.Boolean(),
  kind: Kind,
  text: nullable(Type.String()),
  /** One tick when WhatsApp has it, two when the other side has it. */
  status: PhoneStatus,
  sentAt: Instant,
  // Absent where there is nothing of the kind.
  attachment: Type.Optional(
    Type.Object({
      kind: AttachmentKind,
      name: nullable(Type.String()),
      mediaType: Type.String(),
      size: Type.Integer(),
      sha256: Type.String(),
      url: Type.String(),
      ...AttachmentLook.properties,
    }),
  ),
  content: Type.Optional(MessageContent),
  quote: Type.Optional(
    Type.Object({
      whatsappId: Type.String(),
      fromContact: Type.Boolean(),
      text: nullable(Type.String()),
    }),
  ),
  reactions: Type.Optional(
    Type.Array(Type.Object({ fromContact: Type.Boolean(), emoji: Type.String() })),
  ),
  forwarded: Type.Optional(Type.Boolean()),
  /** Written on the phone of the number itself, not by the server. */
  ownPhone: Type.Optional(Type.Boolean()),
  editedAt: Type.Optional(Instant),
  /** Deleted for everyone: nothing of it shows any more. */
  deletedAt: Type.Optional(Instant),
});
export type PhoneMessage = Static<typeof PhoneMessage>;

/** What a phone does when it is called. `refuse`: nobody may call it until it has allowed it. */
export const OnCalls = Type.Enum(['ring', 'take', 'decline', 'refuse']);
export type OnCalls = Static<typeof OnCalls>;

/** The answers to the question whether we may call, as the Cloud API's are named here. */
export const mayCall = { yes: 'call.accept', no: 'call.reject' } as const;

export const Phone = Type.Object({
  phone: Type.String(),
  name: nullable(Type.String()),
  online: Type.Boolean(),
  lastText: nullable(Type.String()),
  lastKind: nullable(Kind),
  lastFromContact: nullable(Type.Boolean()),
  lastStatus: nullable(PhoneStatus),
  lastAt: nullable(Instant),
  /** Messages to this phone that it has not marked as read. */
  unread: Type.Integer(),
  /** The call that rings or is spoken in just now. */
  call: Type.Optional(
    Type.Object({
      whatsappId: Type.String(),
      video: Type.Boolean(),
      fromContact: Type.Boolean(),
      /** Since when it is spoken in; null: it rings. */
      takenAt: nullable(Instant),
    }),
  ),
  calls: OnCalls,
  lid: Type.Optional(Type.String()),
  bsuid: Type.Optional(Type.String()),
  username: Type.Optional(Type.String()),
  /** Where the picture that the contact has set is. */
  picture: Type.Optional(Type.String()),
  /** WhatsApp tells the server no number, only the other names. */
  numberHidden: Type.Optional(Type.Boolean()),
});
export type Phone = Static<typeof Phone>;

export type FromContact = {
  phone: string;
  name?: string;
  /** Of the message; the same again changes nothing. */
  id?: string;
  /** Absent: text. */
  kind?: InboundMessage['kind'];
  text?: string | null;
  content?: MessageContent;
  attachment?: KeptAttachment;
  /** The message that it answers; one that does not show is left out. */
  quotes?: string;
  forwarded?: boolean;
  raw?: unknown;
  /** Written on the phone of the number itself: the contact gets it, the server hears of it. */
  fromMe?: boolean;
  history?: boolean;
  sentAt?: Instant;
};
export type ToContact = {
  phone: string;
  whatsappId: string;
  kind?: InboundMessage['kind'];
  text: string | null;
  content?: MessageContent;
  attachment?: KeptAttachment;
  quoted?: { whatsappId: string; fromMe: boolean; text: string | null };
  forwarded?: boolean;
};
export type PhoneChange = {
  name?: string;
  online?: boolean;
  lid?: string;
  bsuid?: string;
  username?: string;
  numberHidden?: boolean;
  calls?: OnCalls;
};

/** What one side does to a message that is there. */
export type Act = {
  phone: string;
  by: 'contact' | 'number';
  /** False: the server did it, and need not hear of it. */
  told: boolean;
  whatsappId: string;
  /** Who wrote that message; absent: whoever did, for a reaction. */
  ofContact?: boolean;
} & ({ act: 'edit'; text: string } | { act: 'delete' } | { act: 'reaction'; emoji: string });
/** unknown: no such message there; unfit: it cannot have that done to it. */
export type ActOutcome = 'done' | 'unknown' | 'unfit';

export type CallEnd = {
  outcome: 'missed' | 'declined' | 'answered' | 'failed';
  seconds?: number;
};

/** An event that WhatsApp has for the server; `nth` is its place in line. */
export type Pending = { nth: number; phone: string | null; event: DriverEvent };

export const ofPhone = Type.Object({ phone: Type.String({ maxLength: 40 }) });
export const ofMessage = Type.Object({
  ...ofPhone.properties,
  id: Type.String({ maxLength: 100 }),
});
/** The phone that an address names. */
export function phoneOf(params: { phone: string }): string {
  const phone = toE164(params.phone);
  if (!phone) {
    const words = 'This is not a phone number with its country code.';
    throw new Refused('invalid', words, { path: '/phone' });
  }
  return phone;
}
