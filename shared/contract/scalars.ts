import { Type } from 'typebox';

/** A UUID in its canonical lower-case form. */
export const Id = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
});
export type Id = string;

/** A moment: ISO 8601 in UTC with milliseconds. Two of them compare as strings. */
export const Instant = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
});
export type Instant = string;

export const nullable = <T extends import('typebox').TSchema>(schema: T) =>
  Type.Union([schema, Type.Null()]);
