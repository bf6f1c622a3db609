import { createRequire } from 'node:module';
import { expect, onTestFinished, test } from 'vitest';
import { keptLog } from '../../platform/test-log.ts';
import { captureConsole, libraryLog, withoutKeys } from './library-log.ts';

const { SessionRecord } = createRequire(
  createRequire(import.meta.url).resolve('@whiskeysockets/baileys'),
)('libsignal') as {
  SessionRecord: new () => { closeSession(session: unknown): void };
};

const privateKey = Buffer.alloc(32, 0xab);

test('what libsignal prints of a session goes to the log without its keys', () => {
  const { log, lines } = keptLog();
  const printed: unknown[] = [];
  const before = console.info;
  console.info = (...said) => printed.push(said);
  onTestFinished(() => {
    console.info = before;
  });
  const letGo = captureConsole(log);
  const session = {
    indexInfo: { closed: -1 },
    currentRatchet: { ephemeralKeyPair: { privKey: privateKey } },
  };
  new SessionRecord().closeSession(session);
  letGo();
  expect(printed).toEqual([]);
  expect(lines).toMatchObject([{ console: 'info', msg: 'console: Closing session:' }]);
  const all = JSON.stringify(lines);
  for (const form of ['base64', 'hex'] as const) {
    expect(all).not.toContain(privateKey.toString(form).slice(0, 12));
  }
  expect(all).not.toContain('171,171');
  console.info('ours again');
  expect(printed).toEqual([['ours again']]);
});

test('of the library’s own words no key, no message and no address of a key stays', () => {
  const { log, lines } = keptLog();
  const logger = libraryLog(log).child({ class: 'x' });
  logger.error(
    { err: new Error(`bad mac ${privateKey.toString('base64')}`), key: { private: privateKey } },
    'failed to decrypt message',
  );
  logger.warn({ node: { content: 'olá' }, msgId: 'M1' }, 'odd');
  logger.info('just words');
  const all = JSON.stringify(lines);
  expect(all).not.toContain(privateKey.toString('base64').slice(0, 12));
  expect(all).not.toContain('olá');
  expect(lines.map(({ msg }) => msg)).toEqual([
    'baileys: failed to decrypt message',
    'baileys: odd',
    'baileys: just words',
  ]);
  expect(lines[0]).toMatchObject({ level: 40, fault: 'Error: bad mac <hidden>' });
  expect(lines[1]).toMatchObject({ msgId: 'M1' });
});

test('it is never told to print what it sends and receives', () => {
  expect(libraryLog(keptLog().log).level).toBe('info');
});

test.each([
  ['<Buffer ab cd ef>', '<hidden>'],
  [`x ${'aB3/'.repeat(11)}= y`, 'x <hidden> y'],
  ['3EB0AABBCCDDEEFF001122', '3EB0AABBCCDDEEFF001122'],
  ['5511999990001@s.whatsapp.net', '5511999990001@s.whatsapp.net'],
])('%s', (text, safe) => {
  expect(withoutKeys(text)).toBe(safe);
});
