/** For tests: attachments over HTTP, with people signed in and a folder as the storage. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { deskRoutes } from '../desk/routes.ts';
import { testDesk } from '../desk/test-desk.ts';
import { tellRefusals } from '../platform/refusals.ts';
import { openGates } from '../platform/sign-in.ts';
import { keptLog } from '../platform/test-log.ts';
import { validatorCompiler } from '../platform/validation.ts';
import type { Attachments } from './attachments.ts';
import { openKeeping } from './opening.ts';
import { attachmentRoutes } from './routes.ts';

export const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const beginning = {
  jpeg: Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
  png: Buffer.from(
    '89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154',
    'hex',
  ),
  zip: Buffer.from('504b0304140000000800', 'hex'),
  pdf: Buffer.from('%PDF-1.7\n'),
  ogg: Buffer.concat([
    Buffer.from('4f67675300020000000000000000000000000000000000000000', 'hex'),
    Buffer.from('0113', 'hex'),
    Buffer.from('OpusHead\x01\x01'),
  ]),
};

/** Something that begins as files of that type do. */
export function bytesOf(type: keyof typeof beginning, size: number): Buffer {
  const bytes = randomBytes(size);
  beginning[type].copy(bytes);
  return bytes;
}

export async function testAttachments() {
  const desk = await testDesk();
  const folder = await mkdtemp(join(tmpdir(), 'recado-attachments-'));
  const { log, lines } = keptLog();
  const { storage, unfinished, clearing } = await openKeeping(
    { kind: 'folder', folder: null },
    folder,
    log,
  );
  const attachments: Attachments = {
    pool: desk.pool,
    storage,
    publish: desk.desk.publish,
    clearing,
    log,
  };
  const app = Fastify({
    loggerInstance: log,
    bodyLimit: 512 * 1024,
    http: { maxHeaderSize: 64 * 1024 },
    forceCloseConnections: true,
  });
  app.setValidatorCompiler(validatorCompiler as never);
  app.decorateRequest('user', null);
  tellRefusals(app as never);
  const gates = openGates(desk.pool);
  await app.register(attachmentRoutes, { attachments, unfinished, gates });
  await app.register(deskRoutes, { desk: desk.desk, gates });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;

  return {
    ...desk,
    attachments,
    unfinished,
    folder,
    lines,
    address,
    /** `fetch` as this person. */
    async as(user: SignedInUser) {
      const token = randomBytes(32).toString('base64url');
      await desk.pool.query(
        "insert into sign_ins (token_hash, user_id, expires_at) values ($1, $2, now() + interval '1 day')",
        [createHash('sha256').update(token).digest(), user.id],
      );
      const ask = (path: string, init: RequestInit & { duplex?: 'half' } = {}) =>
        fetch(`${address}${path}`, {
          redirect: 'manual',
          ...init,
          headers: { authorization: `Bearer ${token}`, ...(init.headers as object) },
        });
      return Object.assign(ask, { token, user });
    },
    async close() {
      await app.close();
      await rm(folder, { recursive: true, force: true });
      await desk.drop();
    },
  };
}

export type TestAttachments = Awaited<ReturnType<typeof testAttachments>>;
export type Ask = Awaited<ReturnType<TestAttachments['as']>>;

/** One upload in one piece: fields, then the file. */
export function form(
  bytes: Uint8Array,
  { name = 'file', type = '', ...fields }: Record<string, string> = {},
): FormData {
  const data = new FormData();
  for (const [field, value] of Object.entries(fields)) data.append(field, value);
  data.append('file', new Blob([bytes as never], { type }), name);
  return data;
}

export const metadata = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',');
