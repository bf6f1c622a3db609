/** The first start: a page that makes the first admin. */
import { randomInt, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Refused } from '#shared/contract/refusal.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { SetUpAnswer, SetUpRequest } from '#shared/contract/sign-in.ts';
import { fromThisMachine } from '../addresses.ts';
import type { Doer } from '../audit.ts';
import { doerOf } from '../sign-in.ts';

export type SetUpDeps = {
  /** Whether there is any user. */
  isSetUp(): Promise<boolean>;
  /** @throws Refused already-set-up */
  createFirstAdmin(
    admin: { workspace: string; name: string; email: string; password: string },
    by: Doer,
  ): Promise<SignedInUser>;
  createSample(by: Doer): Promise<NonNullable<SetUpAnswer['sample']>>;
  /** Typed by whoever sets the server up from elsewhere, or by everyone where it is `open`. */
  code: string;
  /** More than this machine can reach the server. */
  open: boolean;
};

/** Eight letters and digits that cannot be taken for one another, in two groups. */
export function newSetUpCode(): string {
  const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
  const some = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return `${some()}-${some()}`;
}

const plain = (code: string) => code.toUpperCase().replace(/[^A-Z0-9]/g, '');

function sameCode(given: string, code: string): boolean {
  const [a, b] = [Buffer.from(plain(given)), Buffer.from(plain(code))];
  return a.length === b.length && timingSafeEqual(a, b);
}

const folder = new URL('.', import.meta.url);
const pages = {
  setUp: { file: 'page.html', type: 'text/html; charset=utf-8' },
  start: { file: 'start.html', type: 'text/html; charset=utf-8' },
} as const;
const assets = {
  'page.js': 'text/javascript; charset=utf-8',
  'words.js': 'text/javascript; charset=utf-8',
  'start.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
} as const;

export const setUpRoutes: FastifyPluginAsyncTypebox<SetUpDeps> = async (app, deps) => {
  const hide = { schema: { hide: true } };
  const read = (file: string) => readFile(new URL(file, folder), 'utf8');
  const [setUp, start] = await Promise.all([read(pages.setUp.file), read(pages.start.file)]);
  const wrongCodes = new RateLimiterMemory({ points: 10, duration: 15 * 60 });

  const needsCode = (request: FastifyRequest) => deps.open || !fromThisMachine(request);

  /** Without it, anyone on the network could take a new server over. */
  const checkCode = async (request: FastifyRequest, code: string | undefined) => {
    if (!needsCode(request)) return;
    if (code === undefined || code === '') {
      throw new Refused('forbidden', "Type the code that is in the server's log.", {
        path: '/code',
      });
    }
    // Counted for all addresses together: there is one code to guess.
    await wrongCodes.consume('all').catch(() => {
      throw new Refused('too-many', 'Too many wrong codes. Try again in some minutes.');
    });
    if (!sameCode(code, deps.code)) {
      throw new Refused('forbidden', "This is not the code that is in the server's log.", {
        path: '/code',
      });
    }
    await wrongCodes.delete('all');
  };

  for (const [name, type] of Object.entries(assets)) {
    const text = await read(name);
    app.get(`/setup/${name}`, hide, async (_request, reply) =>
      reply.type(type).header('cache-control', 'no-cache').send(text),
    );
  }

  app.get('/setup', hide, async (request, reply) => {
    if (await deps.isSetUp()) return reply.redirect('/');
    const asked = needsCode(request) ? 'yes' : 'no';
    const page = setUp.replace('data-code="no"', `data-code="${asked}"`);
    return reply.type(pages.setUp.type).header('cache-control', 'no-store').send(page);
  });

  app.get('/', hide, async (_request, reply) => {
    if (!(await deps.isSetUp())) return reply.redirect('/setup');
    return reply.type(pages.start.type).header('cache-control', 'no-store').send(start);
  });

  app.post(
    '/api/v1/set-up',
    { schema: { tags: ['set-up'], body: SetUpRequest, response: { 201: SetUpAnswer } } },
    async (request, reply) => {
      const { sample: wanted, code, ...admin } = request.body;
      if (await deps.isSetUp()) {
        throw new Refused('already-set-up', 'This server has been set up already.');
      }
      await checkCode(request, code);
      const { id, name, email, role } = await deps.createFirstAdmin(admin, doerOf(request));
      const sample = wanted
        ? await deps.createSample(doerOf(request)).catch((error: unknown) => {
            // The admin exists by now: better a desk without the sample than a second try refused.
            request.log.error({ err: error }, 'the sample could not be made');
            return null;
          })
        : null;
      reply.header('cache-control', 'no-store');
      return reply.code(201).send({ user: { id, name, email, role }, sample });
    },
  );
};
