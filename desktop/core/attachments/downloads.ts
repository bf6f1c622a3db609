/**
 * Copies of the server's files, fetched in one go or from where a cut left them, and checked by
 * their hash before anyone sees them.
 */
import { Readable } from 'node:stream';
import type { Attachment, LocalState } from '#shared/contract/attachment.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Cache } from '../cache/cache.ts';
import type { Log } from '../log.ts';
import { backoff } from '../sync/backoff.ts';
import { type Files, sha256Of } from './files.ts';
import type { Progress } from './progress.ts';

export type Downloads = {
  /** Wanted, and remembered; of many in one transaction. `first`: a person looks at it now. */
  want(ids: readonly Id[], how: { first: boolean }): void;
  state(id: Id): LocalState | null;
  /** Resolves when it is here or will not be for now. */
  settled(id: Id): Promise<LocalState>;
  /** Connected: goes on with everything that is wanted. */
  resume(): void;
  pause(): void;
  close(): void;
};

export type DownloadsDeps = {
  cache: Cache;
  files: Files;
  address: string;
  token: string;
  progress: Progress;
  log: Log;
  /** By the newest row of a message that has it. */
  attachment(id: Id): Attachment | null;
  retry?: { first: number; most: number };
};

const mostAtOnce = 3;
const mostTries = 4;
const usualRetry = { first: 1_000, most: 20_000 };
/** Nothing has come for so long: this request is dead. */
const patience = 30_000;

/** Another try leads nowhere. */
class Lost extends Error {
  readonly state: 'gone' | 'failed';
  constructor(state: 'gone' | 'failed', words: string) {
    super(words);
    this.state = state;
  }
}

export function openDownloads(deps: DownloadsDeps): Downloads {
  const { cache, files, progress, log } = deps;
  const table = cache.tables.downloads;
  const queue = new Set<Id>(table.all());
  const underway = new Map<Id, AbortController>();
  const resting = new Map<Id, NodeJS.Timeout>();
  const tries = new Map<Id, number>();
  const ended = new Map<Id, 'gone' | 'failed'>();
  const listeners = new Map<Id, ((state: LocalState) => void)[]>();
  let online = false;

  const settle = (id: Id, state: LocalState): void => {
    const waiting = listeners.get(id) ?? [];
    listeners.delete(id);
    for (const listener of waiting) listener(state);
  };
  function end(id: Id, state: 'here' | 'gone' | 'failed'): void {
    queue.delete(id);
    tries.delete(id);
    if (state !== 'here') ended.set(id, state);
    cache.write(() => table.remove(id));
    const size = files.size(id) ?? 0;
    progress.tell({ id, phase: state, done: size, total: state === 'here' ? size : null });
    settle(id, state);
  }
  function pump(): void {
    if (!online) return;
    for (const id of queue) {
      if (underway.size >= mostAtOnce) return;
      if (underway.has(id) || resting.has(id)) continue;
      const row = deps.attachment(id);
      // Still on its way from WhatsApp: the row that says that it is here begins it again.
      if (row?.state === 'fetching') continue;
      underway.set(id, new AbortController());
      void turn(id, row);
    }
  }
  async function turn(id: Id, row: Attachment | null): Promise<void> {
    const stop = underway.get(id) as AbortController;
    try {
      if (!row || row.state === 'gone') throw new Lost('gone', 'WhatsApp no longer has it');
      if (!files.has(id)) await fetchOne(row, stop);
      if (!stop.signal.aborted) end(id, 'here');
    } catch (error) {
      failed(id, error, stop.signal.aborted);
    }
    underway.delete(id);
    pump();
  }
  function failed(id: Id, error: unknown, stopped: boolean): void {
    try {
      if (error instanceof Lost) {
        end(id, error.state);
        return;
      }
      if (stopped && !online) {
        settle(id, 'failed');
        return;
      }
      const tried = (tries.get(id) ?? 0) + 1;
      tries.set(id, tried);
      log.info({ err: error, id, tried }, 'an attachment did not come');
      if (tried >= mostTries) {
        end(id, 'failed');
        return;
      }
      const again = () => {
        resting.delete(id);
        pump();
      };
      resting.set(id, setTimeout(again, backoff(tried, deps.retry ?? usualRetry)));
    } catch (trouble) {
      log.error({ err: trouble, id }, 'a download could not be noted');
    }
  }

  async function fetchOne(row: Attachment, stop: AbortController): Promise<void> {
    const { id } = row;
    let late = setTimeout(() => stop.abort(), patience);
    const moved = (): void => {
      clearTimeout(late);
      late = setTimeout(() => stop.abort(), patience);
    };
    try {
      const have = row.size !== null && files.partSize(id) > row.size ? 0 : files.partSize(id);
      if (have === 0 || have !== row.size) await receive(row, have, stop.signal, moved);
    } finally {
      clearTimeout(late);
    }
    const sha256 = await sha256Of(files.readPart(id));
    if (row.sha256 !== null && sha256 !== row.sha256) {
      files.dropPart(id);
      throw new Error('the bytes are not those that were sent');
    }
    files.complete(id);
  }

  async function receive(
    { id, size: total }: Attachment,
    have: number,
    signal: AbortSignal,
    moved: () => void,
  ): Promise<void> {
    const response = await fetch(`${deps.address}/api/v1/attachments/${id}`, {
      signal,
      // A redirect to the storage is followed; fetch takes the token off when the host changes.
      headers: {
        authorization: `Bearer ${deps.token}`,
        ...(have > 0 && { range: `bytes=${have}-` }),
      },
    });
    const { status, body } = response;
    if (status === 404 || status === 410) throw new Lost('gone', 'the server does not have it');
    if (status === 416) files.dropPart(id);
    const goesOn =
      status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${have}-`);
    if (!goesOn && status !== 200) {
      await body?.cancel();
      throw new Error(`the server answered ${status}`);
    }
    const part = files.openPart(id, goesOn ? 'goOn' : 'anew');
    let whole = false;
    try {
      if (body) {
        for await (const bytes of Readable.fromWeb(body as never) as AsyncIterable<Uint8Array>) {
          if (total !== null && part.size() + bytes.length > total) {
            throw new Error('more bytes came than there should be');
          }
          part.add(bytes);
          moved();
          progress.tell({ id, phase: 'downloading', done: part.size(), total });
        }
      }
      whole = true;
    } finally {
      part.close(whole);
    }
    if (total !== null && part.size() !== total) throw new Error('it ended too soon');
  }

  return {
    want(ids, { first }) {
      const fresh = ids.filter((id) => !queue.has(id) && !files.has(id));
      if (fresh.length > 0) {
        cache.write(() => {
          for (const id of fresh) table.add(id);
        });
      }
      for (const id of ids) {
        if (files.has(id)) continue;
        ended.delete(id);
        const timer = resting.get(id);
        if (timer) clearTimeout(timer);
        resting.delete(id);
        queue.add(id);
      }
      if (first) {
        const others = [...queue].filter((id) => !ids.includes(id));
        for (const id of others) {
          queue.delete(id);
          queue.add(id);
        }
      }
      pump();
    },
    state: (id) =>
      files.has(id) ? 'here' : (ended.get(id) ?? (queue.has(id) ? 'fetching' : null)),
    settled: (id) =>
      new Promise((resolve) => {
        if (files.has(id)) return resolve('here');
        const over = ended.get(id);
        if (over) return resolve(over);
        if (!online || !queue.has(id)) return resolve('failed');
        listeners.set(id, [...(listeners.get(id) ?? []), resolve]);
      }),
    resume() {
      online = true;
      for (const timer of resting.values()) clearTimeout(timer);
      resting.clear();
      tries.clear();
      pump();
    },
    pause() {
      online = false;
      for (const stop of underway.values()) stop.abort();
      for (const id of [...listeners.keys()]) settle(id, 'failed');
    },
    close() {
      online = false;
      for (const timer of resting.values()) clearTimeout(timer);
      for (const stop of underway.values()) stop.abort();
      for (const id of [...listeners.keys()]) settle(id, 'failed');
    },
  };
}
