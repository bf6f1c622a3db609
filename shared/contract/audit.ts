import { type Static, Type } from 'typebox';
import { Moment } from './report.ts';
import { Id, Instant, nullable } from './scalars.ts';

/** Stable: they are in the database for good. One that is done away with stays here, to be read. */
export const auditActions = [
  'sign-in.done',
  'sign-in.failed',
  /** Too many tries: told once, not at each that follows. */
  'sign-in.stopped',
  'sign-in.ended',
  /** Signed out from elsewhere. */
  'sign-in.revoked',
  'password.changed',
  'password.refused',
  /** With a code. */
  'password.reset',
  'second-factor.added',
  'second-factor.removed',
  'code.asked',
  'code.handed',
  'code.refused',
  'user.invited',
  'user.created',
  'user.changed',
  'user.deactivated',
  'user.reactivated',
  'team.created',
  'team.changed',
  'team.deactivated',
  'team.reactivated',
  'tag.created',
  'tag.changed',
  'tag.removed',
  'canned-reply.created',
  'canned-reply.changed',
  'canned-reply.removed',
  'settings.changed',
  'settings.tested',
  'whatsapp.started',
  'whatsapp.stopped',
  'whatsapp.unlinked',
  'workspace.created',
  'sample.created',
  'sample.removed',
  'contact.exported',
  'contact.erased',
  'services.exported',
] as const;
export const AuditAction = Type.Enum([...auditActions]);
export type AuditAction = (typeof auditActions)[number];

type KindOf<A extends string> = A extends `${infer K}.${string}` ? K : never;
/** What stands before an action's dot. */
export type AuditKind = KindOf<AuditAction>;
export const auditKinds = [
  ...new Set(auditActions.map((action) => action.split('.')[0] as AuditKind)),
];

export const auditSubjects = [
  'user',
  'sign-in',
  'team',
  'tag',
  'canned-reply',
  'settings',
  'whatsapp',
  'workspace',
  'contact',
  'services',
] as const;
export type AuditSubject = (typeof auditSubjects)[number];

/** By field; with neither `from` nor `to`: it changed, and what it says is nobody else's. */
export const AuditChanges = Type.Record(
  Type.String(),
  Type.Object({ from: Type.Optional(Type.Unknown()), to: Type.Optional(Type.Unknown()) }),
);
export type AuditChanges = Static<typeof AuditChanges>;

const Named = Type.Object({ id: Id, name: nullable(Type.String()) });

export const AuditEntry = Type.Object({
  id: Id,
  at: Instant,
  /** Null: nobody who was signed in. Without a name: no longer there. */
  actor: nullable(Named),
  /** Of a newer server maybe one that this one does not know. */
  action: Type.String(),
  subject: nullable(
    Type.Object({ kind: Type.String(), id: nullable(Id), name: nullable(Type.String()) }),
  ),
  changes: AuditChanges,
  address: nullable(Type.String()),
  device: nullable(Type.String()),
});
export type AuditEntry = Static<typeof AuditEntry>;

/** [from, to). `text`: in names of users, teams and tags, in what changed, in address and device. */
export const AuditFilter = Type.Object(
  {
    actorId: Type.Optional(Id),
    action: Type.Optional(AuditAction),
    kind: Type.Optional(Type.Enum(auditKinds)),
    subjectId: Type.Optional(Id),
    from: Type.Optional(Moment),
    to: Type.Optional(Moment),
    text: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
);
export type AuditFilter = Static<typeof AuditFilter>;

export const AuditQuery = Type.Object(
  {
    ...AuditFilter.properties,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 100 })),
  },
  { additionalProperties: false },
);
export type AuditQuery = Static<typeof AuditQuery>;
