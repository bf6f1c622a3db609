/** An update of the installed app: fetched in the background, brought when nothing is interrupted. */
import type { AppUpdate } from '#shared/contract/app-update.ts';
import type { Settings } from '#shared/contract/settings.ts';
import type { SyncState } from '#shared/contract/sync-state.ts';
import type { Log } from './log.ts';

export type UpdaterEvent =
  | { type: 'checking' }
  | { type: 'none' }
  | { type: 'found'; version: string; notes: string }
  | { type: 'progress'; percent: number }
  | { type: 'ready'; version: string; notes: string }
  | { type: 'failed'; error: unknown };

/** Of the host: looks at a feed and fetches; what is ready is installed at the next quit anyway. */
export type Updater = {
  /** Goes on in the background; told by events. */
  check(feed: string, channel: Settings['channel']): void;
  on(listener: (event: UpdaterEvent) => void): void;
  /** Quits, installs and starts again. */
  restart(): void;
};

export const noUpdate: AppUpdate = {
  state: 'none',
  version: null,
  notes: '',
  progress: 0,
  reason: null,
};

export function nextUpdate(now: AppUpdate, event: UpdaterEvent): AppUpdate {
  // What is here stays offered, whatever a later look finds out.
  const here = now.state === 'ready' || now.state === 'waiting';
  switch (event.type) {
    case 'checking':
      return here ? now : { ...noUpdate, state: 'checking' };
    case 'none':
      return here ? now : noUpdate;
    case 'found':
      if (here && now.version === event.version) return now;
      return { ...noUpdate, state: 'downloading', version: event.version, notes: event.notes };
    case 'progress': {
      if (now.state !== 'downloading') return now;
      const progress = Math.max(0, Math.min(100, Math.floor(event.percent)));
      return progress === now.progress ? now : { ...now, progress };
    }
    case 'ready':
      if (here && now.version === event.version) return now;
      return {
        ...{ state: 'ready', version: event.version, notes: event.notes },
        ...{ progress: 100, reason: null },
      };
    case 'failed':
      return here ? now : { ...now, state: 'failed', progress: 0, reason: reasonOf(event.error) };
  }
}

const damaged = /checksum mismatch|ERR_CHECKSUM|INVALID_SIGNATURE|not signed|signature/i;
const unreachable =
  /ENOTFOUND|ECONN|ETIMEDOUT|EAI_AGAIN|ERR_INTERNET|ERR_CONNECTION|ERR_NAME|net::|HTTP_ERROR|CHANNEL_FILE_NOT_FOUND|LATEST_VERSION_NOT_FOUND|timed out|HttpError|\b[45]\d\d\b/i;

/** By what electron-updater says: a code where it has one, else its message. */
export function reasonOf(error: unknown): NonNullable<AppUpdate['reason']> {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const said = `${String(code ?? '')} ${String(message ?? error)}`;
  if (damaged.test(said)) return 'damaged';
  return unreachable.test(said) ? 'unreachable' : 'other';
}

export type AtWork = {
  /** Calls that this person speaks or dials. */
  calls: number;
  sync: Pick<SyncState, 'connection' | 'waiting'>;
  /** When something was last typed, in ms of the same clock as `now`. */
  typed: number;
  now: number;
};
/** After the last key, before it counts as a pause. */
export const typingPause = 5_000;

/** What waits while offline is on the disk, and goes on after the restart. */
export function mayRestart({ calls, sync, typed, now }: AtWork): boolean {
  const sending = sync.connection !== 'offline' && sync.waiting > 0;
  return calls === 0 && !sending && now - typed >= typingPause;
}

/** Where updates of this app lie: beside the server it works with, unless another place is named. */
export const feedOf = (server: string | null, named: string | undefined): string | null =>
  named ?? (server && `${server.replace(/\/$/, '')}/updates`);

const firstLook = 60_000;
const looks = 4 * 3_600_000;
const patience = 500;

export type Updates = {
  now(): AppUpdate | null;
  check(): void;
  restart(): void;
  typed(): void;
  close(): void;
};

export function openUpdates(deps: {
  updater: Updater | undefined;
  feed(): string | null;
  channel(): Settings['channel'];
  atWork(): Omit<AtWork, 'typed' | 'now'>;
  tell(update: AppUpdate): void;
  log: Log;
}): Updates {
  const { updater } = deps;
  let now = noUpdate;
  let typed = Number.NEGATIVE_INFINITY;
  let waiting: NodeJS.Timeout | null = null;
  let gone = false;
  const take = (next: AppUpdate) => {
    if (next === now || gone) return;
    now = next;
    deps.tell(now);
  };
  const check = () => {
    const feed = deps.feed();
    if (updater && feed) updater.check(feed, deps.channel());
  };
  updater?.on((event) => {
    if (event.type === 'failed') deps.log.warn({ err: event.error }, 'no update was had');
    take(nextUpdate(now, event));
  });
  const first = updater && setTimeout(check, firstLook);
  const again = updater && setInterval(check, looks);
  first?.unref();
  again?.unref();

  function restart(): void {
    if (!updater || (now.state !== 'ready' && now.state !== 'waiting')) return;
    if (waiting) clearTimeout(waiting);
    waiting = null;
    if (mayRestart({ ...deps.atWork(), typed, now: performance.now() })) {
      updater.restart();
      return;
    }
    take({ ...now, state: 'waiting' });
    waiting = setTimeout(restart, patience);
  }
  return {
    now: () => (updater ? now : null),
    check,
    restart,
    typed() {
      typed = performance.now();
    },
    close() {
      gone = true;
      if (first) clearTimeout(first);
      if (again) clearInterval(again);
      if (waiting) clearTimeout(waiting);
    },
  };
}
