/** What Meta posts to the webhook, as far as we read it. What is not named here is let through. */
import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Sdp } from '#shared/contract/call.ts';

const text = Type.String();
const optional = Type.Optional;
/** Seconds since 1970; Meta writes them both ways. */
const Seconds = Type.Union([text, Type.Number()]);

export const CloudError = Type.Object({
  code: Type.Number(),
  title: optional(text),
  message: optional(text),
  error_data: optional(Type.Object({ details: optional(text) })),
});
export type CloudError = Static<typeof CloudError>;

/** A person: of the two ids at least one is there; who has a username may have no number. */
const Contact = Type.Object({
  wa_id: optional(text),
  user_id: optional(text),
  profile: optional(Type.Object({ name: optional(text), username: optional(text) })),
});
export type Contact = Static<typeof Contact>;

export const Media = Type.Object({
  id: text,
  mime_type: optional(text),
  caption: optional(text),
  filename: optional(text),
  voice: optional(Type.Boolean()),
});
export type Media = Static<typeof Media>;

/** What every message has; the rest lies under the name of its type. */
export const CloudMessage = Type.Object({
  id: Type.String({ minLength: 1 }),
  type: text,
  timestamp: Seconds,
  from: optional(text),
  from_user_id: optional(text),
  user_id: optional(text),
  /** Of an echo: whom it went to. */
  to: optional(text),
  to_user_id: optional(text),
  group_id: optional(text),
  context: optional(
    Type.Object({
      id: optional(text),
      from: optional(text),
      forwarded: optional(Type.Boolean()),
      frequently_forwarded: optional(Type.Boolean()),
    }),
  ),
});
export type CloudMessage = Static<typeof CloudMessage> & Record<string, unknown>;

export const CloudStatus = Type.Object({
  id: Type.String({ minLength: 1 }),
  status: text,
  /** `call`: it is of a call, not of a message. */
  type: optional(text),
  timestamp: Seconds,
  recipient_id: optional(text),
  recipient_user_id: optional(text),
  recipient_type: optional(text),
  biz_opaque_callback_data: optional(text),
  errors: optional(Type.Array(CloudError)),
});
export type CloudStatus = Static<typeof CloudStatus>;

export const CloudCall = Type.Object({
  id: Type.String({ minLength: 1 }),
  event: text,
  timestamp: Seconds,
  from: optional(text),
  from_user_id: optional(text),
  to: optional(text),
  to_user_id: optional(text),
  direction: optional(text),
  session: optional(Type.Object({ sdp_type: text, sdp: Sdp })),
  biz_opaque_callback_data: optional(text),
  /** Only of a call that was taken. */
  start_time: optional(Seconds),
  /** Seconds; the same. */
  duration: optional(Type.Number({ minimum: 0 })),
  errors: optional(Type.Array(Type.Unknown())),
});
export type CloudCall = Static<typeof CloudCall>;

const Value = Type.Object({
  metadata: Type.Object({
    phone_number_id: text,
    display_phone_number: optional(text),
  }),
  contacts: optional(Type.Array(Type.Unknown())),
  messages: optional(Type.Array(Type.Unknown())),
  message_echoes: optional(Type.Array(Type.Unknown())),
  statuses: optional(Type.Array(Type.Unknown())),
  calls: optional(Type.Array(Type.Unknown())),
  /** Faults of the account or the app, of no message. */
  errors: optional(Type.Array(Type.Unknown())),
});
export type Value = Static<typeof Value>;

const Envelope = Type.Object({
  object: Type.Literal('whatsapp_business_account'),
  entry: Type.Array(
    Type.Object({ changes: Type.Array(Type.Object({ field: text, value: Type.Unknown() })) }),
  ),
});

/** Reads a part of what came; null where it has another form. */
export function reader<S extends TSchema>(schema: S): (part: unknown) => Static<S> | null {
  const compiled = Compile(schema);
  return (part) => (compiled.Check(part) ? (part as Static<S>) : null);
}

export const readEnvelope = reader(Envelope);
export const readValue = reader(Value);
export const readContact = reader(Contact);
export const readMessage = reader(CloudMessage) as (part: unknown) => CloudMessage | null;
export const readStatus = reader(CloudStatus);
export const readCall = reader(CloudCall);
export const readError = reader(CloudError);
