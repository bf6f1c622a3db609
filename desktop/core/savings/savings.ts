/** Files that the server makes, streamed to where a person wants them: whole, or not at all. */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { create as contentDisposition } from 'content-disposition';
import type { Question } from '#shared/contract/bridge.ts';
import type { Saving, SavingTrouble } from '#shared/contract/saving.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { attachmentName } from '#shared/rules/attachment-name.ts';
import type { AttachmentReply } from '../attachments/reply.ts';
import type { Host } from '../host.ts';
import type { Log } from '../log.ts';
import { refuse } from '../refuse.ts';
import type { Signed } from '../sync/team-rest.ts';
import { askFor, type Coming, SavingFailed } from './asking.ts';
import { openRowCount } from './rows-in.ts';

export type Savings = {
  begin(asked: Question<'beginSaving'>): Promise<{ begun: boolean }>;
  stop(id: Id): void;
  /** For the console's own origin, once for each. Never rejects. */
  reply(id: Id): Promise<AttachmentReply>;
  close(): void;
};

export type SavingsDeps = {
  host: Pick<Host, 'saveAs'>;
  signed(): Signed;
  emit(all: Saving[]): void;
  log: Log;
  /** How long nothing may come (ms). */
  patience?: number;
  /** Between two tellings of how far it is (ms). */
  gap?: number;
  write?(path: string): Writable;
};

type Entry = Question<'beginSaving'> & { now: Saving; ending: AbortController; told: number };

/** A page that does not take what it asked for does not want it (ms). */
const offeredFor = 60_000;
/** On the whole console: each is a stream from the server. */
const most = 4;

export function openSavings(deps: SavingsDeps): Savings {
  const { host, log, patience = 60_000, gap = 150 } = deps;
  const write = deps.write ?? ((path: string) => createWriteStream(path, { flags: 'wx' }));
  const entries = new Map<Id, Entry>();

  function tell(entry: Entry, change: Partial<Saving>): void {
    Object.assign(entry.now, change);
    const { phase } = entry.now;
    const over = phase === 'done' || phase === 'failed' || phase === 'stopped';
    if (over) entries.delete(entry.savingId);
    else if (change.phase === undefined && Date.now() - entry.told < gap) return;
    entry.told = Date.now();
    deps.emit([{ ...entry.now }]);
  }

  function fail(entry: Entry, error: unknown): void {
    if (!entries.has(entry.savingId)) return;
    if (entry.ending.signal.reason === 'stopped') {
      tell(entry, { phase: 'stopped' });
      return;
    }
    const trouble = troubleOf(error);
    log.warn({ err: error, trouble }, 'a file could not be saved');
    tell(entry, { phase: 'failed', trouble });
  }

  /** Counts what comes by, and ends what no longer comes. */
  function meter(entry: Entry): Transform {
    const { what } = entry;
    const count = what.kind === 'services' && what.format === 'csv' ? openRowCount() : null;
    const late = () => entry.ending.abort('late');
    let limit = setTimeout(late, patience);
    return new Transform({
      transform(piece: Uint8Array, _encoding, done) {
        clearTimeout(limit);
        limit = setTimeout(late, patience);
        const bytes = entry.now.bytes + piece.byteLength;
        tell(entry, { bytes, ...(count && { rows: count(piece) }) });
        done(null, piece);
      },
      destroy(error, done) {
        clearTimeout(limit);
        done(error);
      },
    });
  }

  async function ask(entry: Entry): Promise<Coming> {
    const late = setTimeout(() => entry.ending.abort('late'), patience);
    try {
      const coming = await askFor(deps.signed(), entry.what, entry.ending.signal);
      tell(entry, { phase: 'running', total: coming.total });
      return coming;
    } finally {
      clearTimeout(late);
    }
  }

  /** Beside where it belongs, so that taking its place is one step. */
  async function saveTo(entry: Entry, place: string): Promise<void> {
    const beside = join(dirname(place), `.${basename(place).slice(0, 100)}.${entry.savingId}.part`);
    try {
      const { body } = await ask(entry);
      const { signal } = entry.ending;
      await pipeline(readable(body), meter(entry), write(beside), { signal });
      await rename(beside, place);
      tell(entry, { phase: 'done' });
    } catch (error) {
      await rm(beside, { force: true }).catch((left: Error) =>
        log.warn({ err: left }, 'a part of a file was left'),
      );
      fail(entry, error);
    }
  }

  return {
    async begin(asked) {
      if (entries.size >= most || entries.has(asked.savingId)) {
        throw refuse('too-many', 'Other files are being saved.');
      }
      deps.signed();
      const name = attachmentName(asked.name) || 'file';
      const now: Saving = {
        ...{ id: asked.savingId, name, phase: 'offered', bytes: 0, rows: null, total: null },
        trouble: null,
      };
      const entry: Entry = { ...asked, now, ending: new AbortController(), told: 0 };
      entries.set(asked.savingId, entry);
      if (!host.saveAs) {
        const limit = setTimeout(() => entry.now.phase === 'offered' && stop(entry), offeredFor);
        limit.unref();
        return { begun: true };
      }
      const place = await host.saveAs(name).catch(() => null);
      if (place === null || entry.ending.signal.aborted) {
        entries.delete(asked.savingId);
        return { begun: false };
      }
      tell(entry, { phase: 'running', name: basename(place) });
      void saveTo(entry, place);
      return { begun: true };
    },
    stop(id) {
      const entry = entries.get(id);
      if (entry) stop(entry);
    },
    async reply(id) {
      const entry = entries.get(id);
      if (entry?.now.phase !== 'offered' || host.saveAs) return nothing(404);
      // Whoever comes second finds it taken.
      entry.now.phase = 'running';
      try {
        const { body, type, length } = await ask(entry);
        const counted = meter(entry);
        const { signal } = entry.ending;
        pipeline(readable(body), counted, { signal }).catch((error) => fail(entry, error));
        // The page took all of it, or went away before.
        counted.once('end', () => tell(entry, { phase: 'done' }));
        return {
          status: 200,
          headers: {
            ...always,
            'content-type': type,
            'content-disposition': contentDisposition(entry.now.name),
            ...(length !== null && { 'content-length': length }),
          },
          body: counted,
        };
      } catch (error) {
        fail(entry, error);
        return nothing(502);
      }
    },
    close() {
      for (const entry of [...entries.values()]) stop(entry);
    },
  };

  function stop(entry: Entry): void {
    const running = entry.now.phase === 'running';
    entry.ending.abort('stopped');
    // What runs says so itself once nothing of it is left.
    if (!running) tell(entry, { phase: 'stopped' });
  }
}

const readable = (body: Coming['body']): Readable =>
  Readable.fromWeb(body as ReadableStream<Uint8Array>);

const always = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': 'sandbox',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};
const nothing = (status: number): AttachmentReply => ({
  status,
  headers: { ...always, 'content-type': 'text/plain; charset=utf-8' },
  body: null,
});

const placeCodes = ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'EBUSY'];
const cutCodes = ['ABORT_ERR', 'ECONNRESET', 'UND_ERR_SOCKET', 'ERR_STREAM_PREMATURE_CLOSE'];

function troubleOf(error: unknown): SavingTrouble {
  if (error instanceof SavingFailed) return error.trouble;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return 'disk-full';
  if (placeCodes.includes(code)) return 'no-place';
  // What undici says of a body that ended before its end.
  return cutCodes.includes(code) || message === 'terminated' ? 'cut' : 'app';
}
