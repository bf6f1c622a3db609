/** A console in a real window: the browser host in Debian's Chromium. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Desk } from '#shared/contract/bridge.ts';
import { chromiumPath } from './available.ts';
import { freePort, freshFolder, type Program, root, startProgram } from './programs.ts';

export function openBrowser(more: string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath() ?? undefined,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
}

export type Console = {
  page: Page;
  folder: string;
  /** Ends the core (SIGTERM, or -9) and opens the same console again. */
  restart(signal?: NodeJS.Signals): Promise<void>;
  signIn(who: { email: string; password: string }): Promise<void>;
  close(): Promise<void>;
};

export type OpenConsole = {
  /** The server's address offered on the sign-in screen. */
  server: string;
  locale?: 'pt-BR' | 'en-US';
  colorScheme?: 'light' | 'dark';
  /** One that is there already, and stays; otherwise a new one that goes at the end. */
  folder?: string;
  /** Null: as large as the window. */
  viewport?: { width: number; height: number } | null;
};

export async function openConsole(
  browser: Browser,
  {
    server,
    locale = 'pt-BR',
    colorScheme = 'light',
    folder: given,
    viewport = { width: 1280, height: 800 },
  }: OpenConsole,
): Promise<Console> {
  const folder = given ?? freshFolder('console');
  let context: BrowserContext | undefined;
  let program: Program | undefined;
  const open = async (): Promise<void> => {
    program = startProgram('desktop/browser/main.ts', {
      RECADO_CONSOLE_DATA: folder,
      RECADO_CONSOLE_PORT: String(await freePort()),
      RECADO_SERVER: server,
    });
    const [, address = ''] = await program.line(/console at (\S+)/);
    context = await browser.newContext({
      locale,
      colorScheme,
      viewport,
    });
    desk.page = await context.newPage();
    await desk.page.goto(address);
  };
  const desk: Console = {
    page: undefined as unknown as Page,
    folder,
    async restart(signal = 'SIGTERM') {
      await context?.close();
      await program?.end(signal);
      await open();
    },
    signIn: (who) => signInOn(desk.page, who),
    async close() {
      await context?.close();
      await program?.end('SIGTERM');
      if (given === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
  await open();
  return desk;
}

export async function signInOn(
  page: Page,
  { email, password }: { email: string; password: string },
): Promise<void> {
  await page.getByLabel(/e-mail/i).fill(email);
  // Only the specs of it wait for it.
  await page.evaluate(() =>
    (window as unknown as { desk: Desk }).desk.call('saveSettings', { settings: { undoSend: 0 } }),
  );
  await page.getByRole('textbox', { name: /^(senha|password)$/i }).fill(password);
  await page.keyboard.press('Enter');
  await page.getByText(/^(conectado|connected|online)$/i).waitFor();
}

/** Keeps a picture of what the window showed, for whoever reads a failure. */
export async function keepPicture(desk: Console | undefined, name: string): Promise<void> {
  const folder = join(root, 'e2e/.artifacts');
  mkdirSync(folder, { recursive: true });
  await desk?.page.screenshot({ path: join(folder, `${name.replace(/[^\w-]+/g, '-')}.png`) });
}
