import type { Contact } from '#shared/contract/contact.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Db, Row } from './database.ts';

export const contactColumns = (k: string): string =>
  `${k}.id, ${k}.name, ${k}.whatsapp_name, ${k}.phone, ${k}.created_at`;
export const contactWidth = 5;

export const contactAt = (row: Row, at: number): Contact => ({
  id: row[at] as Id,
  name: row[at + 1] as string | null,
  whatsappName: row[at + 2] as string | null,
  phone: row[at + 3] as string | null,
  createdAt: row[at + 4] as string,
});

export function openContacts(db: Db) {
  const put = db.prepare(
    `insert into contacts (id, name, whatsapp_name, phone, created_at) values (?, ?, ?, ?, ?)
     on conflict (id) do update set name = excluded.name, whatsapp_name = excluded.whatsapp_name,
       phone = excluded.phone, created_at = excluded.created_at`,
  );
  const remove = db.prepare('delete from contacts where id = ?');
  return {
    put: (contact: Contact) =>
      void put.run(
        contact.id,
        contact.name,
        contact.whatsappName,
        contact.phone,
        contact.createdAt,
      ),
    remove: (id: Id) => void remove.run(id),
  };
}
