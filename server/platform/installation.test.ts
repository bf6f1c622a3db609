import { expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { installationOf } from './installation.ts';

const of = (env: Record<string, string>) =>
  installationOf(readConfig({ RECADO_DATA: '/srv/data', ...env }), '1.2.3');

it('a server on a new machine has everything below its own folder', () => {
  expect(of({})).toEqual({
    version: '1.2.3',
    storage: {
      ...{ kind: 'folder', place: '/srv/data/attachments', endpoint: null, credentials: false },
    },
    ...{ database: 'embedded', queue: 'postgres', variables: [] },
  });
});

it('says what the environment says, and none of its secrets', () => {
  const shown = of({
    STORAGE_URL: 's3://AKIDGEHEIM:S3GEHEIM@bucket/a/b?region=sa-east-1&endpoint=http://minio:9000',
    DATABASE_URL: 'postgresql://user:PGGEHEIM@db/recado',
    REDIS_URL: 'redis://:REDISGEHEIM@redis',
    EMAIL_URL: 'smtp://u:MAILGEHEIM@mail',
    EMAIL_FROM: 'a@example.com',
  });
  expect(shown).toMatchObject({
    storage: { kind: 's3', place: 'bucket/a/b/', endpoint: 'http://minio:9000', credentials: true },
    ...{ database: 'external', queue: 'redis' },
    variables: ['STORAGE_URL', 'DATABASE_URL', 'REDIS_URL', 'EMAIL_URL'],
  });
  const firebase = of({ STORAGE_URL: 'firebase://bucket.app/x?apiKey=KEYGEHEIM' });
  expect(firebase.storage).toMatchObject({ kind: 'firebase', place: 'bucket.app/x/' });
  expect(JSON.stringify([shown, firebase])).not.toMatch(/GEHEIM/);
});
