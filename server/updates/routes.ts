/** Versions of the installed app, from a folder that the admin fills: what `electron-builder` makes. */
import { mkdirSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Refused } from '#shared/contract/refusal.ts';

export type UpdateRoutes = {
  /** Below the data folder; made where it is not there, so that one finds it. */
  folder: string;
};

/** One plain name: the feeds, and what they name. Nothing else that may lie there is handed out. */
export const isPublished = (name: string): boolean =>
  name.length <= 200 &&
  /^[A-Za-z0-9][\w.+() -]*\.(?:ya?ml|exe|msi|dmg|zip|AppImage|deb|rpm|blockmap)$/.test(name) &&
  !name.includes('..');

export const updateRoutes: FastifyPluginAsyncTypebox<UpdateRoutes> = async (app, { folder }) => {
  mkdirSync(folder, { recursive: true });
  const root = await realpath(folder);
  await app.register(fastifyStatic, { root, serve: false, cacheControl: false });

  /** Null for whatever is not a file in the folder itself, be it by a link. */
  async function inFolder(name: string): Promise<string | null> {
    if (!isPublished(name)) return null;
    try {
      const file = await realpath(join(root, name));
      return file.startsWith(root + sep) && (await stat(file)).isFile() ? name : null;
    } catch {
      return null;
    }
  }
  app.get(
    '/updates/:name',
    {
      schema: {
        summary: 'The feed of the installed app (latest.yml, beta.yml) and the files that it names',
        tags: ['updates'],
        params: Type.Object({ name: Type.String() }),
      },
    },
    async ({ params }, reply) => {
      const name = await inFolder(params.name);
      if (name === null) throw new Refused('not-found', 'There is no such update.');
      // A feed is asked for anew each time; a version's file is always the same.
      const feed = /\.ya?ml$/.test(name);
      return reply
        .header('cache-control', feed ? 'no-cache' : 'public, max-age=86400')
        .header('content-disposition', 'attachment')
        .sendFile(name);
    },
  );
};
