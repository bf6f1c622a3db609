import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachmentName } from '#shared/rules/attachment-name.ts';
import type { Uploaded } from './attachments.ts';
import {
  type Ask,
  bytesOf,
  form,
  hashOf,
  type TestAttachments,
  testAttachments,
} from './test-attachments.ts';

const MB = 1024 * 1024;
const path = '/api/v1/attachments';

let scene: TestAttachments;
let ana: Ask;
let bia: Ask;
beforeAll(async () => {
  scene = await testAttachments();
  ana = await scene.as(await scene.person('Ana'));
  bia = await scene.as(await scene.person('Bia'));
});
afterAll(() => scene.close());

const post = (ask: Ask, bytes: Uint8Array, fields: Record<string, string> = {}) =>
  ask(path, { method: 'POST', body: form(bytes, fields) });
const uploaded = async (ask: Ask, bytes: Uint8Array, fields: Record<string, string> = {}) => {
  const answer = await post(ask, bytes, fields);
  expect(answer.status).toBe(201);
  return (await answer.json()) as Uploaded;
};
/** Nothing that was begun lies about. */
const leftOver = async () => [
  ...(await readdir(join(scene.folder, 'uploads'))),
  ...(await readdir(join(scene.folder, 'attachments', 'unfinished'))),
];

describe('in one piece', () => {
  it('is kept, told, and given back the same', async () => {
    const bytes = bytesOf('pdf', 3 * MB + 7);
    const id = newId();
    const fields = { id, kind: 'document', name: 'Contrato.pdf', type: 'application/pdf' };
    const answer = await post(ana, bytes, fields);
    expect(answer.status).toBe(201);
    const told = { id, kind: 'document', name: 'Contrato.pdf', mediaType: 'application/pdf' };
    const whole = { ...told, size: bytes.length, sha256: hashOf(bytes) };
    expect(await answer.json()).toEqual(whole);
    const back = await ana(`${path}/${id}`);
    expect(hashOf(await back.bytes())).toBe(whole.sha256);
    const again = await post(ana, bytesOf('png', 10), fields);
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual(whole);
    const others = await post(bia, bytes, fields);
    expect(others.status).toBe(409);
    expect(await others.json()).toMatchObject({ code: 'duplicate-id', errors: [{ path: '/id' }] });
    expect(await leftOver()).toEqual([]);
  });

  it('is what its bytes are, not what it is called', async () => {
    const called = { kind: 'image', name: 'foto.jpg', type: 'image/jpeg' };
    expect(await uploaded(ana, bytesOf('zip', 500), called)).toMatchObject({
      kind: 'document',
      mediaType: 'application/zip',
    });
    expect(await uploaded(ana, Buffer.from('<script>1</script>'), called)).toMatchObject({
      kind: 'document',
      mediaType: 'application/octet-stream',
    });
    expect(await uploaded(ana, bytesOf('jpeg', 500), { name: 'x.zip' })).toMatchObject({
      kind: 'image',
      mediaType: 'image/jpeg',
    });
    expect(await uploaded(ana, bytesOf('ogg', 500), { kind: 'voice' })).toMatchObject({
      kind: 'voice',
      mediaType: 'audio/ogg',
    });
  });

  it('of no bytes at all is a document', async () => {
    const { id, ...told } = await uploaded(ana, Buffer.alloc(0), { name: 'nada.txt' });
    expect(told).toMatchObject({ kind: 'document', size: 0, sha256: hashOf(Buffer.alloc(0)) });
    const back = await ana(`${path}/${id}`, { headers: { range: 'bytes=0-9' } });
    expect([back.status, back.headers.get('content-length')]).toEqual([200, '0']);
  });

  it.each([
    ['a path', '../../../../etc/cron.d/x'],
    ['a path of Windows', '..\\..\\boot.ini'],
    ['a name that is read backwards', 'foto\u202egpj.exe'],
    ['a name of two lines', 'a\r\nx-evil: 1.txt'],
    ['a NUL', 'a.jpg\0.exe'],
    ['ten thousand letters', `${'n'.repeat(10_000)}.pdf`],
  ])('%s in its name does nothing', async (_what, name) => {
    const data = form(bytesOf('pdf', 99), { name });
    // As a form's file name; and, as it is, in a field.
    if (!/[\r\0]/.test(name)) data.set('file', data.get('file') as Blob, name);
    data.set('name', name);
    const answer = await ana(path, { method: 'POST', body: data });
    expect(answer.status).toBe(201);
    const { id, ...told } = (await answer.json()) as Uploaded;
    expect(told.name).toBe(attachmentName(name));
    const back = await ana(`${path}/${id}?as=download`);
    expect(back.status).toBe(200);
    expect(back.headers.get('x-evil')).toBeNull();
    expect(back.headers.get('content-disposition')).toMatch(/^attachment; filename/);
    const all = await readdir(join(scene.folder, 'attachments'), { recursive: true });
    expect(all.filter((one) => !/^([0-9a-f]{2}|unfinished)(\/[0-9a-f-]{36})?$/.test(one))).toEqual(
      [],
    );
  });

  it.each([
    ['image', 'jpeg', 5 * MB],
    ['sticker', 'png', 500 * 1024],
    ['document', 'pdf', 100 * MB],
  ] as const)('a byte more than WhatsApp takes of %s is refused', async (kind, type, most) => {
    const answer = await post(ana, bytesOf(type, most + 1), { kind });
    expect(answer.status).toBe(413);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'too-large', errors: [{ path: '/file' }] });
    expect(await leftOver()).toEqual([]);
  });

  it('of 2 GB is refused before it comes', async () => {
    const sent = await new Promise<number | undefined>((resolve, reject) => {
      const asked = request(`${scene.address}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${ana.token}`,
          'content-type': 'multipart/form-data; boundary=b',
          'content-length': 2 * 1024 * MB,
        },
      });
      asked.on('response', (answer) => {
        resolve(answer.statusCode);
        asked.destroy();
      });
      asked.on('error', reject);
      asked.write('--b\r\n');
    });
    expect(sent).toBe(413);
  });

  it.each([
    ['/kind', { kind: 'hologram' }],
    ['/id', { id: '../../x' }],
    ['/id', { id: 'ABC' }],
    ['/look', { look: '{' }],
    ['/look/width', { look: '{"width": -1}' }],
    ['/look/thumbnail', { look: '{"thumbnail": "<script>"}' }],
    ['/sha256', { sha256: 'x' }],
    ['/sha256', { sha256: 'a'.repeat(64) }],
  ])('a bad %s is named (%o)', async (fault, fields) => {
    const answer = await post(ana, bytesOf('png', 50), fields as never);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid', errors: [{ path: fault }] });
    expect(await leftOver()).toEqual([]);
  });

  it('without a file, and in another form than a form, is refused', async () => {
    const empty = new FormData();
    empty.append('kind', 'image');
    const none = await ana(path, { method: 'POST', body: empty });
    expect(none.status).toBe(400);
    expect(await none.json()).toMatchObject({ errors: [{ path: '/file' }] });
    for (const type of ['application/json', 'image/png', 'text/plain']) {
      const answer = await ana(path, {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': type },
      });
      expect(answer.status).toBe(415);
      expect(await answer.json()).toMatchObject({ code: 'unsupported' });
    }
  });

  it('that breaks off leaves nothing', async () => {
    const cut = new AbortController();
    const bytes = new ReadableStream({
      pull(controller) {
        controller.enqueue(
          Buffer.from(
            '--b\r\ncontent-disposition: form-data; name="file"; filename="x"\r\n\r\nabc',
          ),
        );
        cut.abort();
      },
    });
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    await expect(
      ana(path, { method: 'POST', body: bytes, headers, duplex: 'half', signal: cut.signal }),
    ).rejects.toThrow();
    await expect.poll(leftOver).toEqual([]);
  });

  it('its look holds what the contract knows, and no state or id of one’s own', async () => {
    const look = { width: 10, height: 20, id: newId(), state: 'gone', waveform: [1, 2] };
    const { id } = await uploaded(ana, bytesOf('png', 50), { look: JSON.stringify(look) });
    const { rows } = await scene.pool.query('select look from attachments where id = $1', [id]);
    expect(rows[0].look).toEqual({ width: 10, height: 20, waveform: [1, 2] });
  });
});

describe('the bytes', () => {
  it('nobody gets them without a sign-in, and nobody is asked for theirs', async () => {
    const { id } = await uploaded(ana, bytesOf('png', 50));
    for (const [method, url] of [
      ['GET', `${path}/${id}`],
      ['POST', path],
      ['PATCH', `${path}/${id}`],
      ['DELETE', `${path}/${id}`],
    ] as const) {
      expect((await fetch(`${scene.address}${url}`, { method })).status).toBe(401);
    }
  });

  it('come in parts', async () => {
    const bytes = bytesOf('pdf', 10_000);
    const { id, sha256 } = await uploaded(ana, bytes);
    const part = async (range: string, more: Record<string, string> = {}) => {
      const answer = await ana(`${path}/${id}`, { headers: { range, ...more } });
      const { status, headers } = answer;
      return [status, headers.get('content-range'), hashOf(await answer.bytes())];
    };
    const of = (from: number, to?: number) => hashOf(bytes.subarray(from, to));
    expect(await part('bytes=0-0')).toEqual([206, 'bytes 0-0/10000', of(0, 1)]);
    expect(await part('bytes=9000-')).toEqual([206, 'bytes 9000-9999/10000', of(9000)]);
    expect(await part('bytes=-5')).toEqual([206, 'bytes 9995-9999/10000', of(9995)]);
    expect(await part('bytes=5-99999')).toEqual([206, 'bytes 5-9999/10000', of(5)]);
    expect(await part('bytes=0-1,5-6')).toEqual([200, null, of(0)]);
    expect(await part('lines=1-2')).toEqual([200, null, of(0)]);
    expect((await part('bytes=10000-')).slice(0, 2)).toEqual([416, 'bytes */10000']);
    expect(await part('bytes=0-0', { 'if-range': `"${sha256}"` })).toEqual([
      206,
      'bytes 0-0/10000',
      of(0, 1),
    ]);
    expect(await part('bytes=0-0', { 'if-range': '"other"' })).toEqual([200, null, of(0)]);
    const known = await ana(`${path}/${id}`, { headers: { 'if-none-match': `"${sha256}"` } });
    expect(known.status).toBe(304);
    const head = await ana(`${path}/${id}`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '10000']);
  });

  it.each([
    ['png', 'inline', 'image/png'],
    ['pdf', 'inline', 'application/pdf'],
    ['ogg', 'inline', 'audio/ogg'],
    ['zip', 'attachment', 'application/zip'],
  ] as const)('%s is %s', async (type, how, mediaType) => {
    const { id } = await uploaded(ana, bytesOf(type, 400), { name: `relatório ação.${type}` });
    const { headers } = await ana(`${path}/${id}`);
    expect(headers.get('content-type')).toBe(mediaType);
    expect(headers.get('content-disposition')).toMatch(
      new RegExp(`^${how}; filename=.*filename\\*=UTF-8''`),
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*; sandbox$/);
    const saved = await ana(`${path}/${id}?as=download`);
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment; /);
  });

  it('a page or a drawing with scripts in it is never shown in its place', async () => {
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    for (const [bytes, type] of [
      [page, 'text/html'],
      [drawing, 'image/svg+xml'],
    ] as const) {
      const { id } = await uploaded(ana, bytes, { type });
      const { headers } = await ana(`${path}/${id}`);
      expect(headers.get('content-disposition')).toMatch(/^attachment/);
      expect(headers.get('content-security-policy')).toMatch(/sandbox$/);
    }
  });

  it('are their uploader’s own until a message has them, and nobody’s once it is deleted', async () => {
    const { id } = await uploaded(ana, bytesOf('png', 200), { kind: 'image' });
    const seen = async () => [
      (await ana(`${path}/${id}`)).status,
      (await bia(`${path}/${id}`)).status,
    ];
    expect(await seen()).toEqual([200, 404]);
    await scene.arrive('+5511990000001', 'oi');
    const { id: conversationId, serviceId } = await scene.conversation('+5511990000001');
    await scene.perform(ana.user, { type: 'startService', conversationId, serviceId });
    const send = (ask: Ask, attachmentId: string, kind = 'image', messageId = newId()) =>
      ask(`/api/v1/services/${serviceId}/messages`, {
        method: 'POST',
        body: JSON.stringify({ id: messageId, kind, attachmentId, text: 'veja' }),
        headers: { 'content-type': 'application/json' },
      });
    // What Ana has not sent is not Bia's to send.
    expect((await send(bia, id)).status).toBe(404);
    expect((await send(ana, id, 'video')).status).toBe(400);
    expect((await send(ana, newId())).status).toBe(404);
    const messageId = newId();
    const sent = await send(ana, id, 'image', messageId);
    expect(sent.status).toBe(201);
    const carried = { id, kind: 'image', mediaType: 'image/png', size: 200, state: 'here' };
    expect(await sent.json()).toMatchObject({ kind: 'image', text: 'veja', attachment: carried });
    const listed = await bia(`/api/v1/services/${serviceId}/messages`);
    expect(((await listed.json()) as { items: unknown[] }).items.at(-1)).toMatchObject({
      id: messageId,
      attachment: carried,
    });
    expect(await seen()).toEqual([200, 200]);
    const removal = { type: 'deleteMessage' as const, conversationId, messageId };
    expect((await scene.perform(ana.user, removal)).ok).toBe(true);
    expect(await seen()).toEqual([404, 404]);
  });

  it('that the storage has lost are told as such, and logged', async () => {
    const { id } = await uploaded(ana, bytesOf('png', 200));
    const { rows } = await scene.pool.query('select place from attachments where id = $1', [id]);
    await scene.attachments.storage.remove(rows[0].place);
    const answer = await ana(`${path}/${id}`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'not-found' });
    expect(scene.lines.some(({ msg }) => msg === 'the storage has lost an attachment')).toBe(true);
  });

  it('of nobody’s id are not there', async () => {
    expect((await ana(`${path}/${newId()}`)).status).toBe(404);
    expect((await ana(`${path}/..%2f..%2fetc%2fpasswd`)).status).toBe(400);
    expect((await ana(`${path}/${newId()}?as=other`)).status).toBe(400);
  });
});
