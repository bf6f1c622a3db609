/** Contacts' pictures, from what WhatsApp tells to what a console reads. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Contact } from '#shared/contract/contact.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { fetchAttachment, forgetAbandoned } from '../attachments/attachments.ts';
import {
  type Ask,
  bytesOf,
  hashOf,
  type TestAttachments,
  testAttachments,
} from '../attachments/test-attachments.ts';
import { AttachmentGone, type Driver, type PersonEvent } from '../whatsapp/driver.ts';
import { ingest } from './ingest.ts';
import { readChanges } from './rows.ts';

let scene: TestAttachments;
let ana: Ask;
beforeAll(async () => {
  scene = await testAttachments();
  ana = await scene.as(await scene.person('Ana'));
});
afterAll(() => scene.close());

let phones = 0;
/** Somebody who has written. */
async function someone(): Promise<string> {
  phones += 1;
  const phone = `+55119710${String(phones).padStart(5, '0')}`;
  await ingest(scene.desk, [scene.inbound(phone, 'oi')]);
  return phone;
}
const says = (phone: string, picture: string | null, more: Partial<PersonEvent> = {}) => ({
  ...{ type: 'person' as const, phone, name: null },
  picture: picture === null ? null : { id: picture, source: { picture } },
  ...more,
});
const driver = (fetch: Driver['fetch']) => () => ({ fetch }) as Driver;
const gives = (bytes: Buffer) => driver(async () => Readable.from([bytes]));

async function row(phone: string): Promise<{ contact: Contact; pictureId: Id | null }> {
  const { rows } = await scene.pool.query(
    'select id, picture_id "pictureId" from contacts where phone = $1',
    [phone],
  );
  const [change] = await readChanges(scene.pool, [{ entity: 'contact', id: rows[0].id }], null);
  return { contact: change?.row as Contact, pictureId: rows[0].pictureId };
}
const pictureOf = async (phone: string): Promise<Id> => (await row(phone)).pictureId as Id;
const status = async (id: Id) => (await ana(`/api/v1/attachments/${id}`)).status;
const known = async (id: Id) =>
  (await scene.pool.query('select 1 from attachments where id = $1', [id])).rowCount === 1;
const stored = (id: Id) =>
  scene.attachments.storage.read(`${id.slice(-2)}/${id}`).then(
    (bytes) => Boolean(bytes.destroy()),
    () => false,
  );
const jobs = async () =>
  Number(
    (await scene.pool.query("select count(*) from job_outbox where queue = 'fetch'")).rows[0].count,
  );

it('is fetched once, told to the consoles when it is here, and read by whoever is signed in', async () => {
  const phone = await someone();
  const before = await jobs();
  await ingest(scene.desk, [says(phone, 'p1')]);
  const { contact, pictureId } = await row(phone);
  expect(contact).not.toHaveProperty('pictureId');
  expect(await jobs()).toBe(before + 1);
  const bytes = bytesOf('jpeg', 4_000);
  const published = scene.published.length;
  await fetchAttachment(scene.attachments, pictureId as Id, gives(bytes));
  expect(scene.published.slice(published).flatMap(({ marks }) => marks)).toEqual([
    { entity: 'contact', id: contact.id, userId: null },
  ]);
  expect((await row(phone)).contact.pictureId).toBe(pictureId);
  const answer = await ana(`/api/v1/attachments/${pictureId}`);
  expect(hashOf(await answer.bytes())).toBe(hashOf(bytes));
  // The same again, and the tidying, change nothing.
  await ingest(scene.desk, [says(phone, 'p1'), says(phone, 'p1')]);
  await forgetAbandoned(scene.attachments);
  expect(await jobs()).toBe(before + 1);
  expect((await row(phone)).contact.pictureId).toBe(pictureId);
  expect(await status(pictureId as Id)).toBe(200);
});

it('gives way to a new one, and its bytes are cleared away', async () => {
  const phone = await someone();
  await ingest(scene.desk, [says(phone, 'p1')]);
  const old = await pictureOf(phone);
  await fetchAttachment(scene.attachments, old, gives(bytesOf('jpeg', 900)));
  expect(await stored(old)).toBe(true);
  await ingest(scene.desk, [says(phone, 'p2'), says(phone, 'p3')]);
  const fresh = await pictureOf(phone);
  expect(fresh).not.toBe(old);
  expect(await status(old)).toBe(404);
  await fetchAttachment(scene.attachments, fresh, gives(bytesOf('png', 900)));
  await forgetAbandoned(scene.attachments);
  expect([await known(old), await stored(old)]).toEqual([false, false]);
  expect([await status(fresh), await stored(fresh)]).toEqual([200, true]);
});

it('that is replaced while it comes leaves no bytes', async () => {
  const phone = await someone();
  await ingest(scene.desk, [says(phone, 'p1')]);
  const old = await pictureOf(phone);
  const late = driver(async () => {
    await ingest(scene.desk, [says(phone, 'p2')]);
    await forgetAbandoned(scene.attachments);
    return Readable.from([bytesOf('jpeg', 900)]);
  });
  await fetchAttachment(scene.attachments, old, late);
  expect([await known(old), await stored(old)]).toEqual([false, false]);
});

it('that is taken away is nobody’s to see from then on', async () => {
  const phone = await someone();
  await ingest(scene.desk, [says(phone, 'p1')]);
  const id = await pictureOf(phone);
  await fetchAttachment(scene.attachments, id, gives(bytesOf('jpeg', 900)));
  await ingest(scene.desk, [says(phone, null)]);
  expect((await row(phone)).contact).not.toHaveProperty('pictureId');
  expect(await status(id)).toBe(404);
  await forgetAbandoned(scene.attachments);
  expect(await stored(id)).toBe(false);
});

it('that WhatsApp has no longer is none, and may come again', async () => {
  const phone = await someone();
  await ingest(scene.desk, [says(phone, 'p1')]);
  const id = await pictureOf(phone);
  const gone = driver(() => Promise.reject(new AttachmentGone('410')));
  await fetchAttachment(scene.attachments, id, gone);
  expect((await row(phone)).pictureId).toBeNull();
  await forgetAbandoned(scene.attachments);
  expect(await known(id)).toBe(false);
  await ingest(scene.desk, [says(phone, 'p1')]);
  expect(await pictureOf(phone)).not.toBe(id);
});

it('of somebody who is nobody here is nothing to keep', async () => {
  const before = await jobs();
  await ingest(scene.desk, [says('+5511972000000', 'p1')]);
  expect(await jobs()).toBe(before);
});

it.each([
  ['only the one that goes has one', [null, 'g']],
  ['both have one', ['k', 'g']],
])('goes with its contact when two turn out to be one: %s', async (_, [keep, gone]) => {
  const phone = await someone();
  const lid = `77${phone.slice(-8)}`;
  await ingest(scene.desk, [scene.inbound(null as never, 'oi', { lid })]);
  const hidden = { phone: null, lid } as const;
  await ingest(scene.desk, [
    ...(keep ? [says(phone, keep)] : []),
    says(null as never, gone as string, hidden),
  ]);
  const { rows } = await scene.pool.query('select picture_id id from contacts where lid = $1', [
    lid,
  ]);
  const own = keep ? await pictureOf(phone) : null;
  await ingest(scene.desk, [{ type: 'person', phone, lid, name: null }]);
  const id = await pictureOf(phone);
  expect(id).toBe(own ?? rows[0].id);
  await fetchAttachment(scene.attachments, id, gives(bytesOf('jpeg', 900)));
  await forgetAbandoned(scene.attachments);
  expect(await status(id)).toBe(200);
  expect(await known(rows[0].id)).toBe(own === null);
});

it('of a contact who is erased leaves no bytes', async () => {
  const phone = await someone();
  await ingest(scene.desk, [says(phone, 'p1')]);
  const id = await pictureOf(phone);
  await fetchAttachment(scene.attachments, id, gives(bytesOf('jpeg', 900)));
  await scene.pool.query(
    `delete from messages m using conversations c, contacts k
     where m.conversation_id = c.id and c.contact_id = k.id and k.phone = $1`,
    [phone],
  );
  await scene.pool.query('delete from contacts where phone = $1', [phone]);
  await forgetAbandoned(scene.attachments);
  expect([await known(id), await stored(id)]).toEqual([false, false]);
});
