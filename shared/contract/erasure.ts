import { type Static, Type } from 'typebox';
import { Instant } from './scalars.ts';

export const ContactErased = Type.Object({ erasedAt: Instant });
export type ContactErased = Static<typeof ContactErased>;
