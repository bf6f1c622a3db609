/** What people look like: a file of the simulator's for each phone that has set one. */
import type { DurableFile } from '../durable-file.ts';

export type Picture = { sha256: string; mediaType: string };

export type Pictures = {
  /** Null: none any more. @returns the one before */
  set(phone: string, picture: Picture | null): Picture | null;
  of(phone: string): Picture | null;
  isUsed(sha256: string): boolean;
};

export function openPictures(db: DurableFile['db']): Pictures {
  const one = db.prepare('select sha256, media_type "mediaType" from pictures where phone = ?');
  const put = db.prepare(
    `insert into pictures (phone, sha256, media_type) values (?, ?, ?)
     on conflict (phone) do update set sha256 = excluded.sha256, media_type = excluded.media_type`,
  );
  const remove = db.prepare('delete from pictures where phone = ?');
  const used = db.prepare('select 1 from pictures where sha256 = ? limit 1').pluck();
  const of = (phone: string) => (one.get(phone) as Picture | undefined) ?? null;
  return {
    set(phone, picture) {
      const before = of(phone);
      if (picture) put.run(phone, picture.sha256, picture.mediaType);
      else remove.run(phone);
      return before;
    },
    of,
    isUsed: (sha256) => used.get(sha256) !== undefined,
  };
}
