/** Pages of a list in the order of its ids: the cursor is the last one, opaque to callers. */
import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Refused } from '#shared/contract/refusal.ts';
import { Id, nullable } from '#shared/contract/scalars.ts';

export const PageQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 100 })),
  },
  { additionalProperties: false },
);
type PageQuery = { limit?: number; cursor?: string };

export const pageOf = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), nextCursor: nullable(Type.String()) });

const checkId = Compile(Id);

function afterOf(cursor: string | undefined): Id | null {
  if (cursor === undefined) return null;
  const id = Buffer.from(cursor, 'base64url').toString();
  if (checkId.Check(id)) return id;
  throw new Refused('invalid', 'This is not a cursor of ours.', { path: '/cursor' });
}

/** @param list so many items after an id (null: from the first). @throws Refused invalid */
export async function readPage<T extends { id: Id }>(
  { limit = 50, cursor }: PageQuery,
  list: (after: Id | null, limit: number) => Promise<T[]>,
): Promise<{ items: T[]; nextCursor: string | null }> {
  const items = await list(afterOf(cursor), limit + 1);
  const last = items.length > limit ? items[limit - 1] : undefined;
  const nextCursor = last ? Buffer.from(last.id).toString('base64url') : null;
  return { items: items.slice(0, limit), nextCursor };
}
