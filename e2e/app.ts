/** The installed app: its built main and preload, in Electron or, where there is none, the stand-in. */
import { rmSync } from 'node:fs';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { type Console, type OpenConsole, signInOn } from './console.ts';
import { freshFolder, root } from './programs.ts';

export type App = Console & {
  /** The running app; another one after a restart. */
  electron(): ElectronApplication;
};

export async function openApp({
  server,
  locale = 'pt-BR',
  colorScheme = 'light',
  env = {},
  switches = [],
}: OpenConsole & {
  env?: Record<string, string>;
  /** Of the page's engine. */
  switches?: string[];
}): Promise<App> {
  const folder = freshFolder('app');
  let running: ElectronApplication;
  const open = async (): Promise<void> => {
    running = await _electron.launch({
      args: [`--lang=${locale}`, ...switches, root],
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
    signIn: (who) => signInOn(app.page, who),
    async close() {
      await running.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await open();
  return app;
}
