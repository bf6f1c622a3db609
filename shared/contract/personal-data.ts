import { type Static, Type } from 'typebox';
import { Instant } from './scalars.ts';
import { exportLanguages } from './service-list.ts';

export const ContactErased = Type.Object({ erasedAt: Instant });
export type ContactErased = Static<typeof ContactErased>;

export const ContactExportQuery = Type.Object(
  { language: Type.Optional(Type.Enum([...exportLanguages])) },
  { additionalProperties: false },
);
