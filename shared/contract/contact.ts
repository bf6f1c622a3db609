import { type Static, Type } from 'typebox';
import { Id, Instant, nullable } from './scalars.ts';

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
});
export type Contact = Static<typeof Contact>;
