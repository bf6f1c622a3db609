import { type Static, Type } from 'typebox';
import { Id, Instant, nullable } from './scalars.ts';

/** Ways to reach a contact, each with their consent of its own. */
export const channels = ['whatsapp', 'sms', 'email', 'push'] as const;
export const Channel = Type.Enum([...channels]);
export type Channel = (typeof channels)[number];

/** Whether they agreed to be written to, and who of the team noted it. */
export const Consent = Type.Object({ given: Type.Boolean(), by: Id, at: Instant });
export type Consent = Static<typeof Consent>;

export const longestNotes = 10_000;
const Attributes = Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 1_000 }));

/**
 * Who changed a field last. `over`: what they replaced without having seen it, and whose it was: two
 * people changed the same field at once, and the later won.
 */
export const FieldEdit = Type.Object({
  by: Id,
  at: Instant,
  over: Type.Optional(Type.Object({ by: Id, was: nullable(Type.String()) })),
});
export type FieldEdit = Static<typeof FieldEdit>;

export const Contact = Type.Object({
  id: Id,
  /** What the team calls them; wins over the name that WhatsApp reports. */
  name: nullable(Type.String({ maxLength: 200 })),
  whatsappName: nullable(Type.String({ maxLength: 200 })),
  /** E.164 with its plus sign. */
  phone: nullable(Type.String({ maxLength: 20 })),
  createdAt: Instant,
  /** A group of WhatsApp's: nobody in particular, with no number. */
  group: Type.Optional(Type.Literal(true)),
  /** Their picture on WhatsApp, whose bytes are an attachment of ours. Absent: none is here. */
  pictureId: Type.Optional(Id),
  // Absent where there is nothing of the kind.
  /** Other numbers of theirs, E.164, in the order in which they were added; so for e-mails. */
  phones: Type.Optional(Type.Array(Type.String({ maxLength: 20 }))),
  emails: Type.Optional(Type.Array(Type.String({ maxLength: 254 }))),
  attributes: Type.Optional(Attributes),
  /** What the team wrote about them. */
  notes: Type.Optional(Type.String({ maxLength: longestNotes })),
  consents: Type.Optional(Type.Partial(Type.Record(Channel, Consent))),
  tags: Type.Optional(Type.Array(Id)),
  /** By the name of the field (see contact-edit.ts). */
  edits: Type.Optional(Type.Record(Type.String(), FieldEdit)),
});
export type Contact = Static<typeof Contact>;

/** What most contacts have nothing of, and is kept in one piece. */
export const seldomOfContact = [
  'phones',
  'emails',
  'attributes',
  'notes',
  'consents',
  'tags',
  'edits',
] as const satisfies (keyof Contact)[];
export type SeldomOfContact = (typeof seldomOfContact)[number];

const strict = { additionalProperties: false };
const was = { was: nullable(Type.String({ maxLength: longestNotes })) };
/**
 * One field, so that two people who change different ones both win. `was` is what whoever changed it
 * saw there; null: nothing. A null value takes away what was there.
 */
export const ContactChange = Type.Union([
  Type.Object(
    {
      field: Type.Literal('name'),
      value: nullable(Type.String({ maxLength: 200 })),
      ...was,
    },
    strict,
  ),
  Type.Object(
    {
      field: Type.Literal('notes'),
      value: nullable(Type.String({ maxLength: longestNotes })),
      ...was,
    },
    strict,
  ),
  Type.Object(
    {
      field: Type.Literal('attribute'),
      key: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }),
      value: nullable(Type.String({ maxLength: 1_000 })),
      ...was,
    },
    strict,
  ),
  Type.Object(
    {
      field: Type.Literal('consent'),
      channel: Channel,
      /** Null: it was never asked for. */
      value: nullable(Type.Boolean()),
    },
    strict,
  ),
  /** Each entry of a list is a field of its own: `on` adds it, else it is taken out. */
  Type.Object(
    {
      field: Type.Union([Type.Literal('phone'), Type.Literal('email')]),
      value: Type.String({ minLength: 1, maxLength: 254 }),
      on: Type.Boolean(),
    },
    strict,
  ),
]);
export type ContactChange = Static<typeof ContactChange>;
