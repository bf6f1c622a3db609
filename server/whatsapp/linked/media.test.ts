import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  aesEncryptGCM,
  encryptedStream,
  hkdf,
  proto,
  type WAMessage,
} from '@whiskeysockets/baileys';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../platform/postgres/test-database.ts';
import { AttachmentGone } from '../driver.ts';
import { testFolder } from '../test-whatsapp.ts';
import type { MediaSource } from './inbound-attachment.ts';
import { fetchMedia, type MediaDeps } from './media.ts';
import { openTestLinked, pairedBefore, testLinked } from './test-linked.ts';
import { rootKey } from './test-noise.ts';
import { result, whatsappServer } from './test-whatsapp-server.ts';

const plain = Buffer.from('a picture '.repeat(5_000));

/** A media host over plain HTTP: paths to bytes, or to the status that they are refused with. */
async function mediaHost(files: Record<string, Buffer | number>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const found = files[request.url ?? ''] ?? 404;
    if (typeof found === 'number') response.writeHead(found).end();
    else response.end(found);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function encrypted(bytes: Buffer) {
  const { mediaKey, encFilePath, fileSha256 } = await encryptedStream(bytes, 'image');
  onTestFinished(() => rmSync(encFilePath, { force: true }));
  return { mediaKey, body: readFileSync(encFilePath), sha256: fileSha256.toString('base64') };
}

const never: MediaDeps = {
  askAgain: () => Promise.reject(new Error('nobody is to be asked')),
  host: () => undefined,
  patienceMs: 1_000,
};

function source(
  url: string | null,
  { mediaKey, sha256 }: { mediaKey: Uint8Array; sha256: string },
) {
  const made: MediaSource = {
    media: 'image',
    key: { remoteJid: '5511999990001@s.whatsapp.net', id: 'M1', fromMe: false },
    mediaKey: Buffer.from(mediaKey).toString('base64'),
    directPath: null,
    url,
    sha256,
  };
  return made;
}

test('a file is fetched and decrypted', async () => {
  const file = await encrypted(plain);
  const host = await mediaHost({ '/f': file.body });
  const bytes = await fetchMedia(source(`${host.url}/f`, file), never);
  expect(await buffer(bytes)).toEqual(plain);
});

test.each([404, 410])(
  '%i: the phone is asked to upload it again, and that is fetched',
  async (status) => {
    const file = await encrypted(plain);
    const host = await mediaHost({ '/old': status, '/new': file.body });
    const askAgain = async (message: WAMessage): Promise<WAMessage> => {
      expect(message.key).toMatchObject({ id: 'M1', fromMe: false });
      return { ...message, message: { imageMessage: { url: `${host.url}/new` } } };
    };
    const bytes = await fetchMedia(source(`${host.url}/old`, file), { ...never, askAgain });
    expect(await buffer(bytes)).toEqual(plain);
    expect(host.asked).toEqual(['/old', '/new']);
  },
);

test('what the phone has no more, or what is gone again, is gone', async () => {
  const file = await encrypted(plain);
  const host = await mediaHost({});
  const old = source(`${host.url}/old`, file);
  const notThere = Object.assign(new Error('NOT_FOUND'), { output: { statusCode: 404 } });
  const refused = fetchMedia(old, { ...never, askAgain: () => Promise.reject(notThere) });
  await expect(refused).rejects.toBeInstanceOf(AttachmentGone);
  const askAgain = async (message: WAMessage): Promise<WAMessage> => message;
  await expect(fetchMedia(old, { ...never, askAgain })).rejects.toBeInstanceOf(AttachmentGone);
});

test('a phone that does not answer, and a host in trouble, are worth another try', async () => {
  const file = await encrypted(plain);
  const host = await mediaHost({ '/busy': 503 });
  const silent = { ...never, patienceMs: 20, askAgain: () => new Promise<never>(() => {}) };
  const late = await fetchMedia(source(`${host.url}/old`, file), silent).catch((error) => error);
  expect(late).toBeInstanceOf(Error);
  expect(late).not.toBeInstanceOf(AttachmentGone);
  const busy = await fetchMedia(source(`${host.url}/busy`, file), never).catch((error) => error);
  expect(busy).not.toBeInstanceOf(AttachmentGone);
});

test('bytes that are not what was sent end in an error', async () => {
  const [file, other] = [await encrypted(plain), await encrypted(Buffer.from('other'))];
  const host = await mediaHost({ '/f': file.body });
  const bytes = await fetchMedia(source(`${host.url}/f`, { ...file, sha256: other.sha256 }), never);
  await expect(buffer(bytes)).rejects.toThrow(/not what was sent/);
});

test('a message that does not say where its file is has none', async () => {
  const file = await encrypted(plain);
  await expect(fetchMedia(source(null, file), never)).rejects.toBeInstanceOf(AttachmentGone);
});

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await pairedBefore(database.pool);
});
afterAll(() => database.drop());

test('the request to upload again goes to the phone, and its "no" makes the file gone', async () => {
  const whatsapp = await whatsappServer();
  onTestFinished(() => whatsapp.close());
  const file = await encrypted(plain);
  const host = await mediaHost({});
  const linked = testLinked(database.pool, whatsapp.url);
  const visit = await openTestLinked(linked, whatsapp);
  const fetched = linked.driver.fetch(source(`${host.url}/f`, file));
  const asked = await visit.hears(({ attrs }) => attrs.type === 'server-error');
  expect(asked.attrs).toMatchObject({ id: 'M1' });
  const { MediaRetryNotification } = proto;
  const answer = MediaRetryNotification.encode({
    stanzaId: 'M1',
    result: MediaRetryNotification.ResultType.NOT_FOUND,
  }).finish();
  const iv = Buffer.alloc(12, 5);
  const retryKey = hkdf(file.mediaKey, 32, { info: 'WhatsApp Media Retry Notification' });
  visit.send({
    tag: 'notification',
    attrs: { id: 'M1', type: 'mediaretry', from: '5511900000000@s.whatsapp.net', t: '1700000000' },
    content: [
      {
        tag: 'encrypt',
        attrs: {},
        content: [
          {
            tag: 'enc_p',
            attrs: {},
            content: aesEncryptGCM(answer, retryKey, iv, Buffer.from('M1')),
          },
          { tag: 'enc_iv', attrs: {}, content: iv },
        ],
      },
      { tag: 'rmr', attrs: { jid: '5511999990001@s.whatsapp.net', from_me: 'false' } },
    ],
  });
  await expect(fetched).rejects.toBeInstanceOf(AttachmentGone);
});

const openssl = (() => {
  try {
    execFileSync('openssl', ['version']);
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!openssl)(
  'a file goes up to a host whose certificate the test trusts, and comes down again',
  async () => {
    const folder = testFolder();
    const [keyFile, mediaCa] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    const how = [
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
    ];
    execFileSync('openssl', ['req', ...how, '-keyout', keyFile, '-out', mediaCa, ...names], {
      stdio: 'ignore',
    });
    let stored = Buffer.alloc(0);
    const tls = { key: readFileSync(keyFile), cert: readFileSync(mediaCa) };
    const host = createSecureServer(tls, async (request: IncomingMessage, response) => {
      if (request.method === 'POST') stored = await buffer(request);
      const answer = { url: `https://localhost:${port}/stored`, direct_path: '/stored' };
      response.end(request.method === 'POST' ? JSON.stringify(answer) : stored);
    });
    host.listen(0);
    await once(host, 'listening');
    onTestFinished(() => void host.close());
    const { port } = host.address() as AddressInfo;
    const whatsapp = await whatsappServer();
    onTestFinished(() => whatsapp.close());
    whatsapp.answer = ({ attrs }) => {
      if (attrs.xmlns !== 'w:m') return undefined;
      const content = [{ tag: 'host', attrs: { hostname: `localhost:${port}` } }];
      return result(attrs.id ?? '', [
        { tag: 'media_conn', attrs: { auth: 'a', ttl: '600' }, content },
      ]);
    };
    const linked = testLinked(database.pool, whatsapp.url, {
      test: {
        wsUrl: whatsapp.url,
        noiseRoot: Buffer.from(rootKey.public),
        mediaCa: readFileSync(mediaCa, 'utf8'),
      },
    });
    await openTestLinked(linked, whatsapp);
    const attachment = {
      id: 'a',
      kind: 'image',
      name: 'a.jpg',
      mediaType: 'image/jpeg',
      size: plain.length,
      thumbnail: '/9j/',
      open: async () => Readable.from([plain]),
    } as const;
    const message = {
      phone: '+5511999990001',
      whatsappId: 'UP',
      kind: 'image',
      text: null,
    } as const;
    expect(await linked.driver.send({ ...message, attachment })).toEqual({ ok: true });
    expect(stored.length).toBeGreaterThan(plain.length);
    expect(stored.includes('a picture')).toBe(false);
    await linked.driver.stop();
    // Trust ends with the session.
    await expect(fetch(`https://localhost:${port}/stored`)).rejects.toThrow();
  },
);
