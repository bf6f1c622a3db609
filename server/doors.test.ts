/**
 * Every route of the server, and who may go through it. One without a line here fails the test. What
 * is asked over the socket has a table of its own: socket-doors.test.ts.
 */
import type { InjectOptions } from 'fastify';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, actors, openWorld, routesOf, type World } from './test-doors.ts';

type Door = Readonly<Record<Actor, 'in' | 401 | 403>>;

const ghosts = { nobody: 401, stranger: 401, expired: 401, deactivated: 401 } as const;
const everyone: Door = {
  ...{ nobody: 'in', stranger: 'in', expired: 'in', deactivated: 'in' },
  ...{ attendant: 'in', other: 'in', admin: 'in', away: 'in' },
};
const users: Door = { ...ghosts, attendant: 'in', other: 'in', admin: 'in', away: 'in' };
const admins: Door = { ...ghosts, attendant: 403, other: 403, admin: 'in', away: 'in' };
const thisMachine: Door = { ...everyone, away: 403 };
/** Of Meta's, which signs what it sends. */
const nobody = (answer: 401 | 403): Door =>
  Object.fromEntries(actors.map((actor) => [actor, answer])) as Door;

const doors: Readonly<Record<string, Door>> = {
  'GET /': everyone,
  'GET /favicon.ico': everyone,
  'GET /setup': everyone,
  'GET /setup/page.js': everyone,
  'GET /setup/page.css': everyone,
  'GET /setup/words.js': everyone,
  'GET /setup/start.js': everyone,
  'POST /api/v1/set-up': everyone,
  'GET /api/docs': everyone,
  'GET /api/docs/static/index.html': everyone,
  'GET /api/docs/static/swagger-initializer.js': everyone,
  'GET /api/docs*': everyone,
  'GET /api/docs/json': everyone,
  'GET /api/docs/yaml': everyone,
  'GET /api/openapi.json': everyone,
  'GET /api/health': everyone,
  'GET /metrics': thisMachine,
  'GET /updates/:name': everyone,
  'POST /api/v1/sign-in': everyone,
  'POST /api/v1/sign-out': users,
  'POST /api/v1/password-reset': everyone,
  'POST /api/v1/password-reset/confirm': everyone,
  'PATCH /api/v1/me': users,
  'PUT /api/v1/me/password': users,
  'GET /api/v1/me/sign-ins': users,
  'GET /api/v1/me/second-factor': users,
  'POST /api/v1/me/second-factor': users,
  'PUT /api/v1/me/second-factor': users,
  'POST /api/v1/me/second-factor/end': users,
  'DELETE /api/v1/me/sign-ins/:id': users,

  'GET /api/v1/services': users,
  'POST /api/v1/services': users,
  'GET /api/v1/services/:id': users,
  'POST /api/v1/services/:id/start': users,
  'POST /api/v1/services/:id/finish': users,
  'POST /api/v1/services/:id/transfer': users,
  'GET /api/v1/services/:id/messages': users,
  'POST /api/v1/services/:id/messages': users,
  'POST /api/v1/attachments': users,
  'GET /api/v1/attachments/:id': users,
  'PATCH /api/v1/attachments/:id': users,
  'DELETE /api/v1/attachments/:id': users,
  'PUT /api/v1/availability': users,
  'GET /api/v1/teams': users,
  'GET /api/v1/tags': users,
  'GET /api/v1/canned-replies': users,
  'POST /api/v1/canned-replies': users,
  'PATCH /api/v1/canned-replies/:id': users,
  'DELETE /api/v1/canned-replies/:id': users,
  'GET /api/v1/whatsapp/templates': users,
  'GET /api/v1/workspace/clock': users,

  'GET /api/v1/users': admins,
  'POST /api/v1/users': admins,
  'PATCH /api/v1/users/:id': admins,
  'PUT /api/v1/users/:id/capacity': admins,
  'DELETE /api/v1/users/:id/second-factor': admins,
  'POST /api/v1/users/:id/code': admins,
  'GET /api/v1/audit': admins,
  'DELETE /api/v1/contacts/:id': admins,
  'GET /api/v1/contacts/:id/export': admins,
  'GET /api/v1/outbox/emails': admins,
  'POST /api/v1/teams': admins,
  'PATCH /api/v1/teams/:id': admins,
  'POST /api/v1/tags': admins,
  'PATCH /api/v1/tags/:id': admins,
  'DELETE /api/v1/tags/:id': admins,
  'GET /api/v1/routing': admins,
  'PATCH /api/v1/routing': admins,
  'GET /api/v1/copies': admins,
  'PATCH /api/v1/copies': admins,
  'GET /api/v1/settings/evaluation': admins,
  'PUT /api/v1/settings/evaluation': admins,
  'GET /api/v1/settings/workspace': admins,
  'PATCH /api/v1/settings/workspace': admins,
  'GET /api/v1/settings/timing': admins,
  'PATCH /api/v1/settings/timing': admins,
  'GET /api/v1/settings/farewells': admins,
  'PATCH /api/v1/settings/farewells': admins,
  'GET /api/v1/settings/greeting': admins,
  'PATCH /api/v1/settings/greeting': admins,
  'GET /api/v1/settings/hours': admins,
  'PATCH /api/v1/settings/hours': admins,
  'GET /api/v1/settings/hours/now': admins,
  'GET /api/v1/settings/installation': admins,
  'GET /api/v1/settings/retention': admins,
  'PATCH /api/v1/settings/retention': admins,
  'GET /api/v1/settings/retention/count': admins,
  'GET /api/v1/settings/email': admins,
  'PATCH /api/v1/settings/email': admins,
  'POST /api/v1/settings/email/test': admins,
  'GET /api/v1/whatsapp': admins,
  'GET /api/v1/whatsapp/settings': admins,
  'PATCH /api/v1/whatsapp/settings': admins,
  'POST /api/v1/whatsapp/start': admins,
  'POST /api/v1/whatsapp/stop': admins,
  'POST /api/v1/whatsapp/unlink': admins,
  'DELETE /api/v1/sample': admins,
  'GET /api/v1/reports/now': admins,
  'GET /api/v1/reports/services': admins,
  'GET /api/v1/reports/services.csv': admins,
  'GET /api/v1/reports/services.xlsx': admins,
  'GET /api/v1/services/count': admins,
  'GET /api/v1/services/:id/times': admins,
  'GET /api/v1/services/:id/transcript.pdf': admins,
  'GET /api/v1/service-views': admins,
  'POST /api/v1/service-views': admins,
  'PATCH /api/v1/service-views/:id': admins,
  'DELETE /api/v1/service-views/:id': admins,
  'PUT /api/v1/workspace/clock': admins,
};

const ofSimulator: Readonly<Record<string, Door>> = Object.fromEntries(
  [
    ...['GET /simulator', 'GET /simulator*', 'GET /simulator/changes', 'GET /simulator/contacts'],
    'PATCH /simulator/contacts/:phone',
    'GET /simulator/contacts/:phone/messages',
    'POST /simulator/contacts/:phone/messages',
    'PATCH /simulator/contacts/:phone/messages/:id',
    'DELETE /simulator/contacts/:phone/messages/:id',
    'POST /simulator/contacts/:phone/receipts',
    'POST /simulator/contacts/:phone/reactions',
    'PUT /simulator/contacts/:phone/typing',
    'GET /simulator/contacts/:phone/picture',
    'PUT /simulator/contacts/:phone/picture',
    'DELETE /simulator/contacts/:phone/picture',
    'POST /simulator/contacts/:phone/calls',
    'GET /simulator/contacts/:phone/calls/:id',
    'PATCH /simulator/contacts/:phone/calls/:id',
    'DELETE /simulator/contacts/:phone/calls/:id',
    'GET /simulator/groups',
    'PATCH /simulator/groups/:id',
    'GET /simulator/groups/:id/messages',
    'POST /simulator/groups/:id/messages',
    'PATCH /simulator/groups/:id/messages/:messageId',
    'DELETE /simulator/groups/:id/messages/:messageId',
    'POST /simulator/groups/:id/reactions',
    'POST /simulator/groups/:id/receipts',
    'GET /simulator/attachments/:nth',
    'POST /simulator/faults',
  ].map((route) => [route, thisMachine]),
);
const ofCloud: Readonly<Record<string, Door>> = {
  'GET /hooks/whatsapp': nobody(403),
  'POST /hooks/whatsapp': nobody(401),
};
const cloud = {
  WHATSAPP_DRIVER: 'cloud',
  WHATSAPP_CLOUD_TOKEN: 'a-token-of-enough-letters',
  WHATSAPP_CLOUD_PHONE_ID: '15550001',
  WHATSAPP_CLOUD_APP_SECRET: 'an-app-secret',
  WHATSAPP_CLOUD_VERIFY_TOKEN: 'a-verify-token',
  WHATSAPP_CLOUD_BASE: 'http://127.0.0.1:9/v1',
};
describe.each([
  ['simulator', {}, { ...doors, ...ofSimulator }],
  ['cloud', cloud, { ...doors, ...ofCloud }],
] as const)('routes with the %s', (_name, env, table: Readonly<Record<string, Door>>) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(env);
  });
  afterAll(() => world.close());

  it('each has a line in the table, and each line a route', () => {
    const routes = routesOf(world.server.app);
    expect(routes.toSorted()).toEqual(Object.keys(table).toSorted());
  });

  it('each lets in whom the table lets in, and nobody else', async () => {
    const wrong: string[] = [];
    for (const [route, door] of Object.entries(table)) {
      const [method = '', path = ''] = route.split(' ');
      for (const actor of actors) {
        // Signing out would end the sign-in that the others need: only the refused try it.
        if (route === 'POST /api/v1/sign-out' && door[actor] === 'in') continue;
        const status = await ask(world, method, path, actor);
        const got = status === 401 || status === 403 ? status : 'in';
        if (got !== door[actor]) wrong.push(`${route} as ${actor}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

async function ask(world: World, method: string, path: string, actor: Actor): Promise<number> {
  const token = world.tokens[actor];
  const url = path
    .replace(/:phone/, '5511900000000')
    .replace(/:\w+/g, newId())
    .replace('*', '/x');
  const answer = await world.server.app.inject({
    ...{ method: method as NonNullable<InjectOptions['method']>, url },
    ...(token && { headers: { authorization: `Bearer ${token}` } }),
    ...(actor === 'away' && { remoteAddress: '192.0.2.7' }),
    // Nothing that could be carried out: it is the door that is tried, not the room.
    ...(method !== 'GET' && method !== 'DELETE' && { payload: {} }),
    // One of them never ends.
    payloadAsStream: true,
  });
  answer.stream().destroy();
  return answer.statusCode;
}
