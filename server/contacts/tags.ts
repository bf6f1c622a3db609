/** The team's tags, as admins keep them. */
import { v7 as newId } from 'uuid';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { NewTag, Tag, TagPatch } from '#shared/contract/tag.ts';
import { changesOf, type Doer, noteAct } from '../platform/audit.ts';
import { type Recorded, recordChanges } from '../platform/feed.ts';
import { inTransaction, type Pool, type Tx } from '../platform/postgres/pool.ts';
import { deleteTag, insertTag, listTags, lockTag, updateTag } from './store.ts';

export type Tags = { pool: Pool; publish(recorded: Recorded): void };

const taken = () => new Refused('tag-taken', 'There is a tag of this name.', { path: '/name' });
const missing = () => new Refused('not-found', 'There is no such tag.', { path: '/id' });

async function written<T>(
  { pool, publish }: Tags,
  work: (tx: Tx) => Promise<{ id: Id; value: T }>,
): Promise<T> {
  const { value, recorded } = await inTransaction(pool, async (tx) => {
    const { id, value } = await work(tx);
    return { value, recorded: await recordChanges(tx, [{ entity: 'tag', id, userId: null }]) };
  });
  if (recorded) publish(recorded);
  return value;
}

/** @throws Refused invalid */
function tidy(name: string): string {
  // Postgres takes no NUL, and half a surrogate pair is no text.
  const clean = name.replaceAll('\u0000', '').toWellFormed().trim();
  if (clean === '') throw new Refused('invalid', 'A tag has a name.', { path: '/name' });
  return clean;
}

export const allTags = ({ pool }: Tags): Promise<Tag[]> => listTags(pool);

/** @throws Refused tag-taken */
export const createTag = (tags: Tags, by: Doer, { name, hue }: NewTag): Promise<Tag> =>
  written(tags, async (tx) => {
    const tag = await insertTag(tx, newId(), { name: tidy(name), hue });
    if (!tag) throw taken();
    const changes = { name: { to: tag.name }, hue: { to: tag.hue } };
    await noteAct(tx, by, { action: 'tag.created', subject: { kind: 'tag', id: tag.id }, changes });
    return { id: tag.id, value: tag };
  });

/** @throws Refused not-found, tag-taken */
export const changeTag = (tags: Tags, by: Doer, id: Id, patch: TagPatch): Promise<Tag> =>
  written(tags, async (tx) => {
    const before = await lockTag(tx, id);
    if (!before) throw missing();
    const name = patch.name === undefined ? undefined : tidy(patch.name);
    const tag = await updateTag(tx, id, { ...patch, ...(name !== undefined && { name }) }).catch(
      (error) => {
        throw error.code === '23505' ? taken() : error;
      },
    );
    if (!tag) throw missing();
    const changes = changesOf(before, tag);
    const subject = { kind: 'tag', id } as const;
    if (changes) await noteAct(tx, by, { action: 'tag.changed', subject, changes });
    return { id, value: tag };
  });

/** @throws Refused not-found */
export const removeTag = (tags: Tags, by: Doer, id: Id): Promise<null> =>
  written(tags, async (tx) => {
    const before = await lockTag(tx, id);
    if (!before || !(await deleteTag(tx, id))) throw missing();
    const changes = { name: { from: before.name } };
    await noteAct(tx, by, { action: 'tag.removed', subject: { kind: 'tag', id }, changes });
    return { id, value: null };
  });
