/**
 * Who did what, written in the transaction of what was done: no entry without its act, no act without
 * its entry. Kept for good: ids and what kind of thing changed, never a password, a code or a token,
 * and never a contact's name, number or text.
 */
import { isDeepStrictEqual } from 'node:util';
import { v7 as newId } from 'uuid';
import type { AuditAction, AuditChanges, AuditSubject } from '#shared/contract/audit.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Sql } from './postgres/pool.ts';

/** Who does something, and from where; what is not known is null. */
export type Doer = { userId: Id | null; address: string | null; device: string | null };

/** The server itself, or somebody who is not signed in. */
export const nobody: Doer = { userId: null, address: null, device: null };

export type Act = {
  action: AuditAction;
  subject?: { kind: AuditSubject; id?: Id | null };
  changes?: AuditChanges;
};

export async function noteAct(sql: Sql, by: Doer, { action, subject, changes }: Act) {
  await sql.query({
    name: 'audit-note',
    text: `insert into audit (id, actor_id, action, subject_kind, subject_id, changes, address, device)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      newId(),
      by.userId,
      action,
      subject?.kind ?? null,
      subject?.id ?? null,
      JSON.stringify(changes ?? {}),
      by.address,
      by.device || null,
    ],
  });
}

/**
 * The fields that differ, old and new. Of those in `unsaid` only that they changed: what they say is
 * secret, or somebody's own words. Null: none differs, and there is nothing to note.
 */
export function changesOf<T extends object>(
  before: Partial<T>,
  after: T,
  unsaid: readonly (keyof T & string)[] = [],
): AuditChanges | null {
  const keys = Object.keys(after) as (keyof T & string)[];
  const differing = keys.filter((key) => !isDeepStrictEqual(before[key], after[key]));
  if (differing.length === 0) return null;
  return Object.fromEntries(
    differing.map((key) => [
      key,
      unsaid.includes(key) ? {} : { from: before[key] ?? null, to: after[key] ?? null },
    ]),
  );
}

/** Settings of an area as they were and as they are; nothing is noted where nothing changed. */
export async function noteSettings<T extends object>(
  sql: Sql,
  by: Doer,
  area: string,
  before: Partial<T>,
  after: T,
  unsaid: readonly (keyof T & string)[] = [],
): Promise<void> {
  const found = changesOf(before, after, unsaid);
  if (!found) return;
  const changes = Object.fromEntries(
    Object.entries(found).map(([field, change]) => [`${area}.${field}`, change]),
  );
  await noteAct(sql, by, { action: 'settings.changed', subject: { kind: 'settings' }, changes });
}
