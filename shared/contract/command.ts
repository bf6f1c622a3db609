import { type Static, Type } from 'typebox';
import { Message, MessageText } from './message.ts';
import { Id, nullable } from './scalars.ts';
import { Service } from './service.ts';

const strict = { additionalProperties: false };
const common = { id: Id, conversationId: Id };

/** What an attendant does. `id` is a UUIDv7 made where it was given: the same id happens once. */
export const SendMessage = Type.Object(
  {
    ...common,
    type: Type.Literal('sendMessage'),
    messageId: Id,
    kind: Type.Literal('text'),
    text: MessageText,
  },
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
export const TransferService = Type.Object(
  { ...common, type: Type.Literal('transferService'), serviceId: Id, attendantId: Id },
  strict,
);
export const MarkRead = Type.Object(
  { ...common, type: Type.Literal('markRead'), position: Type.Integer({ minimum: 0 }) },
  strict,
);

export const Command = Type.Union([
  SendMessage,
  StartService,
  FinishService,
  TransferService,
  MarkRead,
]);
export type Command = Static<typeof Command>;

/** A command before it has its id: what a screen asks for; the core gives the id. */
export const Intent = Type.Union([
  Type.Omit(SendMessage, ['id'], strict),
  Type.Omit(StartService, ['id'], strict),
  Type.Omit(FinishService, ['id'], strict),
  Type.Omit(TransferService, ['id'], strict),
  Type.Omit(MarkRead, ['id'], strict),
]);
export type Intent = Static<typeof Intent>;
export type CommandType = Command['type'];
export const commandSchemas = {
  sendMessage: SendMessage,
  startService: StartService,
  finishService: FinishService,
  transferService: TransferService,
  markRead: MarkRead,
} as const;

/** What carrying it out led to; the rows themselves also come over the feed. */
export const CommandValue = Type.Object({
  service: nullable(Service),
  message: nullable(Message),
});
export type CommandValue = Static<typeof CommandValue>;
