import { type Static, Type } from 'typebox';
import { attachmentKinds } from './attachment.ts';
import { Contact, ContactChange } from './contact.ts';
import { Mentions, Message, MessageContent, MessageText } from './message.ts';
import { Id, nullable } from './scalars.ts';
import { Service } from './service.ts';

const strict = { additionalProperties: false };
const common = { id: Id, conversationId: Id };

/** What an attendant does. `id` is a UUIDv7 made where it was given: the same id happens once. */
export const sendableKinds = ['text', ...attachmentKinds, 'location', 'cards', 'choice'] as const;
export type SendableKind = (typeof sendableKinds)[number];
/** Which of the optional fields a kind needs is a rule of its own: shared/rules/sendable.ts. */
export const SendMessage = Type.Object(
  {
    ...common,
    type: Type.Literal('sendMessage'),
    messageId: Id,
    kind: Type.Enum([...sendableKinds]),
    /** Of attachments: the caption. */
    text: Type.Optional(MessageText),
    /** Of a file that is uploaded before the command is sent. */
    attachmentId: Type.Optional(Id),
    content: Type.Optional(
      Type.Pick(MessageContent, ['location', 'cards', 'choice', 'template'], strict),
    ),
    /** The message of this conversation that it answers; of a choice: that which offered it. */
    quotedId: Type.Optional(Id),
    forwarded: Type.Optional(Type.Boolean()),
  },
  strict,
);
/** A private note of the conversation, whoever has its service: it is never sent to anybody. */
export const AddNote = Type.Object(
  {
    ...common,
    type: Type.Literal('addNote'),
    messageId: Id,
    text: MessageText,
    mentions: Type.Optional(Mentions),
  },
  strict,
);
/**
 * Another text for a message that went out, which WhatsApp takes within 15 minutes; or for a note of
 * one's own, whenever.
 */
export const EditMessage = Type.Object(
  {
    ...common,
    type: Type.Literal('editMessage'),
    messageId: Id,
    text: MessageText,
    /** Of a note. */
    mentions: Type.Optional(Mentions),
  },
  strict,
);
/** Deletes for everyone; of notes only one's own. */
export const DeleteMessage = Type.Object(
  { ...common, type: Type.Literal('deleteMessage'), messageId: Id },
  strict,
);
/** An empty emoji takes the reaction back. */
export const ReactToMessage = Type.Object(
  {
    ...common,
    type: Type.Literal('reactToMessage'),
    messageId: Id,
    emoji: Type.String({ maxLength: 32 }),
  },
  strict,
);
/** Sends a message again that WhatsApp would not take. */
export const RetryMessage = Type.Object(
  { ...common, type: Type.Literal('retryMessage'), messageId: Id },
  strict,
);
export const StartService = Type.Object(
  { ...common, type: Type.Literal('startService'), serviceId: Id },
  strict,
);
export const FinishService = Type.Object(
  { ...common, type: Type.Literal('finishService'), serviceId: Id },
  strict,
);
/** To an attendant or to a team, one of the two; which is a rule of its own: shared/rules/transfer.ts. */
export const TransferService = Type.Object(
  {
    ...common,
    type: Type.Literal('transferService'),
    serviceId: Id,
    attendantId: Type.Optional(Id),
    /** Null: everybody's queue. */
    teamId: Type.Optional(nullable(Id)),
    /** For whoever gets it: a private note in the conversation. */
    note: Type.Optional(Type.Object({ messageId: Id, text: MessageText }, strict)),
  },
  strict,
);
export const MarkRead = Type.Object(
  { ...common, type: Type.Literal('markRead'), position: Type.Integer({ minimum: 0 }) },
  strict,
);

/** Sticks a tag on a service, also on one that is finished, or takes it off. */
export const TagService = Type.Object(
  { ...common, type: Type.Literal('tagService'), serviceId: Id, tagId: Id, on: Type.Boolean() },
  strict,
);
/** The contact is the conversation's. */
export const TagContact = Type.Object(
  { ...common, type: Type.Literal('tagContact'), tagId: Id, on: Type.Boolean() },
  strict,
);
export const EditContact = Type.Object(
  { ...common, type: Type.Literal('editContact'), change: ContactChange },
  strict,
);

export const Command = Type.Union([
  SendMessage,
  AddNote,
  EditMessage,
  DeleteMessage,
  ReactToMessage,
  RetryMessage,
  StartService,
  FinishService,
  TransferService,
  MarkRead,
  TagService,
  TagContact,
  EditContact,
]);
export type Command = Static<typeof Command>;

/** A command before it has its id: what a screen asks for; the core gives the id. */
export const Intent = Type.Union([
  Type.Omit(SendMessage, ['id'], strict),
  Type.Omit(AddNote, ['id'], strict),
  Type.Omit(EditMessage, ['id'], strict),
  Type.Omit(DeleteMessage, ['id'], strict),
  Type.Omit(ReactToMessage, ['id'], strict),
  Type.Omit(RetryMessage, ['id'], strict),
  Type.Omit(StartService, ['id'], strict),
  Type.Omit(FinishService, ['id'], strict),
  Type.Omit(TransferService, ['id'], strict),
  Type.Omit(MarkRead, ['id'], strict),
  Type.Omit(TagService, ['id'], strict),
  Type.Omit(TagContact, ['id'], strict),
  Type.Omit(EditContact, ['id'], strict),
]);
export type Intent = Static<typeof Intent>;
export type CommandType = Command['type'];
export const commandSchemas = {
  sendMessage: SendMessage,
  addNote: AddNote,
  editMessage: EditMessage,
  deleteMessage: DeleteMessage,
  reactToMessage: ReactToMessage,
  retryMessage: RetryMessage,
  startService: StartService,
  finishService: FinishService,
  transferService: TransferService,
  markRead: MarkRead,
  tagService: TagService,
  tagContact: TagContact,
  editContact: EditContact,
} as const;

/** What carrying it out led to; the rows themselves also come over the feed. */
export const CommandValue = Type.Object({
  service: nullable(Service),
  message: nullable(Message),
  /** Of what was done to a contact. */
  contact: Type.Optional(Contact),
});
export type CommandValue = Static<typeof CommandValue>;
