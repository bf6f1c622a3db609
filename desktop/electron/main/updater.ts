/** electron-updater, as the core knows it: every decision is in #core/updates.ts. */
import type { AppUpdater, UpdateInfo } from 'electron-updater';
import type { Updater, UpdaterEvent } from '#core/updates.ts';
import { notesOf } from './update-notes.ts';

export type UpdaterLibrary = Pick<
  AppUpdater,
  | ('on' | 'setFeedURL' | 'checkForUpdates' | 'quitAndInstall' | 'channel' | 'allowDowngrade')
  | ('autoDownload' | 'autoInstallOnAppQuit' | 'allowPrerelease' | 'logger')
>;

/** `load`: electron-updater's own, on first use; it is large. */
export function openUpdater(to: {
  load(): Promise<UpdaterLibrary>;
  /** Everything is handed over before this program ends for the new one. */
  leave(): Promise<void>;
}): Updater {
  const listeners = new Set<(event: UpdaterEvent) => void>();
  const tell = (event: UpdaterEvent) => {
    for (const listener of listeners) listener(event);
  };
  let loaded: Promise<UpdaterLibrary> | null = null;

  async function prepare(): Promise<UpdaterLibrary> {
    const library = await to.load();
    library.logger = null;
    library.autoDownload = true;
    library.autoInstallOnAppQuit = true;
    const about = ({ version, releaseNotes }: UpdateInfo) => ({
      version,
      notes: notesOf(releaseNotes),
    });
    library.on('checking-for-update', () => tell({ type: 'checking' }));
    library.on('update-not-available', () => tell({ type: 'none' }));
    library.on('update-available', (info) => tell({ type: 'found', ...about(info) }));
    library.on('download-progress', ({ percent }) => tell({ type: 'progress', percent }));
    library.on('update-downloaded', (info) => tell({ type: 'ready', ...about(info) }));
    library.on('error', (error) => tell({ type: 'failed', error }));
    return library;
  }
  async function check(url: string, channel: 'stable' | 'beta'): Promise<void> {
    loaded ??= prepare();
    const library = await loaded;
    library.setFeedURL({ provider: 'generic', url, channel: channelFile[channel] });
    library.channel = channelFile[channel];
    // Setting a channel allows going back; nobody is taken to an older version, whose cache is older.
    library.allowDowngrade = false;
    library.allowPrerelease = channel === 'beta';
    const found = await library.checkForUpdates();
    await found?.downloadPromise;
  }
  return {
    on: (listener) => void listeners.add(listener),
    check(feed, channel) {
      check(feed, channel).catch((error: unknown) => tell({ type: 'failed', error }));
    },
    restart() {
      void Promise.all([loaded, to.leave()]).then(([library]) => library?.quitAndInstall());
    },
  };
}

/** The names of the files that say which version is the newest: `latest.yml`, `beta-mac.yml`. */
const channelFile = { stable: 'latest', beta: 'beta' } as const;
