/** Files of messages on this machine: into the composer, up to the server, down from it, shown. */
import { createWriteStream, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Attachment, LocalState } from '#shared/contract/attachment.ts';
import type { AttachmentProgress } from '#shared/contract/attachment-progress.ts';
import type { Question } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Cache } from '../cache/cache.ts';
import type { Log } from '../log.ts';
import { refuse } from '../refuse.ts';
import { openDownloads } from './downloads.ts';
import { openFiles, typeOf } from './files.ts';
import { openIntake } from './intake.ts';
import { openPlainFiles } from './plain-files.ts';
import { openProgress } from './progress.ts';
import { type AttachmentReply, type AttachmentRequest, nothingThere, replyWith } from './reply.ts';
import { openUploads, type Uploads } from './uploads.ts';

export type Attachments = {
  begin(said: Question<'beginAttachment'>): Id;
  add(question: Question<'addToAttachment'>): number;
  end(question: Question<'endAttachment'>): Promise<Attachment>;
  /** Out of the composer; one that a message waits for stays. */
  drop(id: Id, waitedFor: boolean): void;
  /** Made here, and not yet with the server for all we know. */
  own: Uploads['own'];
  uploads: Uploads;
  fetch(id: Id): LocalState;
  /** New ones of messages, while we are connected: small ones are fetched before anyone asks. */
  arrived(attachments: Attachment[]): void;
  /** Files of pictures that have been replaced or taken away. */
  forget(ids: readonly Id[]): void;
  /** For the console's own origin. */
  reply(request: AttachmentRequest): Promise<AttachmentReply>;
  /** @throws CallRefused not-found, server-unreachable; or where the disk fails */
  copyTo(id: Id, place: string): Promise<void>;
  /** Forgets what was in a composer that is gone. */
  keepOnly(waitedFor: Set<Id>): void;
  /** Bytes of all files here. */
  total(): number;
  /** A copy is let go; it is fetched again when somebody looks. */
  letGo(id: Id): void;
  /** What it is called; null: no such file. */
  find(id: Id): Attachment | null;
  online(): void;
  offline(): void;
  close(): void;
};

export type AttachmentsDeps = {
  /** Of the account; the files lie below it. */
  folder: string;
  key: { hex: string; fresh: boolean };
  cache: Cache;
  address: string;
  token: string | null;
  log: Log;
  emit(all: AttachmentProgress[]): void;
  chunk?: number;
};

/** Bytes up to which a file is fetched before anyone asks. */
const fetchedUnasked = 5 * 1024 * 1024;
/** After an absence of more than this, what is looked at is fetched. */
const mostUnasked = 200;

const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function openAttachments(deps: AttachmentsDeps): Attachments {
  const { cache, log, address } = deps;
  const token = deps.token ?? '';
  const { messages, contacts } = cache.tables;
  const sealed = join(deps.folder, 'sealed');
  // Nothing there can be read with a key that was made just now.
  if (deps.key.fresh) rmSync(sealed, { recursive: true, force: true });
  const files = openFiles(sealed, deps.key.hex);
  const plain = openPlainFiles(join(deps.folder, 'attachments'), files);
  const progress = openProgress(deps.emit);
  const intake = openIntake(files);
  // What waits to be sent is needed at once.
  const waiting = new Set(cache.tables.uploads.all().map((one) => one.attachment.id));
  for (const id of plain.ids()) if (waiting.has(id)) plain.bring(id);
  const uploads = openUploads({ cache, files, address, token, progress, log, chunk: deps.chunk });
  const attachment = (id: Id) => messages.attachment(id) ?? contacts.picture(id);
  const downloads = openDownloads({ cache, files, address, token, progress, log, attachment });
  const find = (id: Id) => uploads.own(id) ?? attachment(id);
  let closed = false;

  /** Makes sure that it is here. */
  async function bring(id: Id): Promise<LocalState> {
    if (files.has(id)) return 'here';
    downloads.want([id], { first: true });
    return downloads.settled(id);
  }

  /** What nothing refers to: left by a process that was killed, or of messages that are gone. */
  async function sweep(there: Set<Id>): Promise<void> {
    for (const id of plain.ids()) {
      await new Promise((resolve) => setImmediate(resolve));
      if (closed) return;
      plain.bring(id);
    }
    if (cache.tables.meta.get('cursor') === null) return;
    for (const id of there) {
      await new Promise((resolve) => setImmediate(resolve));
      if (closed) return;
      if (find(id) === null && downloads.state(id) !== 'fetching') files.remove(id);
    }
  }
  sweep(files.ids()).catch((error: Error) => log.warn({ err: error }, 'old files stay'));

  return {
    begin: intake.begin,
    add: ({ attachmentId, offset, bytes }) => intake.add(attachmentId, offset, bytes),
    async end({ attachmentId, look }) {
      const made = await intake.end(attachmentId, look);
      uploads.keep(made);
      return made;
    },
    drop(id, waitedFor) {
      if (!intake.drop(id) && !waitedFor) uploads.forget(id, 'remove');
    },
    own: uploads.own,
    uploads,
    keepOnly(waitedFor) {
      for (const id of [...uploads.ids()]) {
        if (!waitedFor.has(id)) uploads.forget(id, attachment(id) ? 'keep' : 'remove');
      }
    },
    total: files.total,
    letGo: (id) => files.remove(id),
    find,
    fetch(id) {
      if (files.has(id)) return 'here';
      const row = attachment(id);
      if (!row) throw refuse('not-found', 'There is no such file.', { path: '/attachmentId' });
      if (row.state === 'gone') return 'gone';
      downloads.want([id], { first: true });
      return downloads.state(id) ?? 'fetching';
    },
    arrived(all) {
      const small = all.filter(
        ({ size, state }) => state === 'here' && (size === null || size <= fetchedUnasked),
      );
      // Those that were asked for while WhatsApp still had them go on in any case.
      const asked = all.filter(({ id }) => downloads.state(id) === 'fetching');
      const wanted = small.length > mostUnasked ? asked : [...small, ...asked];
      if (wanted.length > 0)
        downloads.want([...new Set(wanted.map(({ id }) => id))], { first: false });
    },
    forget(ids) {
      for (const id of ids) if (find(id) === null) files.remove(id);
    },
    async reply({ id, range, download }) {
      const found = isId.test(id) ? find(id) : null;
      if (!found || (await bring(id)) !== 'here' || closed) return nothingThere;
      // Of a contact's picture nobody has said what it is.
      const told = found.sha256 ?? found.size;
      const mediaType = told === null ? await typeOf(files.read(id)) : found.mediaType;
      const as = { ...found, mediaType: mediaType ?? 'application/octet-stream' };
      return replyWith(files, as, { range, download });
    },
    async copyTo(id, place) {
      const state = await bring(id);
      if (state === 'gone') throw refuse('not-found', 'WhatsApp no longer has this file.');
      if (state !== 'here') {
        throw refuse('server-unreachable', 'This file is not on this machine yet.');
      }
      await pipeline(files.read(id), createWriteStream(place));
    },
    online: downloads.resume,
    offline() {
      uploads.pause();
      downloads.pause();
    },
    close() {
      closed = true;
      uploads.pause();
      downloads.close();
      intake.close();
      progress.close();
    },
  };
}
