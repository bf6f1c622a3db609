import { type Static, Type } from 'typebox';
import { AutomaticText, TextLanguage } from './automatic-text.ts';

const strict = { additionalProperties: false };

/** What a contact is told whose message opens a service; the workspace's setting `greeting`. */
export const GreetingSetting = Type.Object(
  {
    on: Type.Boolean(),
    /** With whom a service ended so many hours ago or less is not greeted again. */
    againHours: Type.Integer({ minimum: 1, maximum: 720 }),
    language: TextLanguage,
    text: AutomaticText,
  },
  strict,
);
export type GreetingSetting = Static<typeof GreetingSetting>;
export const GreetingPatch = Type.Partial(GreetingSetting, { ...strict, minProperties: 1 });
export type GreetingPatch = Static<typeof GreetingPatch>;
