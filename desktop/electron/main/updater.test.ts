/** electron-updater itself, against a double of the feed: the part that is not ours is tried, too. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type ClientRequest, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  configureRequestOptions,
  configureRequestUrl,
  type DownloadOptions,
  HttpExecutor,
} from 'builder-util-runtime';
import electronUpdater from 'electron-updater';
import { expect, it, onTestFinished, vi } from 'vitest';
import { nextUpdate, noUpdate, type UpdaterEvent } from '#core/updates.ts';
import type { AppUpdate } from '#shared/contract/app-update.ts';
import { openUpdater, type UpdaterLibrary } from './updater.ts';

const installer = Buffer.from('a new version of the app '.repeat(4_000));
const feedOf = (version: string, bytes = installer) => `version: ${version}
files:
  - url: Recado-${version}.exe
    sha512: ${createHash('sha512').update(bytes).digest('base64')}
    size: ${bytes.length}
path: Recado-${version}.exe
sha512: ${createHash('sha512').update(bytes).digest('base64')}
releaseDate: '2026-11-21T12:00:00.000Z'
releaseNotes: '<p>Better</p>'
`;

/** As the library's own, over Node instead of Electron's network. */
class PlainExecutor extends HttpExecutor<ClientRequest> {
  createRequest(options: object, callback: (response: never) => void): ClientRequest {
    return request(options, callback as never);
  }
  async download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      const to = { headers: options.headers ?? undefined };
      configureRequestUrl(url, to);
      configureRequestOptions(to);
      const callback = (error: Error | null) => (error ? reject(error) : resolve(destination));
      this.doDownload(to, { destination, options, onCancel, callback, responseHandler: null }, 0);
    });
  }
}

/** The library as it is on Windows, in an app of version 1.0.0 with no Electron around it. */
function libraryIn(folder: string): UpdaterLibrary {
  const config = join(folder, 'app-update.yml');
  writeFileSync(config, 'provider: generic\nupdaterCacheDirName: recado\n');
  mkdirSync(join(folder, 'cache'));
  const library = new electronUpdater.NsisUpdater(null, {
    ...{ version: '1.0.0', name: 'recado', isPackaged: true, appUpdateConfigPath: config },
    ...{ userDataPath: folder, baseCachePath: join(folder, 'cache') },
    whenReady: async () => {},
    relaunch() {},
    quit() {},
    onQuit() {},
  });
  Reflect.set(library, 'httpExecutor', new PlainExecutor());
  Reflect.set(library, '_testOnlyOptions', { platform: 'win32' });
  library.disableDifferentialDownload = true;
  library.disableWebInstaller = true;
  return library;
}

async function begin(files: Record<string, string | Buffer>) {
  const asked: string[] = [];
  const http = createServer((request, reply) => {
    const name = (request.url ?? '').split('?')[0]?.slice('/updates/'.length) ?? '';
    asked.push(name);
    const body = files[name];
    reply.writeHead(body ? 200 : 404).end(body);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'recado-updater-'));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const library = libraryIn(folder);
  const events: UpdaterEvent[] = [];
  const order: string[] = [];
  vi.spyOn(library, 'quitAndInstall').mockImplementation(() => void order.push('installed'));
  const updater = openUpdater({
    load: async () => library,
    leave: async () => void order.push('left'),
  });
  updater.on((event) => events.push(event));
  const feed = `http://127.0.0.1:${(http.address() as AddressInfo).port}/updates`;
  const state = () => events.reduce<AppUpdate>(nextUpdate, noUpdate);
  return { updater, feed, state, asked, order, http };
}

it('fetches what is newer in the background, and restarts only when told', async () => {
  const { updater, feed, state, order } = await begin({
    'latest.yml': feedOf('2.0.0'),
    'Recado-2.0.0.exe': installer,
  });
  updater.check(feed, 'stable');
  await expect.poll(() => state().state, { timeout: 10_000 }).toBe('ready');
  expect(state()).toMatchObject({ version: '2.0.0', notes: 'Better', reason: null });
  expect(order).toEqual([]);
  updater.restart();
  await expect.poll(() => order).toEqual(['left', 'installed']);
});

it('throws away what is not what was published, and says so', async () => {
  const { updater, feed, state } = await begin({
    'latest.yml': feedOf('2.0.0'),
    'Recado-2.0.0.exe': Buffer.from('something else'.repeat(7_143)),
  });
  updater.check(feed, 'stable');
  await expect.poll(() => state().state, { timeout: 10_000 }).toBe('failed');
  expect(state().reason).toBe('damaged');
});

it('takes the beta only by the beta channel', async () => {
  const { updater, feed, state, asked } = await begin({
    'latest.yml': feedOf('1.0.0'),
    'beta.yml': feedOf('2.0.0-beta.1'),
    'Recado-2.0.0-beta.1.exe': installer,
  });
  updater.check(feed, 'stable');
  await expect.poll(() => asked, { timeout: 10_000 }).toEqual(['latest.yml']);
  await expect.poll(() => state().state).toBe('none');
  updater.check(feed, 'beta');
  await expect.poll(() => state().version, { timeout: 10_000 }).toBe('2.0.0-beta.1');
  await expect.poll(() => state().state, { timeout: 10_000 }).toBe('ready');
});

it('goes back to no older version', async () => {
  const { updater, feed, state, asked } = await begin({ 'latest.yml': feedOf('0.9.0') });
  updater.check(feed, 'stable');
  await expect.poll(() => asked, { timeout: 10_000 }).toEqual(['latest.yml']);
  await expect.poll(() => state().state).toBe('none');
  expect(asked).toEqual(['latest.yml']);
});

it('says that nobody answers, and finds it the next time', async () => {
  const files: Record<string, string | Buffer> = {};
  const { updater, feed, state } = await begin(files);
  updater.check(feed, 'stable');
  await expect
    .poll(() => state(), { timeout: 10_000 })
    .toMatchObject({
      ...{ state: 'failed', reason: 'unreachable' },
    });
  Object.assign(files, { 'latest.yml': feedOf('2.0.0'), 'Recado-2.0.0.exe': installer });
  updater.check(feed, 'stable');
  await expect.poll(() => state().state, { timeout: 10_000 }).toBe('ready');
});
