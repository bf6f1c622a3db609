import { type Static, Type } from 'typebox';
import { Id, nullable } from './scalars.ts';

/** The one list of reasons for which something is refused for good. Anything else is worth a retry. */
export const refusalCodes = [
  'invalid',
  'unauthenticated',
  'wrong-credentials',
  /** A code for one use that is not right, used up or over. */
  'wrong-code',
  /** The password was right; there is a second factor. */
  'code-needed',
  'forbidden',
  'not-found',
  'method-not-allowed',
  'service-held',
  'service-waiting',
  'service-finished',
  'attendant-unavailable',
  /** There is no such team, or it is not active. */
  'team-unavailable',
  'team-taken',
  'shortcut-taken',
  'email-taken',
  'tag-taken',
  'view-taken',
  'last-admin',
  'already-set-up',
  'duplicate-id',
  'too-large',
  'unsupported',
  /** WhatsApp takes only an approved template: the contact has not written for a day. */
  'window-closed',
  /** The workspace ignores groups: what is there can be read, and no more. */
  'groups-ignored',
  /** The session is not open on this server: nothing that cannot wait is done. */
  'whatsapp-closed',
  /** The contact has not allowed us to call. */
  'call-permission',
  /** Somebody else of the team took the call, or it is over. */
  'call-taken',
  'call-over',
  'too-many',
  'app-too-old',
] as const;
export const RefusalCode = Type.Enum([...refusalCodes]);
export type RefusalCode = (typeof refusalCodes)[number];

export const Refusal = Type.Object({
  ok: Type.Literal(false),
  code: RefusalCode,
  /** For a person, in English; screens translate by `code`. */
  detail: Type.String(),
  /** The field at fault, as a JSON pointer, where there is one. */
  path: Type.Optional(Type.String()),
  /** Who has the service, with `service-held`. */
  holder: Type.Optional(Type.Object({ id: Id, name: Type.String() })),
});
export type Refusal = Static<typeof Refusal>;

/** Reasons that the console itself gives over the bridge, beside the server's. */
export const consoleRefusalCodes = [
  /** Nothing answers at the server's address, or what answers is not Recado. */
  'server-unreachable',
  /** Something went wrong in this app (its disk is full, say); what was asked has not happened. */
  'app-trouble',
] as const;
export const ConsoleRefusalCode = Type.Enum([...refusalCodes, ...consoleRefusalCodes]);
export type ConsoleRefusalCode = (typeof consoleRefusalCodes)[number] | RefusalCode;
export const ConsoleRefusal = Type.Object({ ...Refusal.properties, code: ConsoleRefusalCode });
export type ConsoleRefusal = Static<typeof ConsoleRefusal>;

export type Answer<T> = { ok: true; value: T } | Refusal;

/** Thrown inside a process; becomes a `Refusal` at its border. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(code: RefusalCode, detail: string, more: Pick<Refusal, 'path' | 'holder'> = {}) {
    super(detail);
    this.name = 'Refused';
    this.refusal = { ok: false, code, detail, ...more };
  }
}

/** RFC 9457, as REST answers errors. */
export const Problem = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  code: Type.Optional(RefusalCode),
  holder: Type.Optional(nullable(Type.Object({ id: Id, name: Type.String() }))),
  errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
});
export type Problem = Static<typeof Problem>;
