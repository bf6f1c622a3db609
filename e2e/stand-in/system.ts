/** What the app asks of the system: written down, and answered as the test says. */
import { EventEmitter } from 'node:events';
import type { Stage } from './stage.ts';
import { strict } from './strict.ts';

type SystemPart =
  | ('Notification' | 'Menu' | 'Tray' | 'shell' | 'dialog')
  | ('safeStorage' | 'screen' | 'net' | 'nativeTheme' | 'nativeImage');

/**
 * `answers`: what a test wants to be answered, by name (`{"safeStorage.isEncryptionAvailable": false}`),
 * given in STAND_IN_ANSWERS before the start.
 */
export function openSystem(
  asked: Stage['asked'],
  answers: Record<string, unknown>,
): Record<SystemPart, object> {
  const ask = <T>(what: string, args: unknown[], usual: T): T => {
    asked.push({ what, args });
    return what in answers ? (answers[what] as T) : usual;
  };
  const mark = 'not encrypted: ';

  class Notification extends EventEmitter {
    options: object;
    constructor(options: object) {
      super();
      this.options = options;
      // biome-ignore lint/correctness/noConstructorReturn: it must throw for what it does not know.
      return strict('Notification', this);
    }
    show(): void {
      ask('Notification.show', [this.options, this], null);
      this.emit('show', {});
    }
    close(): void {
      this.emit('close', {});
    }
    static isSupported(): boolean {
      return answers['Notification.isSupported'] !== false;
    }
  }

  class Menu {
    items: object[] = [];
    static current: Menu | null = null;
    static buildFromTemplate(template: object[]): Menu {
      const menu = new Menu();
      menu.items = template;
      return menu;
    }
    static setApplicationMenu(menu: Menu | null): void {
      Menu.current = menu;
      ask('Menu.setApplicationMenu', [menu?.items ?? null], null);
    }
    static getApplicationMenu(): Menu | null {
      return Menu.current;
    }
    popup(): void {
      ask('menu.popup', [this.items], null);
    }
  }

  class Tray extends EventEmitter {
    constructor(image: unknown) {
      super();
      ask('new Tray', [image], null);
      // biome-ignore lint/correctness/noConstructorReturn: it must throw for what it does not know.
      return strict('Tray', this);
    }
    setToolTip(text: string): void {
      ask('tray.setToolTip', [text], null);
    }
    setContextMenu(menu: Menu | null): void {
      ask('tray.setContextMenu', [menu?.items ?? null], null);
    }
    setImage(image: unknown): void {
      ask('tray.setImage', [image], null);
    }
    destroy(): void {
      ask('tray.destroy', [], null);
    }
  }

  const display = {
    id: 1,
    bounds: { x: 0, y: 0, width: 1920, height: 1080 },
    workArea: { x: 0, y: 0, width: 1920, height: 1080 },
    scaleFactor: 1,
  };
  return {
    Notification: strict('Notification', Notification),
    Menu: strict('Menu', Menu),
    Tray,
    shell: strict('shell', {
      openExternal: async (url: string) => ask<void>('shell.openExternal', [url], undefined),
      openPath: async (path: string) => ask('shell.openPath', [path], ''),
      showItemInFolder: (path: string) => ask<void>('shell.showItemInFolder', [path], undefined),
      beep: () => ask<void>('shell.beep', [], undefined),
    }),
    dialog: strict('dialog', {
      showOpenDialog: async (...args: unknown[]) =>
        ask('dialog.showOpenDialog', args, { canceled: true, filePaths: [] }),
      showSaveDialog: async (...args: unknown[]) =>
        ask('dialog.showSaveDialog', args, { canceled: true, filePath: '' }),
      showMessageBox: async (...args: unknown[]) =>
        ask('dialog.showMessageBox', args, { response: 0, checkboxChecked: false }),
      showErrorBox: (...args: unknown[]) => ask<void>('dialog.showErrorBox', args, undefined),
    }),
    safeStorage: strict('safeStorage', {
      isEncryptionAvailable: () => ask('safeStorage.isEncryptionAvailable', [], true),
      getSelectedStorageBackend: () =>
        ask('safeStorage.getSelectedStorageBackend', [], 'gnome_libsecret'),
      encryptString: (text: string) => Buffer.from(mark + text),
      decryptString(bytes: Buffer) {
        const text = bytes.toString();
        if (!text.startsWith(mark)) throw new Error('Error while decrypting the ciphertext.');
        return text.slice(mark.length);
      },
    }),
    screen: strict(
      'screen',
      Object.assign(new EventEmitter(), {
        getAllDisplays: () => [display],
        getPrimaryDisplay: () => display,
        getDisplayMatching: () => display,
      }),
    ),
    nativeImage: strict('nativeImage', {
      createFromBitmap(bytes: Buffer, { width, height }: { width: number; height: number }) {
        if (bytes.length !== width * height * 4) throw new Error('The bitmap is not of its size.');
        return strict('image', { bytes, width, height, setTemplateImage: () => {} });
      },
    }),
    net: strict('net', {
      fetch: (input: string, init?: RequestInit) => fetch(input, init),
      isOnline: () => ask('net.isOnline', [], true),
    }),
    nativeTheme: strict(
      'nativeTheme',
      Object.assign(new EventEmitter(), { themeSource: 'system', shouldUseDarkColors: false }),
    ),
  };
}
