import { createHash, randomBytes } from 'node:crypto';
import Fastify from 'fastify';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nobody } from '../platform/audit.ts';
import { type TestDatabase, testDatabase } from '../platform/postgres/test-database.ts';
import { tellRefusals } from '../platform/refusals.ts';
import { openGates } from '../platform/sign-in.ts';
import { sampleRoutes } from './routes.ts';
import { createSample, sampleThere } from './sample.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

async function signedIn(role: 'admin' | 'attendant'): Promise<string> {
  const [id, token] = [newId(), randomBytes(32).toString('base64url')];
  await database.pool.query(
    'insert into users (id, name, email, role) values ($1, $2::text, $2::text, $3)',
    [id, `${role}@example.com`, role],
  );
  await database.pool.query(
    "insert into sign_ins (token_hash, user_id, expires_at) values ($1, $2, now() + interval '1 day')",
    [createHash('sha256').update(token).digest(), id],
  );
  return token;
}

test('an admin takes the sample away, and nobody else', async () => {
  const told: string[] = [];
  const app = Fastify();
  app.decorateRequest('user', null);
  tellRefusals(app);
  await app.register(sampleRoutes, {
    pool: database.pool,
    gates: openGates(database.pool),
    endSignIns: () => told.push('end'),
    returnServicesOf: async () => {
      told.push('return');
    },
    resetConsoles: () => told.push('reset'),
  });
  await createSample(database.pool, { now: new Date(), by: nobody });
  const remove = (token?: string) =>
    app.inject({
      method: 'DELETE',
      url: '/api/v1/sample',
      headers: token ? { authorization: `Bearer ${token}` } : {},
    });

  expect((await remove()).statusCode).toBe(401);
  expect((await remove(await signedIn('attendant'))).statusCode).toBe(403);
  expect(await sampleThere(database.pool)).toBe(true);
  expect(told).toEqual([]);

  const admin = await signedIn('admin');
  expect((await remove(admin)).statusCode).toBe(204);
  expect(await sampleThere(database.pool)).toBe(false);
  expect(told).toEqual(['end', 'end', 'end', 'reset']);
  expect((await remove(admin)).statusCode).toBe(204);
});
