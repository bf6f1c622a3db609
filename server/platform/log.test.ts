import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { openLog } from './log.ts';

test('no secret reaches the log, however deep it lies', () => {
  let written = '';
  const log = openLog(
    'info',
    new Writable({
      write(chunk, _encoding, done) {
        written += chunk;
        done();
      },
    }),
  );
  log.info({ password: 'S3CRET', body: { token: 'S3CRET', name: 'Ana' } }, 'one');
  log.info({ req: { headers: { authorization: 'Bearer S3CRET', cookie: 'S3CRET' } } }, 'two');
  expect(written).toContain('Ana');
  expect(written).toContain('two');
  expect(written).not.toContain('S3CRET');
});
