import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Saved, Saving } from '#shared/contract/saving.ts';
import { silentLog } from '../test-console.ts';
import { addressOf } from './asking.ts';
import { openRowCount } from './rows-in.ts';
import { openSavings, type SavingsDeps } from './savings.ts';

let folder: string;
let http: Server;
let answer: (request: IncomingMessage, reply: ServerResponse) => void;
let asked: IncomingMessage[];
let told: Saving[];
const id = '01900000-0000-7000-8000-000000000001';
const csv: Saved = { kind: 'services', format: 'csv', filter: { state: 'open' }, language: 'en' };
const rows = 'head\r\n"a\nb",1\r\n"c ""d""",2\r\n';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'recado-savings-'));
  asked = [];
  told = [];
  answer = (_request, reply) => {
    reply.writeHead(200, { 'content-type': 'text/csv', 'x-row-count': '2' });
    reply.end(rows);
  };
  http = createServer((request, reply) => {
    asked.push(request);
    answer(request, reply);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  http.closeAllConnections();
  http.close();
  rmSync(folder, { recursive: true, force: true });
});

const place = () => join(folder, 'services.csv');
const open = (more: Partial<SavingsDeps> = {}) =>
  openSavings({
    host: { saveAs: async () => place() },
    signed: () => ({
      origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
      token: 'the-token',
    }),
    emit: (all) => told.push(...all),
    log: silentLog,
    gap: 0,
    ...more,
  });
const over = () =>
  vi.waitFor(() => {
    const last = told.at(-1);
    expect(['done', 'failed', 'stopped']).toContain(last?.phase);
    return last;
  });
const begin = { savingId: id, name: 'services.csv', what: csv };

describe('in the installed app', () => {
  it('the file comes whole to where the person wanted it, with its course told', async () => {
    const savings = open();
    expect(await savings.begin(begin)).toEqual({ begun: true });
    expect(await over()).toEqual({
      ...{ id, name: 'services.csv', phase: 'done', bytes: rows.length, rows: 2, total: 2 },
      trouble: null,
    });
    expect(readFileSync(place(), 'utf8')).toBe(rows);
    expect(readdirSync(folder)).toEqual(['services.csv']);
    expect(asked[0]?.headers.authorization).toBe('Bearer the-token');
    expect(asked[0]?.url).toBe('/api/v1/reports/services.csv?by=created&state=open&language=en');
    expect(asked[0]?.url).not.toContain('token');
  });

  it('a person who wants it nowhere gets nothing, and nobody is asked', async () => {
    const savings = open({ host: { saveAs: async () => null } });
    expect(await savings.begin(begin)).toEqual({ begun: false });
    expect([asked, told]).toEqual([[], []]);
  });

  it('a connection that is cut leaves what was there before, and no half of a file', async () => {
    writeFileSync(place(), 'of yesterday');
    answer = (_request, reply) => {
      reply.writeHead(200, { 'x-row-count': '9' });
      reply.write('head\r\na,1\r\n', () => reply.destroy());
    };
    await open().begin(begin);
    expect(await over()).toMatchObject({ phase: 'failed', trouble: 'cut', total: 9 });
    expect(readdirSync(folder)).toEqual(['services.csv']);
    expect(readFileSync(place(), 'utf8')).toBe('of yesterday');
  });

  it('a server that says no more is not waited for without end', async () => {
    answer = (_request, reply) => {
      reply.writeHead(200);
      reply.write('head');
    };
    await open({ patience: 100 }).begin(begin);
    expect(await over()).toMatchObject({ phase: 'failed', trouble: 'cut' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('a full disk is told as one, and nothing is left on it', async () => {
    const full = () =>
      new Writable({
        write: (_piece, _encoding, done) =>
          done(Object.assign(new Error('no space'), { code: 'ENOSPC' })),
      });
    await open({ write: full }).begin(begin);
    expect(await over()).toMatchObject({ phase: 'failed', trouble: 'disk-full' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('a place where nothing can be written is told as one', async () => {
    const nowhere = join(folder, 'gone', 'services.csv');
    await open({ host: { saveAs: async () => nowhere } }).begin(begin);
    expect(await over()).toMatchObject({ phase: 'failed', trouble: 'no-place' });
    // A folder of that name cannot be replaced by a file.
    await open({ host: { saveAs: async () => folder } }).begin(begin);
    await vi.waitFor(() => expect(told.filter(({ phase }) => phase === 'failed')).toHaveLength(2));
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    [403, 'refused'],
    [404, 'refused'],
    [503, 'unreachable'],
    [302, 'unreachable'],
  ])('an answer of %i is %s, and becomes no file', async (status, trouble) => {
    answer = (_request, reply) => {
      reply.writeHead(status, { location: '/elsewhere' });
      reply.end('{"code":"forbidden"}');
    };
    await open().begin(begin);
    expect(await over()).toMatchObject({ phase: 'failed', trouble });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('it can be stopped: before the answer, and in the middle of it', async () => {
    answer = () => {};
    const savings = open();
    await savings.begin(begin);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    savings.stop(id);
    expect(await over()).toMatchObject({ phase: 'stopped', trouble: null });
    told = [];
    answer = (_request, reply) => void reply.write('head\r\na');
    await savings.begin(begin);
    await vi.waitFor(() => expect(told.at(-1)?.bytes).toBeGreaterThan(0));
    savings.stop(id);
    expect(await over()).toMatchObject({ phase: 'stopped' });
    expect(readdirSync(folder)).toEqual([]);
    // Its id is free again.
    expect((await savings.begin(begin)).begun).toBe(true);
    savings.close();
  });

  it('no name leads out of the folder that was asked for', async () => {
    const names: string[] = [];
    const saveAs = async (name: string) => {
      names.push(name);
      return null;
    };
    const savings = open({ host: { saveAs } });
    await savings.begin({ ...begin, name: '../../etc/\u202epasswd' });
    await savings.begin({ ...begin, name: '///' });
    expect(names).toEqual(['passwd', 'file']);
  });

  it('nobody signed in saves nothing, and so many at once are enough', async () => {
    const out = open({
      signed: () => {
        throw new Error('Sign in first.');
      },
    });
    await expect(out.begin(begin)).rejects.toThrow('Sign in first.');
    answer = () => {};
    const savings = open();
    for (let n = 0; n < 4; n += 1)
      await savings.begin({ ...begin, savingId: id.replace(/1$/, `${n}`) });
    const fifth = { ...begin, savingId: id.replace(/1$/, '9') };
    await expect(savings.begin(fifth)).rejects.toThrow();
    savings.close();
  });
});

describe('in a browser', () => {
  it('the page takes it by its link, once, and the link says nothing', async () => {
    const savings = open({ host: {} });
    await savings.begin(begin);
    expect(asked).toEqual([]);
    const [reply, second] = await Promise.all([savings.reply(id), savings.reply(id)]);
    expect(second.status).toBe(404);
    expect(reply).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'text/csv',
        'content-disposition': 'attachment; filename=services.csv',
        'cache-control': 'no-store',
      },
    });
    expect((await savings.reply(id)).status).toBe(404);
    expect(reply.body && (await text(reply.body))).toBe(rows);
    expect(await over()).toMatchObject({ phase: 'done', rows: 2, total: 2 });
    expect((await savings.reply(id)).status).toBe(404);
  });

  it('a cut breaks the download off instead of ending it', async () => {
    answer = (_request, reply) => {
      reply.writeHead(200);
      reply.write('head', () => reply.destroy());
    };
    const savings = open({ host: {} });
    await savings.begin(begin);
    const { body } = await savings.reply(id);
    await expect(body && text(body)).rejects.toThrow();
    expect(await over()).toMatchObject({ phase: 'failed', trouble: 'cut' });
  });

  it('a refusal is told, and answered as one', async () => {
    answer = (_request, reply) => void reply.writeHead(403).end();
    const savings = open({ host: {} });
    await savings.begin(begin);
    expect(await savings.reply(id)).toMatchObject({ status: 502, body: null });
    expect(await over()).toMatchObject({ phase: 'failed', trouble: 'refused' });
  });

  it('a page that went away or stopped it ends it with the server', async () => {
    answer = (_request, reply) => void reply.write('head');
    const savings = open({ host: {} });
    await savings.begin(begin);
    const { body } = await savings.reply(id);
    savings.stop(id);
    await expect(body && text(body)).rejects.toThrow();
    expect(await over()).toMatchObject({ phase: 'stopped' });
    const closed = new Promise((resolve) => asked[0]?.once('close', resolve));
    await closed;
  });
});

it('the addresses of files', () => {
  const about = { language: 'pt-BR' } as const;
  expect(addressOf({ kind: 'attachment', attachmentId: id })).toBe(
    `/api/v1/attachments/${id}?as=download`,
  );
  expect(addressOf({ kind: 'transcript', serviceId: id, notes: true, ...about })).toBe(
    `/api/v1/services/${id}/transcript.pdf?language=pt-BR&notes=true`,
  );
  const filter = { by: 'finished', text: 'a&b=c', evaluated: false } as const;
  expect(addressOf({ kind: 'services', format: 'xlsx', filter, ...about })).toBe(
    '/api/v1/reports/services.xlsx?by=finished&text=a%26b%3Dc&evaluated=false&language=pt-BR',
  );
});

it('rows are counted wherever the pieces are cut', () => {
  const bytes = new TextEncoder().encode(rows);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const count = openRowCount();
    count(bytes.slice(0, cut));
    expect(count(bytes.slice(cut))).toBe(2);
  }
  expect(openRowCount()(new Uint8Array())).toBe(0);
});
