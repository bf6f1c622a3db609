import { type Static, Type } from 'typebox';
import { Id, nullable } from './scalars.ts';

const strict = { additionalProperties: false };

/** What is typed after the slash. */
export const Shortcut = Type.String({
  minLength: 1,
  maxLength: 40,
  pattern: '^[^\\s/]+$',
});
export const CannedText = Type.String({ minLength: 1, maxLength: 4_000, pattern: '\\S' });

/** A text that is written often. Variables in it ({{contact.name}}) are filled in when it is used. */
export const CannedReply = Type.Object({
  id: Id,
  shortcut: Shortcut,
  text: CannedText,
  /** Whose own it is, seen by nobody else; null: everybody's, kept by the admins. */
  userId: nullable(Id),
  /** Of everybody's: offered to the members of this team only; null: to all. */
  teamId: nullable(Id),
});
export type CannedReply = Static<typeof CannedReply>;

export const NewCannedReply = Type.Object(
  {
    shortcut: Shortcut,
    text: CannedText,
    /** One's own; only admins make those of everybody. */
    own: Type.Boolean(),
    teamId: Type.Optional(nullable(Id)),
  },
  strict,
);
export type NewCannedReply = Static<typeof NewCannedReply>;

export const CannedReplyPatch = Type.Object(
  {
    shortcut: Type.Optional(Shortcut),
    text: Type.Optional(CannedText),
    teamId: Type.Optional(nullable(Id)),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type CannedReplyPatch = Static<typeof CannedReplyPatch>;

export const SaveCannedReply = Type.Object(
  { id: nullable(Id), reply: Type.Union([NewCannedReply, CannedReplyPatch]) },
  strict,
);
