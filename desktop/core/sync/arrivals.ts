/** What comes from the server is checked here, before anything else looks at it. */
import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Calling, CallMoved, LiveCall } from '#shared/contract/call.ts';
import { CannedReply } from '#shared/contract/canned-reply.ts';
import type { Change, Entity } from '#shared/contract/change.ts';
import { Erasure, OlderAnswer, OpenServiceAnswer, PastAnswer } from '#shared/contract/change.ts';
import { CommandValue } from '#shared/contract/command.ts';
import { Contact } from '#shared/contract/contact.ts';
import { Conversation, ReadMark } from '#shared/contract/conversation.ts';
import { Message } from '#shared/contract/message.ts';
import { PlaceAnswer } from '#shared/contract/place.ts';
import { PresenceNews } from '#shared/contract/presence.ts';
import { Refusal } from '#shared/contract/refusal.ts';
import { Id, nullable } from '#shared/contract/scalars.ts';
import { SearchAnswer } from '#shared/contract/search.ts';
import { Service } from '#shared/contract/service.ts';
import { Welcome } from '#shared/contract/socket.ts';
import { Tag } from '#shared/contract/tag.ts';
import { Team } from '#shared/contract/team.ts';
import { Colleague } from '#shared/contract/user.ts';
import { WhatsappSession, WhatsappState } from '#shared/contract/whatsapp.ts';

const Seq = Type.Integer({ minimum: 0 });
const Changes = Type.Array(Type.Unknown());
const batch = Compile(Type.Object({ epoch: Id, first: Seq, last: Seq, changes: Changes }));
const pullAnswer = Compile(
  Type.Union([
    Type.Object({ reset: Type.Literal(true) }),
    Type.Object({
      reset: Type.Literal(false),
      epoch: Id,
      cursor: Seq,
      head: Seq,
      changes: Changes,
    }),
  ]),
);
const snapshotPage = Compile(
  Type.Object({ epoch: Id, cursor: Seq, changes: Changes, next: nullable(Type.String()) }),
);
const welcome = Compile(Welcome);
const calling = Compile(Calling);
const liveCall = Compile(LiveCall);
const callMoved = Compile(CallMoved);
const whatsapp = Compile(WhatsappState);
const workspace = Compile(Welcome.properties.workspace);
const whatsappSession = Compile(WhatsappSession);
const presence = Compile(PresenceNews);
const refusal = Compile(Refusal);
const anyRefusal = Compile(
  Type.Object({ ok: Type.Literal(false), code: Type.String(), detail: Type.String() }),
);
const commandValue = Compile(CommandValue);
const olderAnswer = Compile(OlderAnswer);
const pastAnswer = Compile(PastAnswer);
const placeAnswer = Compile(PlaceAnswer);
const openServiceAnswer = Compile(OpenServiceAnswer);
const searchAnswer = Compile(SearchAnswer);
const id = Compile(Id);

const row = <S extends TSchema>(schema: S) => Compile(nullable(schema));
const rows: Record<Entity, { Check(value: unknown): boolean }> = {
  user: row(Colleague),
  team: row(Team),
  tag: row(Tag),
  contact: row(Contact),
  conversation: row(Conversation),
  service: row(Service),
  message: row(Message),
  readMark: row(ReadMark),
  cannedReply: row(CannedReply),
  erasure: row(Erasure),
};

/** The answer does not have the shape that was agreed. */
export class Misshapen extends Error {}
/** The server refused the question. */
export class QuestionRefused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.refusal = refusal;
  }
}

/** Rows that this version understands, and how many it does not (from a newer server). */
export type Rows = { changes: Change[]; leftOut: number };

function understood(changes: unknown[]): Rows {
  const known = changes.filter((change) => isChange(change));
  return { changes: known, leftOut: changes.length - known.length };
}

function isChange(value: unknown): value is Change {
  if (typeof value !== 'object' || value === null) return false;
  const { entity, id: named, row: content } = value as Partial<Change>;
  return (
    typeof entity === 'string' &&
    Object.hasOwn(rows, entity) &&
    id.Check(named) &&
    rows[entity].Check(content)
  );
}

export type Batch = Rows & { epoch: Id; first: number; last: number };
export function readBatch(payload: unknown): Batch | null {
  if (!batch.Check(payload) || payload.last < payload.first) return null;
  const { epoch, first, last, changes } = payload;
  return { epoch, first, last, ...understood(changes) };
}

/** What a newer server says of calls is no reason to stay out. */
export function readWelcome(payload: unknown): Welcome | null {
  const { calls, calling: said, ...rest } = (payload ?? {}) as Record<string, unknown>;
  const understood = {
    ...rest,
    ...(calls !== undefined && { calls: readCalls(calls) ?? [] }),
    ...(calling.Check(said) && { calling: said }),
  };
  return welcome.Check(understood) ? understood : null;
}
/** Those that this version understands. */
export const readCalls = (payload: unknown): LiveCall[] | null =>
  Array.isArray(payload) ? payload.filter((one): one is LiveCall => liveCall.Check(one)) : null;
export const readWhatsapp = (payload: unknown): WhatsappState | null =>
  whatsapp.Check(payload) ? payload : null;
export const readWorkspace = (payload: unknown): string | null =>
  workspace.Check(payload) ? payload : null;
export const readWhatsappSession = (payload: unknown): WhatsappSession | null =>
  whatsappSession.Check(payload) ? payload : null;

export const readPresence = (payload: unknown): PresenceNews | null =>
  presence.Check(payload) ? payload : null;

/** A refusal that a newer server knows and we do not is still one. */
export function readRefusal(answer: unknown): Refusal | null {
  if (refusal.Check(answer)) return answer;
  if (anyRefusal.Check(answer)) return { ok: false, code: 'invalid', detail: answer.detail };
  return null;
}

/** @throws QuestionRefused, Misshapen */
function answered<T>(check: { Check(value: unknown): value is T }, answer: unknown): T {
  const refused = readRefusal(answer);
  if (refused) throw new QuestionRefused(refused);
  const value = (answer as { value?: unknown } | null | undefined)?.value;
  if (!check.Check(value)) throw new Misshapen('an answer of the server is not as agreed');
  return value;
}

export type PullPage = Rows & { epoch: Id; cursor: number; head: number };
/** Null: begin again from a snapshot. @throws QuestionRefused, Misshapen */
export function readPull(answer: unknown): PullPage | null {
  const value = answered(pullAnswer, answer);
  if (value.reset) return null;
  const { epoch, cursor, head, changes } = value;
  return { epoch, cursor, head, ...understood(changes) };
}

export type SnapshotRows = Rows & { epoch: Id; cursor: number; next: string | null };
/** @throws QuestionRefused, Misshapen */
export function readSnapshot(answer: unknown): SnapshotRows {
  const { epoch, cursor, changes, next } = answered(snapshotPage, answer);
  return { epoch, cursor, next, ...understood(changes) };
}

/** @throws QuestionRefused, Misshapen */
export const readCallMoved = (answer: unknown): CallMoved => answered(callMoved, answer);

/** @throws QuestionRefused, Misshapen */
export const readPlace = (answer: unknown): PlaceAnswer => answered(placeAnswer, answer);
/** @throws QuestionRefused, Misshapen */
export const readPast = (answer: unknown): PastAnswer => answered(pastAnswer, answer);
/** @throws QuestionRefused, Misshapen */
export const readOpenService = (answer: unknown): OpenServiceAnswer =>
  answered(openServiceAnswer, answer);
/** @throws QuestionRefused, Misshapen */
export const readOlder = (answer: unknown): OlderAnswer => answered(olderAnswer, answer);

/** @throws QuestionRefused, Misshapen */
export const readSearch = (answer: unknown): SearchAnswer => answered(searchAnswer, answer);

/**
 * What a command led to; done with rows that we cannot read is done. Null: no answer at all.
 */
export function readOutcome(answer: unknown): Refusal | { ok: true; value: CommandValue } | null {
  const refused = readRefusal(answer);
  if (refused) return refused;
  const { ok, value } = (answer ?? {}) as { ok?: unknown; value?: unknown };
  if (ok !== true) return null;
  return { ok, value: commandValue.Check(value) ? value : { service: null, message: null } };
}
