/** The console in a browser: one core in this process, its pages on loopback. */
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openConsole } from '#core/console.ts';
import type { Log } from '#core/log.ts';
import { openSecretFile } from '#core/secret-file.ts';
import { serveAttachments } from './attachments.ts';
import { openBridge, type Pages } from './bridge.ts';
import { openEntry } from './entry.ts';
import { servePages } from './pages.ts';
import { serveSavings } from './savings.ts';

export type BrowserHost = {
  /** What a person opens; good for one page. */
  url: string;
  port: number;
  close(): Promise<void>;
};

export type BrowserHostOptions = {
  folder: string;
  /** The first port that is tried; the next free one is taken. 0: any. */
  port: number;
  version: string;
  /** The folder of the built renderer. */
  renderer: string;
  defaultServer?: string;
  openExternal(url: string): void;
  log: Log;
};

/** @throws FolderInUse, or where no port is free */
export async function serveConsole(to: BrowserHostOptions): Promise<BrowserHost> {
  mkdirSync(to.folder, { recursive: true, mode: 0o700 });
  let pages: Pages | null = null;
  let badge = 0;
  const console = openConsole({
    folder: to.folder,
    version: to.version,
    log: to.log,
    defaultServer: to.defaultServer,
    host: {
      kind: 'browser',
      // A plain Node process has no keychain, and a key beside the file would only look like one: the
      // sign-in and the key of the cache lie in files that only this account of the machine may read.
      secrets: openSecretFile(join(to.folder, 'secrets.json')),
      keys: { ...openSecretFile(join(to.folder, 'keys.json')), keeper: 'file' },
      abilities: ['notifications', 'stays'],
      notify: (notice) => pages?.tellOne({ notice }),
      unnotify: (conversationId) => pages?.tell({ seen: conversationId }),
      badge: (count) => {
        badge = count;
        pages?.tell({ badge });
      },
      openExternal: to.openExternal,
    },
  });
  const entry = openEntry();
  let port = 0;
  const http = createServer(
    servePages(
      to.renderer,
      () => port,
      either(
        serveAttachments({ console, entry, port: () => port, log: to.log }),
        serveSavings({ console, entry, port: () => port, log: to.log }),
      ),
    ),
  );
  try {
    port = await listen(http, to.port);
  } catch (error) {
    console.close();
    throw error;
  }
  const opened = openBridge({
    http,
    port: () => port,
    entry,
    console,
    greet: () => [{ badge }],
  });
  pages = opened;
  return {
    url: `http://127.0.0.1:${port}/#token=${entry.oneTime}`,
    port,
    close: async () => {
      opened.close();
      console.close();
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      http.closeAllConnections();
      await closed;
    },
  };
}

type AnswersFile = Parameters<typeof servePages>[2];
const either =
  (first: AnswersFile, second: AnswersFile): AnswersFile =>
  (request, reply) =>
    first(request, reply) || second(request, reply);

const portsTried = 50;

async function listen(http: Server, first: number): Promise<number> {
  for (let port = first; ; port += 1) {
    try {
      await new Promise<void>((resolve, reject) => {
        http.once('error', reject);
        http.listen(port, '127.0.0.1', () => {
          http.off('error', reject);
          resolve();
        });
      });
      return (http.address() as AddressInfo).port;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const taken = code === 'EADDRINUSE' || code === 'EACCES';
      if (!taken || first === 0 || port >= Math.min(first + portsTried, 65_535)) throw error;
    }
  }
}
