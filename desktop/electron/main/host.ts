/** What differs from the browser host, in Electron. */
import { join } from 'node:path';
import { app, BrowserWindow, dialog, Notification, safeStorage, shell } from 'electron';
import type { Host } from '#core/host.ts';
import type { Log } from '#core/log.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { openKeys } from './keys.ts';
import { openSecrets } from './secrets.ts';

export function electronHost(to: {
  folder: string;
  log: Log;
  clicked: (conversationId: Id) => void;
}): Host {
  // One that nobody holds is collected, and its click with it.
  const shown = new Set<Notification>();
  return {
    kind: 'electron',
    secrets: openSecrets(join(to.folder, 'secrets.json'), safeStorage, to.log),
    keys: openKeys(to.folder, safeStorage, to.log),
    notify({ title, body, conversationId }) {
      if (!Notification.isSupported()) return;
      const notice = new Notification({ title, body });
      shown.add(notice);
      notice.on('close', () => shown.delete(notice));
      notice.on('click', () => {
        shown.delete(notice);
        to.clicked(conversationId);
      });
      notice.show();
    },
    badge: (count) => {
      app.setBadgeCount(count);
    },
    async saveAs(name) {
      const to = join(app.getPath('downloads'), name);
      const window = BrowserWindow.getFocusedWindow();
      const asked = window
        ? await dialog.showSaveDialog(window, { defaultPath: to })
        : await dialog.showSaveDialog({ defaultPath: to });
      return asked.canceled || asked.filePath === '' ? null : asked.filePath;
    },
    openExternal: (url) => {
      shell.openExternal(url).catch((error: Error) => {
        to.log.warn({ err: error }, 'a link could not be opened');
      });
    },
  };
}
