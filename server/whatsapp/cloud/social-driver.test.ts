import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { keptLog } from '../../platform/test-log.ts';
import { until } from '../../platform/test-waiting.ts';
import { AttachmentGone, type DriverHooks, type Outgoing } from '../driver.ts';
import { socialDriver } from './social-driver.ts';

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

type Asked = { path: string; query: URLSearchParams; body: Record<string, unknown> };
const summaryOf = (metaTemplateId: string, templateName: string, templateStatus = 'APPROVED') => ({
  ...{ metaTemplateId, templateName, templateStatus },
  ...{ templateLanguage: 'pt_BR', templateCategory: 'UTILITY' },
});
type Answer = (response: ServerResponse, asked: Asked) => void | Promise<void>;
const fault =
  (name: string, status: number): Answer =>
  (response) =>
    void response
      .writeHead(status, { 'x-amzn-errortype': name, 'content-type': 'application/json' })
      .end(JSON.stringify({ message: `${name}, as AWS says` }));

/** AWS End User Messaging Social on loopback, with somebody else's S3 beside it. */
async function aws() {
  const storage = await startFauxqs({ port: 0, logger: false });
  const s3Endpoint = storage.address;
  storage.createBucket('files');
  const region = 'us-east-1';
  const s3 = new S3Client({ region, endpoint: s3Endpoint, forcePathStyle: true });
  const asked: Asked[] = [];
  const next: Answer[] = [];
  const files = new Map<string, Buffer>();
  const usual: Answer = async (response, { path, body, query }) => {
    const answer = (value: object) =>
      void response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(value));
    if (path === '/v1/whatsapp/send') return answer({ messageId: 'of-aws' });
    if (path === '/v1/whatsapp/media') {
      const { bucketName, key } = body.sourceS3File as { bucketName: string; key: string };
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucketName, Key: key }));
      files.set('up', await buffer(Body as Readable));
      return answer({ mediaId: 'media-1' });
    }
    if (path === '/v1/whatsapp/media/get') {
      const { url } = body.destinationS3PresignedUrl as { url: string };
      const bytes = files.get(String(body.mediaId));
      if (!bytes) return fault('ResourceNotFoundException', 404)(response, { path, body, query });
      const put = await fetch(url, { method: 'PUT', body: new Uint8Array(bytes) });
      expect(put.status).toBe(200);
      return answer({ mimeType: 'image/jpeg', fileSize: bytes.length });
    }
    if (path === '/v1/whatsapp/template/list') {
      return answer(
        query.get('nextToken') === 'more'
          ? { templates: [summaryOf('2', 'bye'), summaryOf('3', 'old', 'REJECTED')] }
          : { templates: [summaryOf('1', 'hello')], nextToken: 'more' },
      );
    }
    if (path === '/v1/whatsapp/template') {
      const text = `Olá {{1}} (${query.get('metaTemplateId')})`;
      const header = { type: 'HEADER', format: 'IMAGE' };
      const components = [header, { type: 'BODY', text }];
      return answer({ template: JSON.stringify({ id: '1', components }) });
    }
    answer({
      phoneNumber: { displayPhoneNumber: '+1 555-078-3881', metaPhoneNumberId: '1' },
      linkedWhatsAppBusinessAccountId: 'waba-1',
    });
  };
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const { pathname: path, searchParams: query } = new URL(request.url ?? '', 'http://aws');
    const one: Asked = { path, query, body: body.length > 0 ? JSON.parse(body.toString()) : {} };
    asked.push(one);
    await (next.shift() ?? usual)(response, one);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const states: Parameters<DriverHooks['state']>[0][] = [];
  const settings = {
    region,
    bucket: 'files',
    phoneNumberId: 'phone-number-id-976c',
    endpoint,
    s3Endpoint,
  };
  const hooks: DriverHooks = {
    take: () => {},
    state: (now) => void states.push(now),
    log: keptLog().log,
  };
  const driver = socialDriver(settings, hooks, { doubt: 20, account: 20 });
  onTestFinished(async () => {
    await driver.stop();
    server.close();
    server.closeAllConnections();
    s3.destroy();
    await storage.stop();
  });
  await driver.start();
  asked.length = 0;
  const inBucket = async () =>
    (await s3.send(new ListObjectsV2Command({ Bucket: 'files' }))).KeyCount ?? 0;
  return { driver, asked, next, files, states, inBucket };
}

const text: Outgoing = { phone: '+16505551234', whatsappId: 'OUT1', kind: 'text', text: 'hi' };

it('opens with the number that AWS names', async () => {
  const { states } = await aws();
  expect(states).toEqual([{ state: 'open', phone: '+15550783881' }]);
});

it('sends the payload that Meta would get, and leaves the id to the first status', async () => {
  const { driver, asked } = await aws();
  expect(await driver.send(text)).toEqual({ ok: true });
  const { path, body } = asked[0] as Asked;
  expect(path).toBe('/v1/whatsapp/send');
  expect(body).toMatchObject({ originationPhoneNumberId: 'phone-number-id-976c' });
  expect(body.metaApiVersion).toMatch(/^v\d+\.0$/);
  expect(JSON.parse(Buffer.from(String(body.message), 'base64').toString())).toEqual({
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: '+16505551234',
    biz_opaque_callback_data: 'OUT1',
    type: 'text',
    text: { preview_url: false, body: 'hi' },
  });
});

it('carries files through the bucket, both ways, and leaves none there', async () => {
  const { driver, asked, files, inBucket } = await aws();
  const bytes = randomBytes(300_000);
  const attachment = {
    ...{ id: 'a', kind: 'document' as const, name: 'a.pdf', mediaType: 'application/pdf' },
    size: bytes.length,
    open: async () => Readable.from([bytes]),
  };
  const message: Outgoing = { ...text, kind: 'document', text: null, attachment };
  expect(await driver.send(message)).toEqual({ ok: true });
  expect(files.get('up')?.equals(bytes)).toBe(true);
  const sent = Buffer.from(String(asked.at(-1)?.body.message), 'base64').toString();
  expect(JSON.parse(sent).document).toEqual({ id: 'media-1', filename: 'a.pdf' });
  expect(await inBucket()).toBe(0);

  files.set('in', bytes);
  expect((await buffer(await driver.fetch({ mediaId: 'in' }))).equals(bytes)).toBe(true);
  await until(async () => (await inBucket()) === 0);
  await expect(driver.fetch({ mediaId: 'gone' })).rejects.toThrow(AttachmentGone);
});

it.each([
  ['ValidationException', 400, true],
  ['InvalidParametersException', 400, true],
  ['DependencyException', 502, false],
  ['InternalServiceException', 500, false],
  ['ThrottledRequestException', 429, false],
  ['AccessDeniedException', 403, false],
] as const)('%s: permanent is %s', async (name, status, permanent) => {
  const { driver, asked, next, states } = await aws();
  next.push(fault(name, status));
  expect(await driver.send(text)).toMatchObject({ ok: false, permanent });
  // No try of the library's own: it could send twice.
  expect(asked).toHaveLength(1);
  if (name === 'AccessDeniedException') expect(states[1]?.state).toBe('failed');
});

it('lists the approved templates of the account, from every page, by their definitions', async () => {
  const { driver, asked } = await aws();
  const rest = { language: 'pt_BR', category: 'UTILITY', header: null, headerKind: 'image' };
  expect(await driver.templates?.()).toEqual([
    { name: 'hello', ...rest, body: 'Olá {{1}} (1)', footer: null },
    { name: 'bye', ...rest, body: 'Olá {{1}} (2)', footer: null },
  ]);
  expect(asked.map(({ query }) => query.get('metaTemplateId')).filter(Boolean)).toEqual(['1', '2']);
});
