import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AttachmentKind } from '#shared/contract/attachment.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { ingest } from '../desk/ingest.ts';
import { readChanges } from '../desk/rows.ts';
import type { Handler } from '../platform/jobs.ts';
import { AttachmentGone, type Driver } from '../whatsapp/driver.ts';
import { forgetAbandoned, NotFetched, openAttachment } from './attachments.ts';
import { openFetching } from './fetching.ts';
import {
  type Ask,
  bytesOf,
  form,
  hashOf,
  type TestAttachments,
  testAttachments,
} from './test-attachments.ts';

const path = '/api/v1/attachments';
let scene: TestAttachments;
let ana: Ask;
beforeAll(async () => {
  scene = await testAttachments();
  ana = await scene.as(await scene.person('Ana'));
});
afterAll(() => scene.close());

/** What WhatsApp has; and whether the session is open here. */
let fetch: Driver['fetch'];
let open: boolean;
let moves: string[];
let tell: () => void;
let run: (attachmentId: Id) => Promise<void>;
beforeEach(() => {
  fetch = () => Promise.reject(new Error('nothing was set'));
  open = true;
  moves = [];
  openFetching({
    attachments: scene.attachments,
    jobs: {
      work(queue: string, handler: Handler) {
        expect(queue).toBe('fetch');
        run = (attachmentId) => handler({ attachmentId });
        return {
          pause: () => void moves.push('pause'),
          resume: () => void moves.push('resume'),
          stop: async () => {},
        };
      },
    },
    openDriver: () => (open ? ({ fetch: (source) => fetch(source) } as Driver) : null),
    onState: (listener) => {
      tell = listener;
    },
  });
});

let phones = 0;
/** A contact's message that brings a file; the ids of both. */
async function arrives(kind: AttachmentKind = 'image', mediaType = 'image/jpeg') {
  phones += 1;
  const phone = `+55119700${String(phones).padStart(5, '0')}`;
  const attachment = { kind, name: 'IMG.jpg', mediaType, size: null, source: { key: phone } };
  await ingest(scene.desk, [scene.inbound(phone, 'veja', { kind, attachment })]);
  const { rows } = await scene.pool.query(
    `select m.id, m.attachment_id "attachmentId" from messages m
     join conversations c on c.id = m.conversation_id join contacts k on k.id = c.contact_id
     where k.phone = $1`,
    [phone],
  );
  return { phone, ...(rows[0] as { id: Id; attachmentId: Id }) };
}
const shown = async (messageId: Id) => {
  const [change] = await readChanges(scene.pool, [{ entity: 'message', id: messageId }], null);
  return change?.entity === 'message' ? change.row?.attachment : undefined;
};
const jobsOf = async (id: Id) =>
  (await scene.pool.query("select 1 from job_outbox where data ->> 'attachmentId' = $1", [id]))
    .rowCount;

describe('what WhatsApp has', () => {
  it('is fetched with what the driver gave, kept, told to the consoles, and read by them', async () => {
    const { id, attachmentId, phone } = await arrives();
    expect(await jobsOf(attachmentId)).toBe(1);
    expect(await shown(id)).toMatchObject({ state: 'fetching', sha256: null });
    const early = await ana(`${path}/${attachmentId}`);
    expect(early.status).toBe(404);
    const bytes = bytesOf('jpeg', 300_000);
    const asked: unknown[] = [];
    fetch = async (source) => {
      asked.push(source);
      return Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]);
    };
    const published = scene.published.length;
    await run(attachmentId);
    await run(attachmentId);
    expect(asked).toEqual([{ key: phone }]);
    expect(await shown(id)).toMatchObject({ state: 'here', size: 300_000, sha256: hashOf(bytes) });
    const told = scene.published.slice(published).flatMap(({ marks }) => marks);
    expect(told).toEqual([{ entity: 'message', id, userId: null }]);
    const answer = await ana(`${path}/${attachmentId}`);
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    expect(hashOf(await answer.bytes())).toBe(hashOf(bytes));
  });

  it('and has no longer is gone, and that is told', async () => {
    const { id, attachmentId } = await arrives();
    fetch = () => Promise.reject(new AttachmentGone('expired'));
    const published = scene.published.length;
    await run(attachmentId);
    expect(await shown(id)).toMatchObject({ state: 'gone' });
    expect(scene.published.slice(published).flatMap(({ marks }) => marks)).toHaveLength(1);
    expect((await ana(`${path}/${attachmentId}`)).status).toBe(404);
  });

  it.each(['at once', 'in the middle'])(
    'and breaks off %s stays awaited, and the job fails',
    async (when) => {
      const { id, attachmentId } = await arrives('video', 'video/mp4');
      const broken = async function* () {
        if (when === 'in the middle') yield bytesOf('pdf', 200_000);
        throw new Error('the line is cut');
      };
      fetch = async () => Readable.from(broken());
      await expect(run(attachmentId)).rejects.toThrow('the line is cut');
      expect(await shown(id)).toMatchObject({ state: 'fetching' });
      expect(await readdir(join(scene.folder, 'attachments', 'unfinished'))).toEqual([]);
      fetch = async () => Readable.from([bytesOf('jpeg', 50)]);
      await run(attachmentId);
      expect(await shown(id)).toMatchObject({ state: 'here' });
    },
  );

  it('and ends the stream with “gone” is gone', async () => {
    const { id, attachmentId } = await arrives();
    const ends = async function* () {
      yield bytesOf('jpeg', 100_000);
      throw new AttachmentGone('410');
    };
    fetch = async () => Readable.from(ends());
    await run(attachmentId);
    expect(await shown(id)).toMatchObject({ state: 'gone' });
  });

  it('is nothing to serve as what it is not, and stays what the message is', async () => {
    const { id, attachmentId } = await arrives();
    fetch = async () => Readable.from([bytesOf('zip', 400)]);
    await run(attachmentId);
    expect(await shown(id)).toMatchObject({ kind: 'image', mediaType: 'application/zip' });
    const { headers } = await ana(`${path}/${attachmentId}`);
    expect(headers.get('content-disposition')).toMatch(/^attachment/);
  });

  it('and calls by a name that is none, is bytes', async () => {
    const { id, attachmentId } = await arrives('document', 'text/html\r\nx-evil: 1');
    fetch = async () => Readable.from([Buffer.from('plain words')]);
    await run(attachmentId);
    expect(await shown(id)).toMatchObject({ mediaType: 'application/octet-stream' });
    expect((await ana(`${path}/${attachmentId}`)).headers.get('x-evil')).toBeNull();
  });

  it('waits for the session: another server may have it', async () => {
    const { id, attachmentId } = await arrives();
    open = false;
    tell();
    await expect(run(attachmentId)).rejects.toThrow(NotFetched);
    expect(await shown(id)).toMatchObject({ state: 'fetching' });
    open = true;
    tell();
    expect(moves).toEqual(['resume', 'pause', 'resume']);
  });
});

it('what goes out is opened as often as it is tried', async () => {
  const bytes = bytesOf('png', 5_000);
  const id = newId();
  await ana(path, { method: 'POST', body: form(bytes, { id }) });
  for (let times = 0; times < 2; times += 1) {
    const read = (await (await openAttachment(scene.attachments, id)).toArray()) as Buffer[];
    expect(hashOf(Buffer.concat(read))).toBe(hashOf(bytes));
  }
  await expect(openAttachment(scene.attachments, newId())).rejects.toThrow('is gone');
});

it('what nobody sent is forgotten in time, what never came is given up, and nothing else', async () => {
  const [unsent, fresh] = [newId(), newId()];
  for (const id of [unsent, fresh]) {
    await ana(path, { method: 'POST', body: form(bytesOf('png', 100), { id }) });
  }
  const [never, lately, came] = [await arrives(), await arrives(), await arrives()];
  fetch = async () => Readable.from([bytesOf('jpeg', 50)]);
  await run(came.attachmentId);
  await scene.pool.query(
    `update attachments set created_at = now() - interval '31 days' where id = any($1)`,
    [[unsent, never.attachmentId, came.attachmentId]],
  );
  await scene.pool.query(
    `update attachments set created_at = now() - interval '7 days' where id = $1`,
    [lately.attachmentId],
  );
  await forgetAbandoned(scene.attachments);
  await forgetAbandoned(scene.attachments);
  const status = async (id: Id) => (await ana(`${path}/${id}`)).status;
  expect(await Promise.all([status(unsent), status(fresh), status(came.attachmentId)])).toEqual([
    404, 200, 200,
  ]);
  await expect(scene.attachments.storage.read(`${unsent.slice(-2)}/${unsent}`)).rejects.toThrow(
    'nothing',
  );
  expect(await shown(never.id)).toMatchObject({ state: 'gone' });
  expect(await shown(lately.id)).toMatchObject({ state: 'fetching' });
});

/** The beginning of a PNG of this shape. */
function png(width: number, height: number): Buffer {
  const head = Buffer.alloc(33);
  head.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
  head.write('IHDR', 12, 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  head.set([8, 6, 0, 0, 0], 24);
  return Buffer.concat([head, Buffer.alloc(64)]);
}

it.each([
  ['its shape is found in its bytes', png(640, 480), { width: 640, height: 480 }],
  ['a shape that is none is left out', png(0, 480), {}],
  ['one beyond all reason, too', png(4_000_000_000, 3), {}],
  ['and what is no whole picture', png(640, 480).subarray(0, 20), {}],
])('a picture of which WhatsApp said nothing: %s', async (_, bytes, shape) => {
  const { attachmentId } = await arrives();
  fetch = async () => Readable.from([bytes]);
  await run(attachmentId);
  const { rows } = await scene.pool.query('select look from attachments where id = $1', [
    attachmentId,
  ]);
  expect(rows[0].look).toEqual(shape);
});
