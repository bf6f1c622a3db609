/**
 * Files made here, on their way to the server in resumable parts (tus). What the server has of one
 * is asked for before anything is sent, so a cut or a restart costs only what had not arrived.
 */
import { DetailedError, Upload as TusUpload, type UploadOptions } from 'tus-js-client';
import { Compile } from 'typebox/compile';
import type { Attachment } from '#shared/contract/attachment.ts';
import { Problem, type Refusal } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Cache } from '../cache/cache.ts';
import type { Upload } from '../cache/uploads.ts';
import type { Log } from '../log.ts';
import type { Files } from './files.ts';
import type { Progress } from './progress.ts';

export type Uploads = {
  own(id: Id): Attachment | null;
  /** Made here, with all its bytes; on the disk when this returns. */
  keep(attachment: Attachment): void;
  /** Whether a message with it may go: the server has it. */
  there(id: Id): boolean;
  /** True: it is there now. Null: not now, try again. */
  carry(id: Id): Promise<true | Refusal | null>;
  /** No message waits for it any more. `file`: its bytes stay for what the server has of it. */
  forget(id: Id, file: 'keep' | 'remove'): void;
  /** Ends what is under way; its rest goes later. */
  pause(): void;
  ids(): Iterable<Id>;
};

export type UploadsDeps = {
  cache: Cache;
  files: Files;
  address: string;
  token: string;
  progress: Progress;
  log: Log;
  /** Bytes in one request. */
  chunk?: number;
};

const usualChunk = 8 * 1024 * 1024;
/** Nothing has moved for so long: this request is dead. */
const patience = 30_000;
const problem = Compile(Problem);
/** Refusals that are about the moment: the same bytes may go later. */
const passing = new Set([401, 408, 409, 423, 425, 429]);

export function openUploads(deps: UploadsDeps): Uploads {
  const { cache, files, progress, log } = deps;
  const table = cache.tables.uploads;
  const mine = new Map<Id, Upload>(table.all().map((one) => [one.attachment.id, one]));
  const underway = new Map<Id, () => void>();

  function change(id: Id, part: Partial<Upload>): void {
    const before = mine.get(id);
    if (before) mine.set(id, { ...before, ...part });
  }
  function carry(id: Id): Promise<true | Refusal | null> {
    const one = mine.get(id);
    // Of a message that is passed on: the server has it already.
    if (!one || one.done) return Promise.resolve(true);
    if (!files.has(id)) {
      return Promise.resolve({ ok: false, code: 'not-found', detail: 'The file is not here.' });
    }
    return new Promise((resolve) => {
      const { attachment } = one;
      const total = attachment.size ?? 0;
      let last = Date.now();
      const watch = setInterval(() => {
        if (Date.now() - last > patience) end(null);
      }, patience / 5);
      let over = false;
      const stop = (): void => end(null);
      const end = (outcome: true | Refusal | null): void => {
        // What an upload that was given up says later is not about the next one of the same file.
        if (over) return;
        over = true;
        if (underway.get(id) === stop) underway.delete(id);
        clearInterval(watch);
        if (outcome !== true) void upload.abort().catch(() => {});
        if (outcome === true) {
          change(id, { done: true });
          cache.write(() => table.setDone(id));
          progress.tell({ id, phase: 'here', done: total, total });
        } else if (outcome) progress.tell({ id, phase: 'failed', done: 0, total });
        resolve(outcome);
      };
      const guarded = (outcome: true | Refusal | null): void => {
        try {
          end(outcome);
        } catch (error) {
          log.error({ err: error, id }, 'an upload could not be noted');
          resolve(null);
        }
      };
      let upload: TusUpload;
      const run = (url: string | null): void => {
        let sent = false;
        upload = new TusUpload(id as never, {
          fileReader: readerOf(files, id, total),
          endpoint: `${deps.address}/api/v1/attachments`,
          uploadUrl: url,
          headers: { authorization: `Bearer ${deps.token}` },
          metadata: metadataOf(attachment),
          chunkSize: deps.chunk ?? usualChunk,
          // Its own waiting knows nothing of the connection; the outbox's does.
          retryDelays: null,
          storeFingerprintForResuming: false,
          onUploadUrlAvailable: () => {
            if (over) return;
            change(id, { url: upload.url });
            cache.write(() => table.setUrl(id, upload.url));
          },
          // One that was given up before its first request would begin all the same.
          onBeforeRequest: () => {
            if (over) throw new Error('given up');
          },
          onAfterResponse: (request, response) => {
            // It was whole before: the server names the attachment, and wants none of it again.
            if (request.getMethod() !== 'POST' || response.getStatus() !== 200) return;
            void upload.abort().catch(() => {});
            guarded(true);
          },
          onProgress: (done) => {
            if (over) return;
            last = Date.now();
            progress.tell({ id, phase: 'uploading', done, total });
          },
          onChunkComplete: () => {
            sent = true;
          },
          onSuccess: () => {
            // All bytes were there before, which is not yet an attachment: asked for by its id.
            if (over) return;
            if (url !== null && !sent) run(null);
            else guarded(true);
          },
          onError: (error) => {
            const outcome = outcomeOf(error);
            if (outcome === null) log.info({ err: error, id }, 'cut; the rest goes later');
            guarded(outcome);
          },
        });
        upload.start();
      };
      underway.set(id, stop);
      run(one.url && sameOrigin(one.url, deps.address) ? one.url : null);
    });
  }

  return {
    own: (id) => mine.get(id)?.attachment ?? null,
    keep(attachment) {
      const upload = { attachment, url: null, done: false };
      cache.keep(() => table.add(upload));
      mine.set(attachment.id, upload);
    },
    there: (id) => mine.get(id)?.done ?? true,
    carry,
    forget(id, file) {
      underway.get(id)?.();
      if (!mine.delete(id)) return;
      cache.write(() => table.remove(id));
      if (file === 'remove') files.remove(id);
    },
    pause() {
      for (const stop of [...underway.values()]) stop();
    },
    ids: () => mine.keys(),
  };
}

/** Hands out any part of a file, decrypted. */
function readerOf(files: Files, id: Id, size: number): UploadOptions['fileReader'] {
  const slice = async (start: number, end: number) => {
    const last = Math.min(end, size) - 1;
    if (last < start) return { value: null, done: true };
    const part = files.read(id, { start, end: last });
    return { value: Object.assign(part, { size: last + 1 - start }), done: last + 1 >= size };
  };
  return { openFile: async () => ({ size, slice, close: () => {} }) };
}

function metadataOf({ id, kind, name, mediaType, size, sha256, state, ...look }: Attachment) {
  return { id, kind, name, mediaType, look: JSON.stringify(look) };
}

/** The place is the server's to say, but the token goes nowhere else. */
function sameOrigin(url: string, address: string): boolean {
  return URL.parse(url)?.origin === new URL(address).origin;
}

/** What an answer that is no success says: a refusal for good, or null. */
function outcomeOf(error: Error): Refusal | null {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (!response) return null;
  const status = response.getStatus();
  const said = parsed(response.getBody());
  if (status === 401) return { ok: false, code: 'unauthenticated', detail: 'Sign in first.' };
  if (status < 400 || status >= 500 || passing.has(status)) return null;
  if (problem.Check(said)) {
    return { ok: false, code: said.code ?? codeOf(status), detail: said.detail };
  }
  return { ok: false, code: codeOf(status), detail: 'The server does not take this file.' };
}

function codeOf(status: number): Refusal['code'] {
  if (status === 413) return 'too-large';
  if (status === 415) return 'unsupported';
  return status === 403 ? 'forbidden' : 'invalid';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
