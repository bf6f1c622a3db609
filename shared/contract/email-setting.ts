import { type Static, Type } from 'typebox';
import { nullable } from './scalars.ts';

const strict = { additionalProperties: false };

/** tls: from the first byte on; starttls: from the first words on; none: for a relay nearby. */
export const emailSecurities = ['tls', 'starttls', 'none'] as const;
export type EmailSecurity = (typeof emailSecurities)[number];

const stored = {
  /** Off: e-mail is kept in the outbox, and goes nowhere. */
  on: Type.Boolean(),
  host: Type.String({ maxLength: 253, pattern: '^[A-Za-z0-9.:_-]*$' }),
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
  security: Type.Enum([...emailSecurities]),
  /** Empty: the server asks for none. */
  user: Type.String({ maxLength: 320, pattern: '^[^\\r\\n]*$' }),
  /** An address, or `Recado <no-reply@example.com>`. */
  from: Type.String({ maxLength: 400, pattern: '^([^\\r\\n<>]*<)?[^\\s@<>]+@[^\\s@<>]+>?$|^$' }),
};
/** The workspace's setting `email`, without its password. */
export const EmailSetting = Type.Object(stored, strict);
export type EmailSetting = Static<typeof EmailSetting>;

/** By SMTP, as an admin sees it. */
export const EmailWaySetting = Type.Object(
  {
    ...stored,
    /** Never said: null. */
    password: nullable(Type.String({ maxLength: 500 })),
    hasPassword: Type.Boolean(),
    /** The environment of the server says it, and wins: nothing can be changed here. */
    environment: Type.Boolean(),
  },
  strict,
);
export type EmailWaySetting = Static<typeof EmailWaySetting>;

/** Whoever names another server or another user gives the password with it: it goes nowhere else. */
export const EmailWayPatch = Type.Partial(
  Type.Object({ ...stored, password: Type.String({ minLength: 1, maxLength: 500 }) }),
  { ...strict, minProperties: 1 },
);
export type EmailWayPatch = Static<typeof EmailWayPatch>;

/** What came of an e-mail to whoever asked. `detail`: what the mail server, or the way to it, said. */
export const EmailTest = Type.Object({
  sent: Type.Boolean(),
  to: Type.String(),
  detail: nullable(Type.String()),
});
export type EmailTest = Static<typeof EmailTest>;
