/** The tray: Electron's side of tray-menu.ts. */
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { HostStatus } from '#core/host.ts';
import { trayPicture } from './pictures.ts';
import { type TrayItem, type TrayPick, trayItems, trayTip } from './tray-menu.ts';

const points = 16;

export type OpenTray = { show(status: HostStatus): void; close(): void };

export function openTray(picked: (pick: TrayPick) => void): OpenTray {
  let tray: Tray | null = null;
  const imageOf = ({ unread, connection, signedIn }: HostStatus) => {
    const template = process.platform === 'darwin';
    const offline = !signedIn || connection !== 'online';
    const look = { unread: unread > 0, offline, template };
    const { bytes, width, height } = trayPicture(look, points * 2);
    const image = nativeImage.createFromBitmap(bytes, { width, height, scaleFactor: 2 });
    if (template) image.setTemplateImage(true);
    return image;
  };
  const entryOf = (item: TrayItem): MenuItemConstructorOptions => {
    if ('line' in item) return { type: 'separator' };
    const { label } = item;
    if ('items' in item) return { label, submenu: item.items.map(entryOf) };
    return 'pick' in item ? { label, click: () => picked(item.pick) } : { label, enabled: false };
  };
  return {
    show(status) {
      const image = imageOf(status);
      if (tray) tray.setImage(image);
      else {
        tray = new Tray(image);
        tray.on('click', () => picked({ open: true }));
      }
      tray.setToolTip(trayTip(status));
      tray.setContextMenu(Menu.buildFromTemplate(trayItems(status, new Date()).map(entryOf)));
    },
    close() {
      tray?.destroy();
      tray = null;
    },
  };
}
