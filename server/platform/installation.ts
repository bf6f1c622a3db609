/** What the server was started with, for admins to see: read only, and without anything secret. */
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { Installation } from '#shared/contract/installation.ts';
import type { Config } from '../config.ts';
import type { Gates } from './sign-in.ts';

type Known = Pick<Config, 'storage' | 'data' | 'databaseUrl' | 'redisUrl' | 'email'>;

export function installationOf(config: Known, version: string): Installation {
  const { storage, data, databaseUrl, redisUrl, email } = config;
  const set = {
    STORAGE_URL: storage.kind !== 'folder' || storage.folder !== null,
    DATABASE_URL: databaseUrl !== null,
    REDIS_URL: redisUrl !== null,
    EMAIL_URL: email !== null,
  };
  return {
    version,
    storage:
      storage.kind === 'folder'
        ? {
            ...{ kind: 'folder', endpoint: null, credentials: false },
            place: storage.folder ?? join(data, 'attachments'),
          }
        : {
            kind: storage.kind,
            place: `${storage.bucket}/${storage.prefix}`,
            endpoint: storage.endpoint,
            credentials: storage.credentials !== null,
          },
    database: databaseUrl === null ? 'embedded' : 'external',
    queue: redisUrl === null ? 'postgres' : 'redis',
    variables: Object.entries(set).flatMap(([name, is]) => (is ? [name] : [])),
  };
}

export function installationRoute(
  app: FastifyInstance,
  { gates, ...about }: { gates: Gates; installation: Installation },
): void {
  app.get(
    '/api/v1/settings/installation',
    {
      onRequest: gates.requireAdmin,
      schema: {
        ...{ tags: ['settings'], security: [{ bearer: [] }] },
        summary: 'What the server was started with: storage, database, queue',
        response: { 200: Installation },
      },
    },
    async () => about.installation,
  );
}
