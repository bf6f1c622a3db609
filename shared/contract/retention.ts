import { type Static, Type } from 'typebox';
import { Instant, nullable } from './scalars.ts';

const strict = { additionalProperties: false };
export const mostMonths = 240;
const Months = Type.Integer({ minimum: 1, maximum: mostMonths });

/** How long messages and their files are kept, in months; null: for good. The setting `retention`. */
export const RetentionSetting = Type.Object({ months: nullable(Months) }, strict);
export type RetentionSetting = Static<typeof RetentionSetting>;
export const RetentionPatch = Type.Partial(RetentionSetting, { ...strict, minProperties: 1 });

export const RetentionQuery = Type.Object({ months: Months }, strict);
/** What would go, or is about to: sent before `before`. */
export const RetentionCount = Type.Object({
  before: Instant,
  messages: Type.Integer(),
  attachments: Type.Integer(),
  conversations: Type.Integer(),
});
export type RetentionCount = Static<typeof RetentionCount>;
