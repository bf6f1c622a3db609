import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { expect, it, onTestFinished } from 'vitest';
import { tellRefusals } from '../platform/refusals.ts';
import { updateRoutes } from './routes.ts';

async function begin() {
  const data = mkdtempSync(join(tmpdir(), 'recado-updates-'));
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const folder = join(data, 'updates');
  const app = Fastify();
  onTestFinished(() => app.close());
  tellRefusals(app);
  await app.register(updateRoutes, { folder });
  return { app, data, folder };
}

it('hands out a feed and what it names, in ranges too, and makes the folder', async () => {
  const { app, folder } = await begin();
  expect((await app.inject('/updates/latest.yml')).statusCode).toBe(404);
  writeFileSync(join(folder, 'latest.yml'), 'version: 2.0.0\n');
  writeFileSync(join(folder, 'Recado Setup 2.0.0.exe'), '0123456789');
  const feed = await app.inject('/updates/latest.yml?noCache=1');
  expect(feed).toMatchObject({ statusCode: 200, body: 'version: 2.0.0\n' });
  expect(feed.headers['cache-control']).toBe('no-cache');
  const part = await app.inject({
    url: '/updates/Recado%20Setup%202.0.0.exe',
    headers: { range: 'bytes=2-4' },
  });
  expect(part).toMatchObject({ statusCode: 206, body: '234' });
  expect(part.headers['content-disposition']).toBe('attachment');
});

it('hands out nothing else that lies in the folder, and nothing outside of it', async () => {
  const { app, data, folder } = await begin();
  writeFileSync(join(data, 'secret.yml'), 'secret');
  writeFileSync(join(folder, 'notes.html'), 'secret');
  writeFileSync(join(folder, '.hidden.yml'), 'secret');
  mkdirSync(join(folder, 'inner.zip'));
  symlinkSync(join(data, 'secret.yml'), join(folder, 'link.yml'));
  for (const path of [
    ...['notes.html', '.hidden.yml', 'inner.zip', 'link.yml', '', 'none.yml'],
    ...['../secret.yml', '..%2fsecret.yml', '%2e%2e/secret.yml', '..%5csecret.yml', 'a%00.yml'],
    ...['inner.zip/x.yml', `${'x'.repeat(300)}.yml`],
  ]) {
    const answer = await app.inject(`/updates/${path}`);
    expect([path, answer.statusCode >= 400]).toEqual([path, true]);
    expect(answer.body).not.toContain('secret\n');
    expect(answer.body).not.toBe('secret');
  }
});
