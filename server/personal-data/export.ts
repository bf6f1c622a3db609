/**
 * All that is kept of one person, as a ZIP that is made while it is sent: a page to read, the same as
 * JSON, and their files. Memory stays the same however much it is.
 */
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { ExportLanguage } from '#shared/contract/service-list.ts';
import { attachmentName } from '#shared/rules/attachment-name.ts';
import { NotStored, type Storage } from '../attachments/storage/storage.ts';
import { type Doer, noteAct } from '../platform/audit.ts';
import type { Log } from '../platform/log.ts';
import type { Pool } from '../platform/postgres/pool.ts';
import { timeZoneOf } from '../workspace/workspace.ts';
import { exportPage } from './export-page.ts';
import {
  type ExportedMessage,
  exportedContact,
  exportedMessages,
  exportedServices,
} from './export-store.ts';
import { exportWords } from './export-words.ts';

export type Exporting = { pool: Pool; storage: Pick<Storage, 'read'>; log: Pick<Log, 'warn'> };

const pageSize = 500;

async function* messagesOf(
  pool: Pool,
  contactId: Id,
  files = false,
): AsyncGenerator<ExportedMessage> {
  let after: { sentAt: Instant; id: Id } | null = null;
  for (;;) {
    const page: ExportedMessage[] = await exportedMessages(pool, contactId, after, {
      ...{ limit: pageSize, files },
    });
    yield* page;
    after = page.at(-1) ?? null;
    if (page.length < pageSize) return;
  }
}

/** The stream ends with an error where something could not be read: no half archive passes for a whole. @throws Refused not-found */
export async function exportContact(
  { pool, storage, log }: Exporting,
  by: Doer,
  contactId: Id,
  language: ExportLanguage,
): Promise<Readable> {
  const contact = await exportedContact(pool, contactId);
  if (!contact) throw new Refused('not-found', 'There is no such contact.', { path: '/id' });
  const subject = { kind: 'contact', id: contactId } as const;
  await noteAct(pool, by, { action: 'contact.exported', subject });
  const services = await exportedServices(pool, contactId);
  const timeZone = await timeZoneOf(pool);
  const words = exportWords[language];
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const broken = (error: Error): void => {
    if (output.destroyed) return;
    log.warn({ err: error, contactId }, 'an export broke off');
    output.destroy(error);
  };
  zip.on('error', broken);
  const add = (path: string, compress: boolean, open: () => Promise<Readable>): void =>
    zip.addReadStreamLazy(path, { compress }, (give) => {
      open().then((stream) => give(null, stream.on('error', broken)), broken);
    });
  /** The id in front: two files may have one name. */
  const placeOf = ({ id, name, place }: NonNullable<ExportedMessage['attachment']>) =>
    place && `${words.files}/${id.slice(-12)}-${attachmentName(name) || words.file}`;

  async function* json(): AsyncGenerator<string> {
    yield `${JSON.stringify({ contact, services }, null, 2).slice(0, -2)},\n  "messages": [`;
    let first = true;
    for await (const { attachment, ...message } of messagesOf(pool, contactId)) {
      const file = attachment && { name: attachment.name, file: placeOf(attachment) };
      yield `${first ? '' : ','}\n    ${JSON.stringify({ ...message, ...(file && { attachment: file }) })}`;
      first = false;
    }
    yield '\n  ]\n}\n';
  }
  const page = () =>
    exportPage({ language, timeZone, placeOf }, contact, services, messagesOf(pool, contactId));

  async function fill(): Promise<void> {
    add(words.page, true, async () => Readable.from(page()));
    add(words.data, true, async () => Readable.from(json()));
    const added = new Set<string>();
    for await (const { attachment } of messagesOf(pool, contactId, true)) {
      const path = attachment && placeOf(attachment);
      if (!path || added.has(path)) continue;
      added.add(path);
      const { place } = attachment;
      // What media there is, is packed already.
      add(path, false, () =>
        storage.read(place as string).catch((error: unknown) => {
          if (error instanceof NotStored) return Readable.from([]);
          throw error;
        }),
      );
    }
    zip.end();
  }
  fill().catch(broken);
  return output;
}
