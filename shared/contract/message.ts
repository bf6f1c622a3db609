import { type Static, Type } from 'typebox';
import { Attachment, attachmentKinds } from './attachment.ts';
import { AutomaticPart } from './automatic-text.ts';
import { EvaluationPart } from './evaluation.ts';
import { Id, Instant, nullable } from './scalars.ts';

/** The longest text that WhatsApp carries, in UTF-16 units. */
export const longestText = 65_536;

export const MessageText = Type.String({ minLength: 1, maxLength: longestText, pattern: '\\S' });

export const Direction = Type.Union([Type.Literal('in'), Type.Literal('out')]);
export type Direction = Static<typeof Direction>;

/** What a message carries. A kind this version does not know is `unknown`, shown as a placeholder. */
export const messageKinds = [
  'text',
  'note',
  ...attachmentKinds,
  'location',
  'cards',
  'poll',
  /** Buttons or a list to choose from. */
  'choices',
  /** What was chosen. */
  'choice',
  /** To be seen once, on the phone only. */
  'viewOnce',
  'call',
  'unknown',
] as const;
export const MessageKind = Type.Enum([...messageKinds]);
export type MessageKind = (typeof messageKinds)[number];

const short = Type.String({ maxLength: 1_000 });

export const Location = Type.Object({
  latitude: Type.Number({ minimum: -90, maximum: 90 }),
  longitude: Type.Number({ minimum: -180, maximum: 180 }),
  name: Type.Optional(short),
  address: Type.Optional(short),
});
export type Location = Static<typeof Location>;

/** A contact card: somebody's numbers, passed on. */
export const Card = Type.Object({
  name: short,
  phones: Type.Array(short, { maxItems: 20 }),
  emails: Type.Optional(Type.Array(short, { maxItems: 20 })),
  organisation: Type.Optional(short),
});
export type Card = Static<typeof Card>;

const Option = Type.Object({ id: short, title: short, description: Type.Optional(short) });
/** How WhatsApp offered it, which an answer must match; absent: it is answered in words. */
const Form = Type.Optional(Type.Enum(['buttons', 'template', 'list']));

export const Call = Type.Object({
  /**
   * ringing, talking: under way. linkSent: no call of ours, a link to one. permissionAsked: the
   * contact was asked whether we may call.
   */
  outcome: Type.Enum([
    'ringing',
    'talking',
    'missed',
    'declined',
    'answered',
    'failed',
    'linkSent',
    'permissionAsked',
  ]),
  seconds: Type.Optional(Type.Number({ minimum: 0 })),
  /** Who of the team took one that came in. */
  userId: Type.Optional(Id),
  video: Type.Optional(Type.Boolean()),
  url: Type.Optional(Type.String({ maxLength: 2_000 })),
});
export type Call = Static<typeof Call>;

const TemplateValue = Type.Object({ name: Type.Optional(short), text: short });
/** Sent as this approved template; its text is what the contact reads. A driver without any sends the text. */
export const TemplateUse = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 512 }),
  language: Type.String({ minLength: 1, maxLength: 20 }),
  header: Type.Optional(Type.Array(TemplateValue, { maxItems: 20 })),
  body: Type.Optional(Type.Array(TemplateValue, { maxItems: 50 })),
});
export type TemplateUse = Static<typeof TemplateUse>;

/** A colleague named in a note: the text has `@` and this name, as it was when it was written. */
export const Mention = Type.Object({ userId: Id, name: short });
export type Mention = Static<typeof Mention>;
export const Mentions = Type.Array(Mention, { maxItems: 50 });

/** What a kind carries beside its text: the member that the kind names, no other. */
export const MessageContent = Type.Object({
  location: Type.Optional(Location),
  cards: Type.Optional(Type.Array(Card, { minItems: 1, maxItems: 50 })),
  poll: Type.Optional(
    Type.Object({ options: Type.Array(short, { maxItems: 50 }), several: Type.Boolean() }),
  ),
  choices: Type.Optional(
    Type.Object({
      header: Type.Optional(short),
      footer: Type.Optional(short),
      options: Type.Array(Option, { maxItems: 50 }),
      form: Form,
    }),
  ),
  /** `nth`: its place among the options, from 0; of an answer of ours. */
  choice: Type.Optional(
    Type.Object({ ...Option.properties, form: Form, nth: Type.Optional(Type.Integer()) }),
  ),
  call: Type.Optional(Call),
  /** Of a text. */
  template: Type.Optional(TemplateUse),
  /** Beside what its kind carries: what it is to the evaluation of its service. */
  evaluation: Type.Optional(EvaluationPart),
  /** Beside what its kind carries: what the workspace's own text is that the system wrote. */
  automatic: Type.Optional(AutomaticPart),
  /** Of a note: who is told of it. */
  mentions: Type.Optional(Mentions),
});
export type MessageContent = Static<typeof MessageContent>;

/** Who of a group it is; what WhatsApp does not tell is null. */
export const Sender = Type.Object({
  name: nullable(Type.String({ maxLength: 200 })),
  phone: nullable(Type.String({ maxLength: 20 })),
});
export type Sender = Static<typeof Sender>;

/** What a message answers to, as it was then. */
export const Quote = Type.Object({
  /** Null where that message is not ours to show any more, or never was. */
  messageId: nullable(Id),
  direction: Direction,
  kind: MessageKind,
  text: nullable(Type.String({ maxLength: 300 })),
  sender: Type.Optional(Sender),
});
export type Quote = Static<typeof Quote>;

/** One each: the contact (in a group, everybody of it), and the number (by whoever of the team did it last). */
export const Reaction = Type.Object({
  direction: Direction,
  emoji: Type.String({ minLength: 1, maxLength: 32 }),
  userId: nullable(Id),
  sender: Type.Optional(Sender),
});
export type Reaction = Static<typeof Reaction>;

/** Only ever moves forward, in this order. */
export const messageStatuses = ['queued', 'sent', 'delivered', 'read', 'played'] as const;
export const MessageStatus = Type.Enum([...messageStatuses]);
export type MessageStatus = (typeof messageStatuses)[number];

export const Message = Type.Object({
  id: Id,
  conversationId: Id,
  serviceId: nullable(Id),
  /** Its number in the conversation, from 1; decides the order everywhere. */
  position: Type.Integer(),
  direction: Direction,
  kind: MessageKind,
  text: nullable(Type.String()),
  /** The user who wrote it; null for the contact and for the system. */
  authorId: nullable(Id),
  /** Null for what came in. */
  status: nullable(MessageStatus),
  /** Why WhatsApp would not take it, in words; a fact apart from the status. */
  failure: nullable(Type.String()),
  sentAt: Instant,
  // Absent where there is nothing of the kind.
  /** WhatsApp's own number for the failure: by it the words are found in the reader's language. */
  failureCode: Type.Optional(Type.Integer()),
  attachment: Type.Optional(Attachment),
  content: Type.Optional(MessageContent),
  quote: Type.Optional(Quote),
  reactions: Type.Optional(Type.Array(Reaction)),
  forwarded: Type.Optional(Type.Boolean()),
  /** Its text is the newest; the older ones are kept by the server. */
  editedAt: Type.Optional(Instant),
  /** Deleted for everyone: nothing of it is shown any more. */
  deletedAt: Type.Optional(Instant),
  /** Who of a group wrote it. */
  sender: Type.Optional(Sender),
});
export type Message = Static<typeof Message>;

type Seldom<K extends keyof Message = keyof Message> = K extends K
  ? undefined extends Message[K]
    ? K
    : never
  : never;
/** What most messages have nothing of: every optional field, or it does not compile. */
const seldom: Record<Seldom, true> = {
  attachment: true,
  content: true,
  quote: true,
  reactions: true,
  forwarded: true,
  editedAt: true,
  deletedAt: true,
  failureCode: true,
  sender: true,
};
export const seldomFields = Object.keys(seldom) as Seldom[];
export type SeldomField = Seldom;
