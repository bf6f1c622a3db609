/** What goes on outside the window: settings of this machine, peace for a while, what the tray shows. */

import type { Pause, PauseLength, Settings } from '#shared/contract/settings.ts';
import type { SyncState } from '#shared/contract/sync-state.ts';
import { isPaused, isQuietAt, pauseUntil, wallTime } from '#shared/rules/do-not-disturb.ts';
import type { Emit } from './announcer.ts';
import type { Home } from './home.ts';
import type { Host, HostStatus } from './host.ts';
import { readSettings } from './settings.ts';
import { languageOf } from './words.ts';

export type Outside = {
  settings(): Settings;
  save(part: Partial<Settings>): void;
  pausedUntil(): Pause;
  pause(length: PauseLength): void;
  /** Nothing is told and nothing is heard now. */
  hushed(): boolean;
  badge(count: number): void;
  /** Something of what the status shows may have changed. */
  look(): void;
  close(): void;
};

export function openOutside(deps: {
  host: Host;
  home: Home;
  emit: Emit;
  now(): Date;
  sync(): Pick<SyncState, 'connection' | 'whatsapp'>;
  signedIn(): boolean;
  admin(): boolean;
}): Outside {
  const { host, home, emit, now } = deps;
  let settings = readSettings(home.get().settings, host.usual);
  let unread = 0;
  let shown = '';
  let end: NodeJS.Timeout | null = null;

  const pausedUntil = (): Pause => {
    const until = home.get().pausedUntil ?? null;
    return isPaused(until, now()) ? until : null;
  };
  function look(): void {
    const { connection, whatsapp } = deps.sync();
    const status: HostStatus = {
      ...{ connection, whatsapp, unread },
      language: languageOf(home.get().language, host.locale),
      signedIn: deps.signedIn(),
      admin: deps.admin(),
      pausedUntil: pausedUntil(),
    };
    const now = JSON.stringify(status);
    if (now === shown) return;
    shown = now;
    host.status?.(status);
  }
  const tell = () => {
    emit('settings', { settings, pausedUntil: pausedUntil() });
    look();
  };
  function awaitEnd(): void {
    if (end) clearTimeout(end);
    const until = pausedUntil();
    end = until === null ? null : setTimeout(tell, Date.parse(until) - now().getTime() + 50);
    end?.unref();
  }
  awaitEnd();
  host.settings?.(settings);
  return {
    settings: () => settings,
    save(part) {
      settings = readSettings({ ...settings, ...part });
      home.change({ settings });
      host.settings?.(settings);
      tell();
    },
    pausedUntil,
    pause(length) {
      home.change({ pausedUntil: pauseUntil(length, now())?.toISOString() ?? null });
      awaitEnd();
      tell();
    },
    hushed: () =>
      pausedUntil() !== null || (settings.quiet && isQuietAt(settings.quietSpans, wallTime(now()))),
    badge(count) {
      unread = count;
      host.badge(count);
      look();
    },
    look,
    close() {
      if (end) clearTimeout(end);
    },
  };
}
