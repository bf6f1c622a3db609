/** What to do with a file that cannot be used: it is moved aside, never deleted. */
import { existsSync, renameSync } from 'node:fs';
import { Compile } from 'typebox/compile';
import { Attachment } from '#shared/contract/attachment.ts';
import { Command } from '#shared/contract/command.ts';
import { Id, Instant } from '#shared/contract/scalars.ts';
import { type Db, durably, type Row } from './database.ts';
import { kindOf } from './seal.ts';
import { openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';

const command = Compile(Command);
const attachment = Compile(Attachment);
const id = Compile(Id);
const instant = Compile(Instant);

/** locked: encrypted with a key that is not here any more. */
export type WhyAnew = 'damaged' | 'newer' | 'locked';

/** The name under which the file now lies, with what belongs to it. */
export function moveAside(file: string, why: WhyAnew, now: Date): string {
  const aside = `${file}.${why}-${now.toISOString().replaceAll(/[:.]/g, '-')}`;
  for (const part of ['', '-wal', '-shm']) {
    if (existsSync(`${file}${part}`)) renameSync(`${file}${part}`, `${aside}${part}`);
  }
  return aside;
}

export type Rescued = { commands: number; drafts: number; unreadable: number };

/**
 * Pending commands and drafts of a file that was moved aside, as far as they can be read. A command
 * that was answered before the damage may come again: the server gives it its first answer.
 */
export function rescue(aside: string, key: string, db: Db, tables: Tables): Rescued {
  const found: Rescued = { commands: 0, drafts: 0, unreadable: 0 };
  let old: Db;
  try {
    old = openSqlite(aside, { key: kindOf(aside) === 'plain' ? null : key, timeout: 2_000 });
  } catch {
    return { ...found, unreadable: 1 };
  }
  try {
    durably(db, () => {
      found.unreadable += eachRow(
        old,
        'select id, body, given_at from commands order by seq',
        (row) => {
          const body: unknown = JSON.parse(row[1] as string);
          if (!command.Check(body) || !instant.Check(row[2])) return false;
          // Whether it ever left cannot be read: it counts as sent.
          tables.commands.add({ command: body, givenAt: row[2], sent: true });
          found.commands += 1;
          return true;
        },
      );
      found.unreadable += eachRow(old, 'select body, url, done from uploads', (row) => {
        const body: unknown = JSON.parse(row[0] as string);
        if (!attachment.Check(body)) return false;
        const url = typeof row[1] === 'string' ? row[1] : null;
        tables.uploads.add({ attachment: body, url, done: row[2] === 1 });
        return true;
      });
      found.unreadable += eachRow(old, 'select conversation_id, text from drafts', (row) => {
        if (!id.Check(row[0]) || typeof row[1] !== 'string') return false;
        tables.drafts.write(row[0], row[1]);
        found.drafts += 1;
        return true;
      });
    });
  } finally {
    old.close();
  }
  return found;
}

/** Rows that could not be taken; one for a table that breaks off. */
function eachRow(db: Db, sql: string, take: (row: Row) => boolean): number {
  let failed = 0;
  try {
    for (const row of db.prepare(sql).raw().iterate() as Iterable<Row>) {
      try {
        if (!take(row)) failed += 1;
      } catch {
        failed += 1;
      }
    }
  } catch {
    failed += 1;
  }
  return failed;
}
