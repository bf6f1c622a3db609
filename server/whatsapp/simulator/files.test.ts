import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { until } from '../../platform/test-waiting.ts';
import { idOf, testFolder } from '../test-whatsapp.ts';
import { FileTooLarge, openFiles } from './files.ts';
import { openSimulatorStore } from './store.ts';
import { ana, bytesOf, hashOf } from './test-simulator.ts';

const never = Number.POSITIVE_INFINITY;
const streamOf = (bytes: Buffer) => Readable.from([bytes]);
const inFolder = (folder: string) => readdirSync(folder).filter((name) => name !== 'incoming');

test('bytes are kept under their hash, read again, and gone once nobody has them', async () => {
  const used = new Set<string>();
  const files = openFiles(join(testFolder(), 'files'), (sha256) => used.has(sha256));
  const bytes = Buffer.from('some bytes');
  const kept = await files.keep(streamOf(bytes), never);
  expect(kept).toMatchObject({ sha256: hashOf(bytes), size: bytes.length });
  expect(await bytesOf((await files.read(kept.sha256)).bytes())).toEqual(bytes);

  const again = await files.keep(streamOf(bytes), never);
  kept.release();
  kept.release();
  // The other one may have a message soon.
  expect(inFolder(files.folder)).toEqual([kept.sha256]);
  used.add(kept.sha256);
  again.release();
  expect(inFolder(files.folder)).toEqual([kept.sha256]);
  used.clear();
  (await files.keep(streamOf(bytes), never)).release();
  expect(inFolder(files.folder)).toEqual([]);
});

test('what is too large, or breaks off, leaves nothing behind', async () => {
  const files = openFiles(join(testFolder(), 'files'), () => false);
  const exactly = await files.keep(streamOf(Buffer.alloc(10)), 10);
  expect(exactly.size).toBe(10);
  exactly.release();
  await expect(files.keep(streamOf(Buffer.alloc(11)), 10)).rejects.toThrow(FileTooLarge);
  async function* broken() {
    yield Buffer.alloc(5);
    throw new Error('cut');
  }
  await expect(files.keep(Readable.from(broken()), never)).rejects.toThrow('cut');
  expect(inFolder(files.folder)).toEqual([]);
  expect(readdirSync(join(files.folder, 'incoming'))).toEqual([]);
});

test.each(['', '..', '../simulator.sqlite', 'incoming', 'A'.repeat(64), `${'a'.repeat(64)}/x`])(
  'a file cannot be asked for by the name %j',
  async (name) => {
    const files = openFiles(join(testFolder(), 'files'), () => false);
    await expect(files.read(name)).rejects.toMatchObject({ code: 'ENOENT' });
  },
);

test('opened again, what no message has is swept away, and what one has stays', async () => {
  const folder = join(testFolder(), 'files');
  const files = openFiles(folder, () => true);
  const { sha256 } = await files.keep(streamOf(Buffer.from('of a message')), never);
  await files.keep(streamOf(Buffer.from('of none')), never);
  writeFileSync(join(folder, 'incoming', 'half'), 'half');
  openFiles(folder, (name) => name === sha256);
  expect(inFolder(folder)).toEqual([sha256]);
  expect(existsSync(join(folder, 'incoming', 'half'))).toBe(false);
});

test('killed in the middle, every message that was accepted has its whole file', async () => {
  const folder = testFolder();
  const file = join(folder, 'simulator.sqlite');
  const at = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const code = `
    import { randomBytes } from 'node:crypto';
    import { Readable } from 'node:stream';
    import { openSimulatorStore } from ${at('./store.ts')};
    const store = openSimulatorStore(${JSON.stringify(file)});
    for (;;) {
      const kept = await store.files.keep(Readable.from([randomBytes(60_000), randomBytes(9)]), 1e9);
      const { sha256, size } = kept;
      const attachment = { kind: 'document', name: 'a', mediaType: 'a/b', sha256, size };
      const [id] = store.write([{ phone: '${ana}', kind: 'document', attachment }]);
      kept.release();
      process.stdout.write(id + ' ' + sha256 + '\\n');
    }`;
  for (let round = 0; round < 2; round += 1) {
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let heard = '';
    child.stdout.on('data', (chunk) => {
      heard += chunk;
    });
    const said = () => heard.split('\n').slice(0, -1);
    await until(() => said().length > 40);
    child.kill('SIGKILL');
    await once(child, 'close');

    const store = openSimulatorStore(file);
    const events = new Map(store.pending(100_000).map(({ event }) => [idOf(event), event]));
    for (const line of said()) {
      const [id = '', sha256 = ''] = line.split(' ');
      expect(events.get(id)).toMatchObject({ attachment: { source: { sha256 } } });
      expect(hashOf(readFileSync(join(store.files.folder, sha256)))).toBe(sha256);
      expect(store.message(ana, id)?.attachment?.sha256).toBe(sha256);
    }
    store.close();
  }
});
