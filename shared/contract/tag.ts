import { type Static, Type } from 'typebox';
import { Id } from './scalars.ts';

const strict = { additionalProperties: false };
const Name = Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' });
/** One of the hues of the design system. */
const Hue = Type.Integer({ minimum: 0, maximum: 7 });
export const hues = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** A word that the team sticks on services and contacts. */
export const Tag = Type.Object({ id: Id, name: Name, hue: Hue });
export type Tag = Static<typeof Tag>;

export const NewTag = Type.Object({ name: Name, hue: Hue }, strict);
export type NewTag = Static<typeof NewTag>;
export const TagPatch = Type.Object(
  { name: Type.Optional(Name), hue: Type.Optional(Hue) },
  { ...strict, minProperties: 1 },
);
export type TagPatch = Static<typeof TagPatch>;
