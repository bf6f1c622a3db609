/** Attachments: what is uploaded or fetched comes into the storage, and goes out again. */
import { pipeline, type Readable } from 'node:stream';
import {
  type AttachmentKind,
  type AttachmentLook,
  largestAttachment,
} from '#shared/contract/attachment.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { attachmentName } from '#shared/rules/attachment-name.ts';
import { kindOf, typeByContent } from '#shared/rules/attachment-type.ts';
import type { Clearing } from '../platform/clearing.ts';
import { type Mark, type Recorded, recordChanges } from '../platform/feed.ts';
import type { Log } from '../platform/log.ts';
import { inTransaction, type Pool, type Sql, type Tx } from '../platform/postgres/pool.ts';
import { AttachmentGone, type Driver } from '../whatsapp/driver.ts';
import { contentOfFile, contentOfStream, measured, measureOf } from './content.ts';
import { NotStored, type Storage } from './storage/storage.ts';
import {
  type AttachmentRow,
  deleteUnsent,
  deleteUnusedPicture,
  insertFetching,
  insertKept,
  longAwaited,
  longUnsent,
  markGone,
  markHere,
  type NewAttachment,
  oneAttachment,
  shownIn,
  unusedPictures,
  visibleAttachment,
} from './store.ts';

/** What WhatsApp says it has. */
export type Announced = NewAttachment;

export type Attachments = {
  pool: Pool;
  storage: Storage;
  /** Pushes a committed part of the feed to the consoles; never throws. */
  publish(recorded: Recorded): void;
  /** What large streams go through. */
  clearing: Clearing;
  log: Log;
};

/** What whoever uploads says of it. */
export type Asked = {
  id: Id;
  /** Null: as WhatsApp shows it. */
  kind: AttachmentKind | null;
  name: string;
  mediaType: string;
  look: AttachmentLook;
  /** Of what was meant to arrive, where it was said. */
  sha256: string | null;
};

export type Uploaded = {
  id: Id;
  kind: AttachmentKind;
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
};

/** The id's end, which is random, spreads them over 256 folders. */
const placeOf = (id: Id): string => `${id.slice(-2)}/${id}`;

const answerOf = (row: Uploaded): Uploaded => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  mediaType: row.mediaType,
  size: row.size,
  sha256: row.sha256,
});

/**
 * The attachment that this user has uploaded under the id; null: nobody has.
 * @throws Refused duplicate-id
 */
export async function uploadedBefore(
  { pool }: Attachments,
  id: Id,
  userId: Id,
): Promise<Uploaded | null> {
  const row = await oneAttachment(pool, id);
  if (!row) return null;
  if (row.createdBy !== userId || row.state !== 'here') {
    throw new Refused('duplicate-id', 'Another attachment has this id.', { path: '/id' });
  }
  return answerOf(row);
}

export const tooLarge = (kind: AttachmentKind, path: string): Refused =>
  new Refused(
    'too-large',
    `WhatsApp takes at most ${largestAttachment[kind]} bytes of this kind (${kind}).`,
    { path },
  );

/**
 * Takes a file that has arrived whole into the storage. The file itself stays where it is.
 * @throws Refused too-large, invalid, duplicate-id
 */
export async function storeUpload(
  deps: Attachments,
  file: string,
  { id, name, kind, mediaType: declared, look, sha256 }: Asked,
  userId: Id,
): Promise<Uploaded> {
  const before = await uploadedBefore(deps, id, userId);
  if (before) return before;
  const measures = await measureOf(file);
  if (sha256 !== null && sha256 !== measures.sha256) {
    throw new Refused('invalid', 'What arrived is not what was sent.', { path: '/sha256' });
  }
  const { size } = measures;
  const found = await contentOfFile(file);
  const said = typeByContent({ kind: kind ?? 'document', mediaType: declared }, found);
  const is = kind === null ? { ...said, kind: kindOf(said.mediaType, size) } : said;
  if (size > largestAttachment[is.kind]) throw tooLarge(is.kind, '/file');
  const place = placeOf(id);
  await deps.storage.putFile(place, file, is.mediaType);
  const kept = { id, name: attachmentName(name), ...is, ...measures, place };
  if (await insertKept(deps.pool, { ...kept, look, createdBy: userId })) return answerOf(kept);
  const other = await uploadedBefore(deps, id, userId);
  if (!other) throw new Error('an attachment came and went');
  return other;
}

/** For whoever may see it. @throws Refused not-found */
export async function readableAttachment(
  { pool }: Attachments,
  id: Id,
  userId: Id,
): Promise<Extract<AttachmentRow, { state: 'here' }>> {
  const row = await visibleAttachment(pool, id, userId);
  if (!row) throw new Refused('not-found', 'There is no such attachment.', { path: '/id' });
  if (row.state === 'fetching') {
    throw new Refused('not-found', 'It is on its way from WhatsApp.', { path: '/id' });
  }
  if (row.state === 'gone') {
    throw new Refused('not-found', 'WhatsApp no longer has it.', { path: '/id' });
  }
  return row;
}

/** What this user may send: an upload of their own, or something that a message shows already. */
export async function sendableAttachment(
  sql: Sql,
  id: Id,
  userId: Id,
): Promise<{ kind: AttachmentKind } | null> {
  const row = await visibleAttachment(sql, id, userId);
  return row?.state === 'here' ? row : null;
}

/** Its bytes, for sending. */
/** The storage has lost it, and no other try will find it. */
export class AttachmentLost extends Error {}

/** @throws AttachmentLost; anything else is worth another try */
export async function openAttachment({ pool, storage }: Attachments, id: Id): Promise<Readable> {
  const row = await oneAttachment(pool, id);
  if (!row || row.state === 'gone') throw new AttachmentLost(`attachment ${id} is gone`);
  if (row.state !== 'here') throw new Error('the bytes of this attachment are not here');
  return storage.read(row.place).catch((error: unknown) => {
    throw error instanceof NotStored ? new AttachmentLost(error.message, { cause: error }) : error;
  });
}

/** With the messages that have them, in one transaction; each brings the job that fetches it. */
export const announce = (tx: Tx, all: Announced[]): Promise<void> => insertFetching(tx, all);

/** Thrown while the bytes cannot be had: the job tries again. */
export class NotFetched extends Error {}

const plainType = /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/;

/** From WhatsApp into the storage; what is here or gone already is left as it is. */
export async function fetchAttachment(
  deps: Attachments,
  id: Id,
  openDriver: () => Driver | null,
): Promise<void> {
  const row = await oneAttachment(deps.pool, id);
  if (row?.state !== 'fetching') return;
  const driver = openDriver();
  if (!driver) throw new NotFetched('The session is not open here.');
  const place = placeOf(id);
  try {
    const { found, shape, bytes } = await contentOfStream(await driver.fetch(row.source));
    // Its kind stays what WhatsApp calls it: the message is shown as that.
    const believed = found === null && plainType.test(row.mediaType);
    const mediaType = believed ? row.mediaType : typeByContent(row, found).mediaType;
    const through = measured(pipeline(bytes, deps.clearing(), () => {}));
    await deps.storage.put(place, through.bytes, mediaType);
    const measures = through.measure();
    await change(deps, id, (tx) =>
      markHere(tx, id, { place, mediaType, ...measures, look: shape ?? {} }),
    );
    // A picture may have been replaced while it came.
    await removeUnknown(deps, id);
  } catch (error) {
    if (!(error instanceof AttachmentGone)) throw error;
    await change(deps, id, (tx) => markGone(tx, id));
  }
}

/** Tells of whatever shows it, when something changed. */
async function change(
  { pool, publish }: Attachments,
  id: Id,
  work: (tx: Tx) => Promise<boolean>,
): Promise<void> {
  const recorded = await inTransaction(pool, async (tx) => {
    if (!(await work(tx))) return null;
    const marks = (await shownIn(tx, id)).map((row): Mark => ({ ...row, userId: null }));
    return recordChanges(tx, marks);
  });
  if (recorded) publish(recorded);
}

/** As long as the feed keeps what a console has missed. */
const unsentDays = 30;
/** WhatsApp keeps them for a week; the queue gives up after a day of tries. */
const awaitedDays = 8;

/** Takes away what was uploaded and never sent, or shown and is not any more; gives up what never came. */
export async function forgetAbandoned(deps: Attachments): Promise<void> {
  for (const id of await unusedPictures(deps.pool)) {
    if (await deleteUnusedPicture(deps.pool, id)) await deps.storage.remove(placeOf(id));
  }
  for (const id of await longUnsent(deps.pool, unsentDays)) await removeUnsent(deps, id);
  for (const id of await longAwaited(deps.pool, awaitedDays)) {
    await change(deps, id, (tx) => markGone(tx, id));
  }
}

/** False: a message has it. */
export async function removeUnsent(deps: Attachments, id: Id): Promise<boolean> {
  const place = await deleteUnsent(deps.pool, id);
  if (place !== null) await deps.storage.remove(place);
  return place !== null;
}

/** What a server that died between the storage and the database left there. */
export async function removeUnknown(deps: Attachments, id: Id): Promise<void> {
  if (!(await oneAttachment(deps.pool, id))) await deps.storage.remove(placeOf(id));
}
