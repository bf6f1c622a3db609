import { type Static, Type } from 'typebox';
import { CannedReply } from './canned-reply.ts';
import { Contact } from './contact.ts';
import { Conversation, ReadMark } from './conversation.ts';
import { Message } from './message.ts';
import { Id, nullable } from './scalars.ts';
import { Service } from './service.ts';
import { Tag } from './tag.ts';
import { Team } from './team.ts';
import { Colleague } from './user.ts';

const change = <E extends string, R extends import('typebox').TSchema>(entity: E, row: R) =>
  Type.Object({ entity: Type.Literal(entity), id: Id, row: nullable(row) });

/** A contact who was erased: whatever a console has of them goes for good, what waits to be sent too. */
export const Erasure = Type.Object({ contactId: Id, conversationIds: Type.Array(Id) });
export type Erasure = Static<typeof Erasure>;

/**
 * One synced row as it is now; a null row no longer exists (or is no longer this user's to see).
 * A read mark's id is its conversation's, an erasure's its contact's.
 */
export const Change = Type.Union([
  change('user', Colleague),
  change('team', Team),
  change('tag', Tag),
  change('contact', Contact),
  change('conversation', Conversation),
  change('service', Service),
  change('message', Message),
  change('readMark', ReadMark),
  change('cannedReply', CannedReply),
  change('erasure', Erasure),
]);
export type Change = Static<typeof Change>;
export type Entity = Change['entity'];

const Seq = Type.Integer({ minimum: 0 });

/**
 * The feed numbers changes 1, 2, 3 ... in commit order without gaps, so a batch that does not begin
 * at cursor + 1 tells its reader that something is missing. A new `epoch` (a restored backup, the
 * sample workspace removed) makes every cursor worthless: begin again from a snapshot.
 */
export const ChangeBatch = Type.Object({
  epoch: Id,
  first: Seq,
  last: Seq,
  changes: Type.Array(Change),
});
export type ChangeBatch = Static<typeof ChangeBatch>;

export const PullRequest = Type.Object(
  { epoch: Id, since: Seq, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000 })) },
  { additionalProperties: false },
);
export type PullRequest = Static<typeof PullRequest>;

/** `reset`: the cursor is too old or of another epoch, or what this user may see has changed. */
export const PullAnswer = Type.Union([
  Type.Object({ reset: Type.Literal(true) }),
  Type.Object({
    reset: Type.Literal(false),
    epoch: Id,
    /** The cursor after applying this page. */
    cursor: Seq,
    /** The newest number when the page was read: `cursor < head` means there is more. */
    head: Seq,
    changes: Type.Array(Change),
  }),
]);
export type PullAnswer = Static<typeof PullAnswer>;

/** Newest conversations first; `after` is the `next` of the page before. */
export const SnapshotRequest = Type.Object(
  { after: nullable(Type.String({ maxLength: 200 })) },
  { additionalProperties: false },
);
export type SnapshotRequest = Static<typeof SnapshotRequest>;

/** Apply all pages, then pull since the `cursor` of the first: rows changed in between come again. */
export const SnapshotPage = Type.Object({
  epoch: Id,
  cursor: Seq,
  changes: Type.Array(Change),
  next: nullable(Type.String()),
});
export type SnapshotPage = Static<typeof SnapshotPage>;

/** Messages of one conversation below a position, newest last. */
export const OlderRequest = Type.Object(
  {
    conversationId: Id,
    before: Type.Integer(),
    limit: Type.Integer({ minimum: 1, maximum: 200 }),
  },
  { additionalProperties: false },
);
export type OlderRequest = Static<typeof OlderRequest>;
export const OlderAnswer = Type.Object({
  messages: Type.Array(Message),
  services: Type.Array(Service),
});
export type OlderAnswer = Static<typeof OlderAnswer>;

/** What lies behind a conversation: its services, newest first, and the messages with a file or a link. */
export const PastRequest = Type.Object({ conversationId: Id }, { additionalProperties: false });
export type PastRequest = Static<typeof PastRequest>;
export const PastAnswer = Type.Object({
  services: Type.Array(Service),
  messages: Type.Array(Message),
});
export type PastAnswer = Static<typeof PastAnswer>;

/** A service with a contact who did not write first: one who is known, or a number in E.164. */
export const OpenServiceRequest = Type.Union([
  Type.Object({ contactId: Id }, { additionalProperties: false }),
  Type.Object({ phone: Type.String({ maxLength: 30 }) }, { additionalProperties: false }),
]);
export type OpenServiceRequest = Static<typeof OpenServiceRequest>;
/** The rows of it, for a console that has not heard of them yet. */
export const OpenServiceAnswer = Type.Object({
  conversationId: Id,
  changes: Type.Array(Change),
});
export type OpenServiceAnswer = Static<typeof OpenServiceAnswer>;
