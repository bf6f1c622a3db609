/** Contacts' pictures, as WhatsApp tells of them. */
import { v7 as newId } from 'uuid';
import type { Id } from '#shared/contract/scalars.ts';
import { type Announced, announce } from '../attachments/attachments.ts';
import type { Mark } from '../platform/feed.ts';
import type { Tx } from '../platform/postgres/pool.ts';
import type { DriverEvent, PersonEvent } from '../whatsapp/driver.ts';

type Picture = NonNullable<PersonEvent['picture']>;
type Row = { id: Id; pictureName: string | null };

/**
 * The last that was said of each contact holds. A picture that is here or on its way is left as it
 * is; one that is replaced or taken away is nobody's at once, and its bytes go with the tidying.
 */
export async function storePictures(
  tx: Tx,
  events: (readonly [Id | null | undefined, DriverEvent])[],
): Promise<Mark[]> {
  const last = new Map<Id, Picture | null>();
  for (const [contactId, event] of events) {
    if (contactId && event.type === 'person' && event.picture !== undefined) {
      last.set(contactId, event.picture);
    }
  }
  if (last.size === 0) return [];
  const { rows } = await tx.query<Row>(
    `select id, picture_name "pictureName" from contacts
     where id = any($1) and erased_at is null order by id for update`,
    [[...last.keys()]],
  );
  const changed = rows.filter(({ id, pictureName }) => (last.get(id)?.id ?? null) !== pictureName);
  if (changed.length === 0) return [];
  const fresh = changed.map(({ id }) => {
    const picture = last.get(id);
    return { contactId: id, picture, attachmentId: picture ? newId() : null };
  });
  await announce(
    tx,
    fresh.flatMap(({ attachmentId, picture }): Announced[] =>
      attachmentId && picture ? [{ ...jpeg, id: attachmentId, source: picture.source }] : [],
    ),
  );
  await tx.query(
    `update contacts c set picture_id = n.picture_id, picture_name = n.name
     from unnest($1::uuid[], $2::uuid[], $3::text[]) n (id, picture_id, name) where c.id = n.id`,
    [
      fresh.map(({ contactId }) => contactId),
      fresh.map(({ attachmentId }) => attachmentId),
      fresh.map(({ picture }) => picture?.id ?? null),
    ],
  );
  return fresh.map(({ contactId }): Mark => ({ entity: 'contact', id: contactId, userId: null }));
}

/** As WhatsApp keeps them. */
const jpeg = {
  kind: 'image',
  name: '',
  mediaType: 'image/jpeg',
  size: null,
  look: {},
  picture: true,
} as const;
