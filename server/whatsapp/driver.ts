/** The one interface that every way to WhatsApp is behind. */
import type { Readable } from 'node:stream';
import type { AttachmentKind, AttachmentLook } from '#shared/contract/attachment.ts';
import type { SendableKind } from '#shared/contract/command.ts';
import type { Call, MessageContent, MessageKind } from '#shared/contract/message.ts';
import type { Instant } from '#shared/contract/scalars.ts';
import type { Template } from '#shared/contract/template.ts';
import type { DriverName, WhatsappSession } from '#shared/contract/whatsapp.ts';
import type { Log } from '../platform/log.ts';

/** Whose conversation it is: every name that WhatsApp gave for the person, at least one. */
export type Who = {
  /** E.164. */
  phone: string | null;
  /** WhatsApp's hidden number for a person, digits only. */
  lid?: string;
  /** The Cloud API's id for a person who has no number for us. */
  bsuid?: string;
  username?: string;
  /** A group, which has no other name. */
  group?: string;
};

/** Who of a group it is. */
export type Participant = {
  /** As WhatsApp names them in that group. */
  id: string;
  name: string | null;
  /** E.164. */
  phone: string | null;
};

/** A file that WhatsApp has for us. */
export type InboundAttachment = AttachmentLook & {
  kind: AttachmentKind;
  name: string | null;
  mediaType: string;
  /** Bytes, where WhatsApp says. */
  size: number | null;
  /** What `fetch` of the same driver needs; JSON. */
  source: unknown;
};

export type InboundMessage = Who & {
  type: 'message';
  /** Chosen by the sender: unique within a conversation only. */
  whatsappId: string;
  /** As WhatsApp reports it. */
  name: string | null;
  /** Absent: from the contact. True: written on the number's own phone. */
  fromMe?: boolean;
  /** Who wrote it, in a group. */
  by?: Participant;
  /** True: from before we were linked; nobody is told of it, and it opens no service. */
  history?: boolean;
  kind: Exclude<MessageKind, 'note'>;
  text: string | null;
  content?: MessageContent;
  attachment?: InboundAttachment;
  quoted?: Reference;
  forwarded?: boolean;
  /** Of an `unknown` one: what came, as it came. */
  raw?: unknown;
  sentAt: Instant;
};
export type StatusUpdate = Who & {
  type: 'status';
  /** As WhatsApp names it. */
  whatsappId: string;
  /** The id under which we sent it, where WhatsApp gave it another. */
  ours?: string;
  status: 'sent' | 'delivered' | 'read' | 'played';
  /** The text that went out; told by whoever sent it. */
  text?: string | null;
  at: Instant;
};
/** WhatsApp will not take this message, whatever one does. */
export type Failure = Who & {
  type: 'failure';
  whatsappId: string;
  ours?: string;
  /** For an attendant, in English; `code` where WhatsApp gave one, for the translation. */
  reason: string;
  code?: number;
  at: Instant;
};
/** A reaction to a message of either side; an empty emoji takes it back. */
export type ReactionEvent = Who & {
  type: 'reaction';
  /** The message reacted to, and which side wrote it. */
  whatsappId: string;
  toOurs: boolean;
  fromMe?: boolean;
  /** In a group: who reacts, and who wrote that message. */
  by?: Participant;
  author?: string;
  emoji: string;
  at: Instant;
};
export type EditEvent = Who & {
  type: 'edit';
  whatsappId: string;
  fromMe?: boolean;
  by?: Participant;
  text: string;
  at: Instant;
};
export type DeleteEvent = Who & {
  type: 'delete';
  whatsappId: string;
  fromMe?: boolean;
  by?: Participant;
  /** Whose message it was, where it is not theirs: an admin of a group may. */
  author?: string;
  /** Likewise, of a message of ours. */
  toOurs?: boolean;
  at: Instant;
};
/** What WhatsApp says about a person: a name, or that two of their ids are one person's. */
export type PersonEvent = Who & {
  type: 'person';
  name: string | null;
  /** `id`: WhatsApp's own, of that very picture; `source`: for `fetch`. Null: taken away. */
  picture?: { id: string; source: unknown } | null;
  /** The number that they had until now, or under which we wrote to them. */
  formerPhone?: string;
};
/** A call, at each step: it makes its message, or moves it on. Steps only ever go forward. */
export type CallEvent = Who & {
  type: 'call';
  /** WhatsApp's id of the call. */
  whatsappId: string;
  /** Of a call that we dialled: the id under which we did. */
  ours?: string;
  /** As WhatsApp reports it. */
  name: string | null;
  video?: boolean;
  outcome: Exclude<Call['outcome'], 'linkSent' | 'permissionAsked'>;
  /** How long they spoke, where it is over. */
  seconds?: number;
  /** The contact's WebRTC description: its offer with `ringing`; its answer with `talking`, or before. */
  sdp?: string;
  /** Who of the team took it; told by the room of the calls. */
  userId?: string;
  /** When this step was. */
  at: Instant;
};
/** What became of an act (an edit, a deletion, a reaction) of ours. */
export type ActOutcome = { type: 'acted'; act: number; failure: string | null; at: Instant };

export type DriverEvent =
  | InboundMessage
  | StatusUpdate
  | Failure
  | ReactionEvent
  | EditEvent
  | DeleteEvent
  | PersonEvent
  | CallEvent
  | ActOutcome;

/** A file of ours on its way out; `open` may be called again for another try. */
export type OutgoingAttachment = AttachmentLook & {
  id: string;
  kind: AttachmentKind;
  name: string;
  mediaType: string;
  size: number;
  open(): Promise<Readable>;
};

export type Reference = {
  whatsappId: string;
  fromMe: boolean;
  text: string | null;
  /** Who wrote it, in a group; absent where we did. */
  author?: string;
};

export type Outgoing = Who & {
  /** Chosen before the first try; stays with the message through every try. */
  whatsappId: string;
} & (
    | {
        /** choices: a question of ours with its answers to tap. */
        kind: SendableKind | 'choices';
        text: string | null;
        content?: MessageContent;
        attachment?: OutgoingAttachment;
        quoted?: Reference;
        forwarded?: boolean;
      }
    | { kind: 'edit'; of: Reference; text: string }
    | { kind: 'delete'; of: Reference }
    /** An empty emoji takes it back. */
    | { kind: 'reaction'; of: Reference; emoji: string }
    /** WhatsApp's own question to a contact whether we may call them. */
    | { kind: 'callPermission'; text: string }
  );
export type Sent =
  /** `whatsappId`: WhatsApp's own name for it, where it is another than ours. */
  | { ok: true; whatsappId?: string }
  | { ok: false; permanent: boolean; reason: string; code?: number };

/** WhatsApp no longer has the file, and will not have it again. */
export class AttachmentGone extends Error {}

export type DriverHooks = {
  /** Journals the events, in order; they are on disk when it returns. Throws when they are not. */
  take(events: DriverEvent[]): void;
  state(now: Omit<WhatsappSession, 'driver' | 'since'>): void;
  /** Somebody types to us, or no longer: told and forgotten. */
  typing?(who: Who, is: boolean): void;
  log: Log;
};

/** What a driver does about calls. Each throws, with words, when it could not. */
export type DriverCalls = {
  /** Ends one that came in and rings. */
  decline(whatsappId: string): Promise<void>;
  /** Absent: this way carries no voice. The ids are WhatsApp's of what came in, and ours of what we dial. */
  voice?: {
    mayDial(who: Who): Promise<boolean>;
    /** The contact's answer, or its refusal, comes as events with `ours`. */
    dial(who: Who, whatsappId: string, sdp: string): Promise<Sent>;
    answer(whatsappId: string, sdp: string): Promise<void>;
    hangUp(whatsappId: string): Promise<void>;
  };
  /** A link to a call, for whoever opens it. */
  link?(video: boolean): Promise<string>;
};

export type Driver = {
  name: DriverName;
  start(): Promise<void>;
  stop(): Promise<void>;
  unlink(): Promise<void>;
  /** The same `whatsappId` again shows once on the phone. Throws only for faults of our own. */
  send(message: Outgoing): Promise<Sent>;
  /** The bytes of what came in. @throws AttachmentGone; anything else is worth another try */
  fetch(source: unknown): Promise<Readable>;
  /** The approved texts; of drivers that may write freely only for a while. */
  templates?(): Promise<Template[]>;
  /** Tells the contact that these messages of theirs were read, the newest last. May throw. */
  markRead?(who: Who, whatsappIds: string[]): Promise<void>;
  /** Somebody of ours looks at their conversation: from now on it may be told when they type. May throw. */
  watch?(who: Who): Promise<void>;
  calls?: DriverCalls;
};
