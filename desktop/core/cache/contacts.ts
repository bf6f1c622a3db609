import type { Attachment } from '#shared/contract/attachment.ts';
import { type Contact, type SeldomOfContact, seldomOfContact } from '#shared/contract/contact.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { contactWords } from '#shared/rules/search-words.ts';
import type { Db, Row } from './database.ts';
import { openKnownWords } from './known-words.ts';

export const contactColumns = (k: string): string =>
  `${k}.id, ${k}.name, ${k}.whatsapp_name, ${k}.phone, ${k}.created_at, ${k}.picture_id, ${k}.is_group,
   ${k}.more`;
export const contactWidth = 8;

export const contactAt = (row: Row, at: number): Contact => ({
  id: row[at] as Id,
  name: row[at + 1] as string | null,
  whatsappName: row[at + 2] as string | null,
  phone: row[at + 3] as string | null,
  createdAt: row[at + 4] as string,
  ...(row[at + 5] !== null && { pictureId: row[at + 5] as Id }),
  ...(row[at + 6] === 1 && { group: true as const }),
  ...(row[at + 7] !== null &&
    (JSON.parse(row[at + 7] as string) as Pick<Contact, SeldomOfContact>)),
});

/** As one text, or nothing: most contacts have none of it. */
function seldomIn(contact: Contact): string | null {
  const some = seldomOfContact.flatMap((field) =>
    contact[field] === undefined ? [] : [[field, contact[field]]],
  );
  return some.length === 0 ? null : JSON.stringify(Object.fromEntries(some));
}

export const pictureWith = (id: Id): Attachment => ({
  ...{ id, kind: 'image', name: '', mediaType: 'image/jpeg', size: null, sha256: null },
  state: 'here',
});

export function openContacts(db: Db) {
  const known = openKnownWords(db);
  const put = db.prepare(
    `insert into contacts (id, name, whatsapp_name, phone, created_at, picture_id, is_group,
       more, words)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (id) do update set name = excluded.name, whatsapp_name = excluded.whatsapp_name,
       phone = excluded.phone, created_at = excluded.created_at, picture_id = excluded.picture_id,
       is_group = excluded.is_group, more = excluded.more, words = excluded.words`,
  );
  const remove = db.prepare('delete from contacts where id = ?');
  const one = db.prepare(`select ${contactColumns('k')} from contacts k where id = ?`).raw();
  const pictureOf = db.prepare('select picture_id from contacts where id = ?').pluck();
  const hasPicture = db.prepare('select 1 from contacts where picture_id = ?').pluck();
  return {
    put(contact: Contact): void {
      put.run(
        contact.id,
        contact.name,
        contact.whatsappName,
        contact.phone,
        contact.createdAt,
        contact.pictureId ?? null,
        Number(contact.group ?? false),
        seldomIn(contact),
        contactWords(contact),
      );
      known.put(contact);
    },
    remove: (id: Id) => void remove.run(id),
    one: (id: Id): Contact | null => {
      const row = one.get(id) as Row | undefined;
      return row ? contactAt(row, 0) : null;
    },
    pictureOf: (id: Id) => (pictureOf.get(id) as Id | null | undefined) ?? null,
    /** The file of a contact's picture, by the file's own id; what is not said of it is not known. */
    picture: (id: Id): Attachment | null => (hasPicture.get(id) ? pictureWith(id) : null),
  };
}
