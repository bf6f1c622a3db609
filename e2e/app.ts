/** The installed app: its built main and preload, in Electron or, where there is none, the stand-in. */
import { rmSync } from 'node:fs';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { type Console, type OpenConsole, signInOn } from './console.ts';
import { freshFolder, root } from './programs.ts';

export type App = Console & {
  /** The running app; another one after a restart. */
  electron(): ElectronApplication;
  /** Quits as a person does and starts anew, with what the system gives to it. */
  startWith(args: string[]): Promise<void>;
};

export type OpenApp = {
  env?: Record<string, string>;
  /** Of the page's engine. */
  switches?: string[];
  /** After the app's own folder, as a system gives them. */
  args?: string[];
};

export async function openApp({
  server,
  locale = 'pt-BR',
  colorScheme = 'light',
  env = {},
  switches = [],
  args = [],
}: OpenConsole & OpenApp): Promise<App> {
  const folder = freshFolder('app');
  let running: ElectronApplication;
  const open = async (given = args): Promise<void> => {
    running = await _electron.launch({
      args: [`--lang=${locale}`, ...switches, root, ...given],
      cwd: root,
      locale,
      colorScheme,
      env: {
        ...(process.env as Record<string, string>),
        RECADO_CONSOLE_DATA: folder,
        RECADO_SERVER: server,
        ...env,
      },
    });
    app.page = await running.firstWindow();
    await app.page.waitForLoadState();
  };
  const app: App = {
    page: undefined as unknown as Page,
    folder,
    electron: () => running,
    async restart(signal = 'SIGTERM') {
      if (signal === 'SIGKILL') {
        const closed = running.waitForEvent('close');
        running.process().kill(signal);
        await closed;
      } else await running.close();
      await open();
    },
    async startWith(given) {
      await running.close();
      await open(given);
    },
    signIn: (who) => signInOn(app.page, who),
    async close() {
      await running.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await open();
  return app;
}
