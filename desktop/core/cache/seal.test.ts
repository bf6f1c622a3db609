import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Command } from '#shared/contract/command.ts';
import { freshFolder } from '../test-folder.ts';
import { type OpenCache, openCache } from './cache.ts';
import { openDatabase, readMigrations } from './database.ts';
import { openTables } from './tables.ts';

const hex = 'ab'.repeat(32);
const at = '2026-01-01T12:00:00.000Z';
const id = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const warned: object[] = [];
let place: ReturnType<typeof freshFolder>;
beforeEach(() => {
  place = freshFolder();
  warned.length = 0;
});
afterEach(() => place.remove());
const file = () => join(place.folder, 'cache.sqlite');
const open = (key: OpenCache['key'] = { hex, fresh: false }) =>
  openCache({ folder: place.folder, key, log: { warn: (fields) => void warned.push(fields) } });
const command: Command = {
  id: id(50),
  conversationId: id(1),
  type: 'sendMessage',
  messageId: id(51),
  kind: 'text',
  text: 'segredo do paciente',
};

/** As an app wrote it that did not encrypt yet. */
function leavePlain(messages: number): void {
  const db = openDatabase(file(), readMigrations(), null);
  const tables = openTables(db);
  db.transaction(() => {
    tables.commands.add({ command, givenAt: at });
    tables.drafts.write(id(1), 'rascunho secreto');
    for (let n = 1; n <= messages; n += 1) {
      tables.messages.put({
        ...{ id: id(1_000 + n), conversationId: id(1), serviceId: null, position: n },
        ...{ direction: 'in', kind: 'text', text: `segredo ${n}`, authorId: null, status: null },
        ...{ failure: null, sentAt: at },
      });
    }
  });
  // Not checkpointed: the rows stand in the log beside the file.
  db.close();
}
/** All bytes that lie in the folder. */
const bytes = () =>
  readdirSync(place.folder)
    .map((name) => readFileSync(join(place.folder, name), 'latin1'))
    .join();

it('nothing that is written can be read in the files', () => {
  const cache = open();
  cache.keep(() => {
    cache.tables.commands.add({ command, givenAt: at });
    cache.tables.drafts.write(id(1), 'rascunho secreto');
  });
  for (const text of ['segredo', 'rascunho', 'SQLite format', 'create table']) {
    expect(bytes(), text).not.toContain(text);
  }
  cache.close();
  expect(bytes()).not.toContain('segredo');
});

it('a cache from before is encrypted once, with everything in it', () => {
  leavePlain(300);
  expect(bytes()).toContain('segredo');
  const cache = open();
  expect(cache.tables.commands.all()).toEqual([{ command, givenAt: at }]);
  expect(cache.tables.drafts.of(id(1))).toBe('rascunho secreto');
  expect(cache.tables.messages.before(id(1), 999, 999)).toHaveLength(300);
  cache.close();
  expect(bytes()).not.toContain('segredo');
  expect(readdirSync(place.folder).filter((name) => !/-(wal|shm)$/.test(name))).toEqual([
    'cache.sqlite',
  ]);
  expect(warned).toEqual([]);
});

it('killed at any moment of it, everything is there afterwards', async () => {
  leavePlain(20_000);
  const kept = freshFolder();
  const parts = readdirSync(place.folder);
  for (const name of parts) copyFileSync(join(place.folder, name), join(kept.folder, name));
  const victim = fileURLToPath(new URL('./test-seal-victim.ts', import.meta.url));
  let finished = 0;
  for (const ms of [0, 5, 10, 20, 40, 80, 160, 1_000]) {
    for (const name of readdirSync(place.folder)) rmSync(join(place.folder, name));
    for (const name of parts) copyFileSync(join(kept.folder, name), join(place.folder, name));
    const child = spawn(process.execPath, [victim, file(), hex], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    const over = once(child, 'exit');
    const timer = setTimeout(() => child.kill('SIGKILL'), ms);
    const [code] = await over;
    clearTimeout(timer);
    if (code === 0) finished += 1;
    const cache = open();
    expect(cache.tables.commands.all(), `killed after ${ms} ms`).toHaveLength(1);
    expect(cache.tables.messages.before(id(1), 99_999, 99_999)).toHaveLength(20_000);
    cache.close();
    expect(existsSync(`${file()}.sealing`)).toBe(false);
  }
  expect(warned).toEqual([]);
  // Some were cut off, and the last had all its time.
  expect(finished).toBeGreaterThan(0);
  expect(finished).toBeLessThan(8);
  kept.remove();
}, 60_000);

it('without its key nothing can be read: it begins anew, and says that what waited is lost', () => {
  const before = open();
  before.keep(() => before.tables.commands.add({ command, givenAt: at }));
  before.close();
  const cache = open({ hex: 'cd'.repeat(32), fresh: true });
  expect(cache.tables.commands.all()).toEqual([]);
  expect(cache.tables.meta.get('lost')).toMatchObject({ why: 'locked' });
  expect(warned).toMatchObject([{ why: 'locked' }]);
  expect(readdirSync(place.folder).some((name) => name.includes('.locked-'))).toBe(true);
  cache.keep(() => cache.tables.meta.set('lost', null));
  cache.close();
  const again = open({ hex: 'cd'.repeat(32), fresh: false });
  expect(again.tables.meta.get('lost')).toBeNull();
  again.close();
});

it('with another key than its own it is no better than damaged, and said to be lost', () => {
  open().close();
  const cache = open({ hex: 'cd'.repeat(32), fresh: false });
  expect(cache.tables.meta.get('lost')).toMatchObject({ why: 'damaged' });
  cache.close();
});
