import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Refused } from '#shared/contract/refusal.ts';
import { Id, nullable } from '#shared/contract/scalars.ts';
import { NewUser, User, UserPatch } from '#shared/contract/user.ts';
import { type Gates, userOf } from '../platform/sign-in.ts';
import { listUsers } from './store.ts';
import { changeUser, createUser, type Users } from './users.ts';

const strict = { additionalProperties: false };
const Page = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
    cursor: Type.Optional(Type.String({ maxLength: 100 })),
  },
  strict,
);
const UserPage = Type.Object({ items: Type.Array(User), nextCursor: nullable(Type.String()) });

const checkId = Compile(Id);

function afterOf(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const id = Buffer.from(cursor, 'base64url').toString();
  if (checkId.Check(id)) return id;
  throw new Refused('invalid', 'This is not a cursor of ours.', { path: '/cursor' });
}

export const usersRoutes: FastifyPluginAsyncTypebox<{ users: Users; gates: Gates }> = async (
  app,
  { users, gates },
) => {
  const about = { tags: ['users'], security: [{ bearer: [] }] };
  // Before the body is read: who may not ask is told that, not what is wrong with the question.
  app.addHook('onRequest', gates.requireAdmin);

  app.get(
    '/api/v1/users',
    { schema: { ...about, querystring: Page, response: { 200: UserPage } } },
    async ({ query: { limit = 50, cursor } }) => {
      const items = await listUsers(users.pool, afterOf(cursor), limit + 1);
      const last = items.length > limit ? items[limit - 1] : undefined;
      const nextCursor = last ? Buffer.from(last.id).toString('base64url') : null;
      return { items: items.slice(0, limit), nextCursor };
    },
  );

  app.post(
    '/api/v1/users',
    { schema: { ...about, body: NewUser, response: { 201: User } } },
    async (request, reply) => reply.code(201).send(await createUser(users, request.body)),
  );

  app.patch(
    '/api/v1/users/:id',
    {
      schema: {
        ...about,
        params: Type.Object({ id: Id }),
        body: UserPatch,
        response: { 200: User },
      },
    },
    async (request) => changeUser(users, userOf(request).id, request.params.id, request.body),
  );
};
