import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { keptLog } from '../platform/test-log.ts';
import { promised, until } from '../platform/test-waiting.ts';
import type { DriverEvent } from './driver.ts';
import { type JournalDeps, openJournal } from './journal.ts';
import { idOf, inbound, sqlError, testFolder } from './test-whatsapp.ts';

const idsOf = (events: DriverEvent[]) => events.map(idOf);

function open(ingest: JournalDeps['ingest'], more: Partial<JournalDeps> = {}) {
  const { log, lines } = keptLog();
  const file = join(more.file ?? testFolder(), 'journal.sqlite');
  const journal = openJournal({ ingest, log, retryMs: 1, ...more, file });
  onTestFinished(() => journal.close());
  return { journal, lines, file };
}

const away = () => sqlError('ECONNREFUSED', 'connect ECONNREFUSED');

test('a lone event goes at once, and what arrives meanwhile goes together, in order', async () => {
  const batches: string[][] = [];
  const first = promised();
  const { journal } = open(async (events) => {
    batches.push(idsOf(events));
    if (batches.length === 1) await first.promise;
  });
  journal.take([inbound('1')]);
  // In the same turn: nothing waits for a timer.
  expect(batches).toEqual([['1']]);
  journal.take([inbound('2'), inbound('3')]);
  journal.take([inbound('4')]);
  expect(journal.waiting()).toBe(4);
  first.resolve();
  expect(await journal.settled()).toBe(true);
  expect(batches).toEqual([['1'], ['2', '3', '4']]);
  expect(journal.waiting()).toBe(0);
});

test('at most 500 go together', async () => {
  const sizes: number[] = [];
  const { journal } = open(async (events) => void sizes.push(events.length));
  journal.take(Array.from({ length: 1_201 }, (_, n) => inbound(`${n}`)));
  await journal.settled();
  expect(sizes).toEqual([500, 500, 201]);
});

test('with Postgres away everything waits, in order; the trouble is told once', async () => {
  const stored: string[] = [];
  let here = false;
  let tries = 0;
  const { journal, lines } = open(async (events) => {
    tries += 1;
    if (!here) throw away();
    stored.push(...idsOf(events));
  });
  journal.take([inbound('1')]);
  journal.take([inbound('2')]);
  await until(() => tries > 4);
  expect(journal.waiting()).toBe(2);
  here = true;
  await journal.settled();
  expect(stored).toEqual(['1', '2']);
  const words = 'Postgres does not take what waits in the journal';
  expect(lines.filter(({ msg }) => msg === words)).toHaveLength(1);
});

test.each([
  ['a full disk', '53100'],
  ['a standby that is read-only', '25006'],
  ['a deadlock', '40P01'],
])('%s is no fault of an event: nothing is set aside', async (_, code) => {
  let tries = 0;
  const { journal } = open(async () => {
    tries += 1;
    if (tries < 12) throw sqlError(code);
  });
  journal.take([inbound('1'), inbound('2')]);
  await journal.settled();
  expect(tries).toBe(12);
  expect(journal.setAside()).toBe(0);
});

test('one poison event among many is set aside with its reason; the others go, in order', async () => {
  const folder = testFolder();
  const stored: string[] = [];
  let calls = 0;
  const ingest = async (events: DriverEvent[]) => {
    calls += 1;
    if (idsOf(events).includes('317')) throw sqlError('22P05', 'no such letter');
    stored.push(...idsOf(events));
  };
  const first = open(ingest, { file: folder });
  const all = Array.from({ length: 500 }, (_, n) => inbound(`${n}`));
  first.journal.take(all);
  await first.journal.settled();
  expect(stored).toEqual(idsOf(all).filter((id) => id !== '317'));
  expect(calls).toBeLessThan(25);
  expect(first.journal.setAside()).toBe(1);
  expect(first.journal.waiting()).toBe(0);
  const line = first.lines.find(({ msg }) => msg === 'an event was set aside');
  expect(line).toMatchObject({ level: 50, err: { message: 'no such letter' } });
  // What somebody wrote stays out of the log.
  expect(JSON.stringify(first.lines)).not.toContain('text 317');
  await first.journal.close();

  const db = new Database(first.file, { readonly: true });
  const kept = db.prepare('select event, error from set_aside').get() as Record<string, string>;
  db.close();
  expect(JSON.parse(kept.event ?? '')).toEqual(inbound('317'));
  expect(kept.error).toContain('no such letter');

  // A newer version knows what to do with it.
  const later: string[] = [];
  const second = open(async (events) => void later.push(...idsOf(events)), { file: folder });
  await second.journal.settled();
  expect(later).toEqual(['317']);
  expect(second.journal.setAside()).toBe(0);
});

test('of a person who is erased nothing stays: neither set aside nor in what the file keeps of the past', async () => {
  const { journal, file } = open(async (events) => {
    if (idsOf(events).some((id) => id.startsWith('bad'))) throw sqlError('22P05', 'no such letter');
  });
  const theirs = { ...inbound('bad-1'), phone: '+5511970001111', text: 'Rhododendron' };
  const others = { ...inbound('bad-2'), phone: '+5511970002222', text: 'Hortensia' };
  journal.take([theirs, others, { ...inbound('3'), text: 'Rhododendron' }]);
  await journal.settled();
  expect(journal.setAside()).toBe(2);
  journal.forget({ phone: '+5511970001111' });
  journal.forget({ phone: null, group: '120363' });
  journal.clear();
  expect(journal.setAside()).toBe(1);
  const onDisk = () =>
    ['', '-wal'].map((part) => readFileSync(`${file}${part}`, 'latin1')).join('');
  expect(onDisk()).not.toContain('Rhododendron');
  expect(onDisk()).toContain('Hortensia');
});

test('stopped with Postgres away, waiters are let go, and the next start hands everything on', async () => {
  const folder = testFolder();
  const first = open(
    async () => {
      throw away();
    },
    { file: folder, retryMs: 60_000 },
  );
  first.journal.take([inbound('1')]);
  const settled = first.journal.settled();
  await first.journal.stop();
  expect(await settled).toBe(false);
  // Something on its way to WhatsApp may still come back.
  first.journal.take([inbound('2')]);
  expect(await first.journal.settled()).toBe(false);
  await first.journal.close();

  const stored: string[] = [];
  const second = open(async (events) => void stored.push(...idsOf(events)), { file: folder });
  expect(await second.journal.settled()).toBe(true);
  expect(stored).toEqual(['1', '2']);
});

async function victim(folder: string): Promise<{ child: ChildProcess; said: () => string[] }> {
  const url = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const code = `
    import { openJournal } from ${url('./journal.ts')};
    const log = { warn() {}, error() {}, info() {}, debug() {} };
    const journal = openJournal({
      file: ${JSON.stringify(join(folder, 'journal.sqlite'))}, log,
      // Some reach "Postgres" before the death, and are told of.
      ingest: async (events) => {
        await new Promise((resolve) => setTimeout(resolve, 2));
        process.stdout.write(events.map((event) => 'stored ' + event.whatsappId + '\\n').join(''));
      },
    });
    let n = 0;
    for (;;) {
      const ids = [n++, n++].map(String);
      journal.take(ids.map((whatsappId) => ({ type: 'message', whatsappId })));
      process.stdout.write(ids.map((id) => 'taken ' + id + '\\n').join(''));
      if (n % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let heard = '';
  child.stdout?.on('data', (chunk) => {
    heard += chunk;
  });
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  // Whole lines only: the last may be cut.
  return { child, said: () => heard.split('\n').slice(0, -1) };
}

test('killed in the middle of its writes, it has lost nothing that it took', async () => {
  const folder = testFolder();
  for (let round = 0; round < 3; round += 1) {
    const before: string[] = [];
    const drained = open(async (events) => void before.push(...idsOf(events)), { file: folder });
    await drained.journal.settled();
    await drained.journal.close();

    const { child, said } = await victim(folder);
    await until(() => said().filter((line) => line.startsWith('taken')).length > 200);
    child.kill('SIGKILL');
    await once(child, 'close');

    const left: string[] = [];
    const { journal } = open(async (events) => void left.push(...idsOf(events)), { file: folder });
    await journal.settled();
    await journal.close();
    const ids = (word: string) =>
      said()
        .filter((line) => line.startsWith(word))
        .map((line) => line.split(' ')[1] ?? '');
    const everywhere = new Set([...ids('stored'), ...left]);
    expect(ids('taken').filter((id) => !everywhere.has(id))).toEqual([]);
    expect(left).toEqual([...left].sort((a, b) => Number(a) - Number(b)));
  }
});
