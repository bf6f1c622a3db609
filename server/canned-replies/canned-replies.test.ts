import Fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { pull, snapshot } from '../desk/feed-reading.ts';
import { type TestDesk, testDesk } from '../desk/test-desk.ts';
import { feedHead } from '../platform/feed.ts';
import { tellRefusals } from '../platform/refusals.ts';
import { validatorCompiler } from '../platform/validation.ts';
import { cannedRoutes } from './routes.ts';

let at: TestDesk;
let app: FastifyInstance;
let root: SignedInUser;
let ana: SignedInUser;
let bia: SignedInUser;
let actor: SignedInUser;

beforeAll(async () => {
  at = await testDesk();
  root = await at.person('Root', 'admin');
  ana = await at.person('Ana');
  bia = await at.person('Bia');
  app = Fastify();
  app.setValidatorCompiler(validatorCompiler as never);
  app.decorateRequest('user', null);
  tellRefusals(app);
  const requireUser = async (request: { user: SignedInUser | null }) => {
    request.user = actor;
  };
  const canned = { pool: at.pool, publish: at.desk.publish };
  await app.register(cannedRoutes, { canned, gates: { requireUser } as never });
});
beforeEach(() => at.pool.query('delete from canned_replies'));
afterAll(async () => {
  await app.close();
  await at.drop();
});

const path = '/api/v1/canned-replies';
async function ask(
  who: SignedInUser,
  method: InjectOptions['method'],
  url: string,
  payload?: object,
) {
  actor = who;
  const answer = await app.inject({ method, url, ...(payload && { payload }) });
  const body = answer.body === '' ? null : answer.json();
  return { status: answer.statusCode, body };
}
const make = (who: SignedInUser, shortcut: string, own: boolean) =>
  ask(who, 'POST', path, { shortcut, text: `${shortcut}!`, own });
const seenBy = async (who: SignedInUser) =>
  (await ask(who, 'GET', path)).body.items.map(({ shortcut }: { shortcut: string }) => shortcut);
const rowsOf = async (who: SignedInUser) =>
  (await snapshot(at.pool, who.id, { after: null })).changes.flatMap((change) =>
    change.entity === 'cannedReply' && change.row ? change.row.shortcut : [],
  );

it('everybody’s is kept by the admins; one’s own is one’s own, in every way it is asked for', async () => {
  expect((await make(ana, 'oi', false)).status).toBe(403);
  const shared = (await make(root, 'oi', false)).body;
  const own = (await make(ana, 'meu', true)).body;
  expect(shared).toMatchObject({ userId: null, teamId: null });
  expect(own).toMatchObject({ userId: ana.id });
  for (const [who, seen] of [
    [ana, ['oi', 'meu']],
    [bia, ['oi']],
    [root, ['oi']],
  ] as const) {
    expect(await seenBy(who)).toEqual(seen);
    expect((await rowsOf(who)).sort()).toEqual([...seen].sort());
  }
  const patch = { text: 'x' };
  expect((await ask(bia, 'PATCH', `${path}/${own.id}`, patch)).status).toBe(404);
  expect((await ask(root, 'DELETE', `${path}/${own.id}`)).status).toBe(404);
  expect((await ask(ana, 'DELETE', `${path}/${shared.id}`)).status).toBe(403);
  expect((await ask(ana, 'PATCH', `${path}/${own.id}`, patch)).body).toMatchObject(patch);
});

it('the feed tells of each change those who may see it, and of what is gone', async () => {
  const { epoch, head } = await feedHead(at.pool);
  const own = (await make(ana, 'meu', true)).body;
  const told = async (who: SignedInUser) => {
    const page = await pull(at.pool, who.id, { epoch, since: head });
    if (page.reset) throw new Error('reset');
    return page.changes.filter(({ entity }) => entity === 'cannedReply');
  };
  expect(await told(ana)).toMatchObject([{ id: own.id, row: { shortcut: 'meu' } }]);
  expect(await told(bia)).toEqual([]);
  await ask(ana, 'DELETE', `${path}/${own.id}`);
  expect(await told(ana)).toEqual([{ entity: 'cannedReply', id: own.id, row: null }]);
});

it('a shortcut is one’s own once, whatever the case; what makes no sense is refused', async () => {
  await make(ana, 'oi', true);
  expect((await make(ana, 'OI', true)).body).toMatchObject({ code: 'shortcut-taken', status: 409 });
  expect((await make(bia, 'oi', true)).status).toBe(201);
  expect((await make(root, 'oi', false)).status).toBe(201);
  const wrong = { shortcut: 'a b', text: 'x', own: true };
  expect((await ask(ana, 'POST', path, wrong)).status).toBe(400);
  const teamId = ana.id;
  expect(
    (await ask(root, 'POST', path, { shortcut: 't', text: 'x', own: false, teamId })).body,
  ).toMatchObject({ code: 'team-unavailable' });
  expect(
    (await ask(ana, 'POST', path, { shortcut: 't', text: 'x', own: true, teamId })).body,
  ).toMatchObject({ code: 'invalid' });
});
