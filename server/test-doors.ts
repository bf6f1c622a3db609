/** For tests of who may do what: the whole server with one person of every kind. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { readConfig } from './config.ts';
import { openLife } from './platform/life.ts';
import { openLog } from './platform/log.ts';
import { testDatabase } from './platform/postgres/test-database.ts';
import { type Server, startServer } from './server.ts';

/** stranger: a token that nobody gave; away: from another machine, with an admin's token. */
export const actors = [
  'nobody',
  'stranger',
  'expired',
  'deactivated',
  'attendant',
  'other',
  'admin',
  'away',
] as const;
export type Actor = (typeof actors)[number];
const password = 'uma frase comprida';

export async function openWorld(env: Record<string, string>) {
  const database = await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'recado-doors-'));
  chmodSync(folder, 0o711);
  const life = openLife(9_000, () => {});
  const config = readConfig({
    ...{ RECADO_PORT: '0', RECADO_DATA: folder, DATABASE_URL: database.url, LOG_LEVEL: 'silent' },
    ...{ RECADO_ADMIN_EMAIL: 'dora@example.com', RECADO_ADMIN_PASSWORD: password },
    ...env,
  });
  const server: Server = await startServer(config, openLog('silent'), life, () => {});
  const { app } = server;
  const signIn = async (email: string): Promise<{ token: string; id: string }> => {
    const payload = { email, password };
    const answer = await app.inject({ method: 'POST', url: '/api/v1/sign-in', payload });
    const { token, user } = answer.json();
    return { token, id: user.id };
  };
  const admin = await signIn('dora@example.com');
  const headers = { authorization: `Bearer ${admin.token}` };
  const make = async (name: string) => {
    const email = `${name}@example.com`;
    const payload = { name, email, role: 'attendant', password };
    await app.inject({ method: 'POST', url: '/api/v1/users', payload, headers });
    return signIn(email);
  };
  const ana = await make('ana');
  const bia = await make('bia');
  const gone = await make('gone');
  const late = await make('late');
  await app.inject({
    ...{ method: 'PATCH', url: `/api/v1/users/${gone.id}`, payload: { active: false }, headers },
  });
  await server.pool.query(
    `update sign_ins set expires_at = now() - interval '1 second' where user_id = $1`,
    [late.id],
  );
  const tokens: Record<Actor, string | null> = {
    nobody: null,
    stranger: 'x'.repeat(43),
    expired: late.token,
    deactivated: gone.token,
    attendant: ana.token,
    other: bia.token,
    admin: admin.token,
    away: admin.token,
  };
  return {
    server,
    tokens,
    ids: { ana: ana.id, bia: bia.id, admin: admin.id },
    async close() {
      await life.stop();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type World = Awaited<ReturnType<typeof openWorld>>;

/** Out of Fastify's tree of routes, a line for each way to go through one. */
export function routesOf(app: FastifyInstance): string[] {
  const above: string[] = [];
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const found = /^([│ ]*)[└├]── (\S+)(?: \(([A-Z, ]+)\))?/.exec(line);
      if (!found) return [];
      const [, indent = '', part = '', methods = ''] = found;
      const depth = indent.length / 4;
      const path = `${above[depth - 1] ?? ''}${part}`;
      above.length = depth;
      above.push(path);
      return methods
        .split(', ')
        .filter((method) => method !== '' && method !== 'HEAD')
        .map((method) => `${method} ${path}`);
    });
}
