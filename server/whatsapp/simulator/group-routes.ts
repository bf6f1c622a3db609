/** Simulated groups over HTTP. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { MessageText } from '#shared/contract/message.ts';
import { Refused } from '#shared/contract/refusal.ts';
import { toE164 } from '#shared/rules/phone-number.ts';
import type { Simulator } from './driver.ts';
import { Group, type GroupAct, GroupMessage } from './groups-store.ts';
import { Name } from './written.ts';

const strict = { additionalProperties: false };
const id = Type.String({ pattern: '^\\d[\\d-]{4,39}$' });
const messageId = Type.String({ maxLength: 100 });
const ofGroup = Type.Object({ id });
const ofMessage = Type.Object({ id, messageId });
const from = Type.String({ minLength: 1, maxLength: 40 });
const nothing = { response: { 202: Type.Null() } };

export const groupRoutes: FastifyPluginAsyncTypebox<{ simulator: Simulator }> = async (
  app,
  { simulator },
) => {
  const { groups } = simulator.store;
  const about = { tags: ['simulator'] };
  const phoneIn = (written: string): string => {
    const phone = toE164(written);
    if (phone) return phone;
    const words = 'This is not a phone number with its country code.';
    throw new Refused('invalid', words, { path: '/from' });
  };
  const act = (group: string, asked: GroupAct, path: string): void => {
    const done = simulator.inGroup(() => groups.act(group, asked));
    if (!done) throw new Refused('not-found', 'They have no such message there.', { path });
  };

  app.get(
    '/simulator/groups',
    {
      schema: {
        ...about,
        summary: 'The groups; the newest come first',
        response: { 200: Type.Object({ items: Type.Array(Group) }) },
      },
    },
    async () => ({ items: groups.list() }),
  );
  app.patch(
    '/simulator/groups/:id',
    {
      schema: {
        ...about,
        summary: 'Make a group, name it',
        params: ofGroup,
        body: Type.Object({ name: Name }, strict),
        response: { 200: Group },
      },
    },
    async ({ params, body }) => simulator.inGroup(() => groups.setName(params.id, body.name)),
  );
  app.get(
    '/simulator/groups/:id/messages',
    {
      schema: {
        ...about,
        summary: 'Everything that the group shows, in its order',
        params: ofGroup,
        response: { 200: Type.Object({ items: Type.Array(GroupMessage) }) },
      },
    },
    async ({ params }) => ({ items: groups.messages(params.id) }),
  );
  app.post(
    '/simulator/groups/:id/messages',
    {
      schema: {
        ...about,
        summary: 'Somebody of the group writes; the same `id` of theirs again sends nothing new',
        params: ofGroup,
        body: Type.Object(
          {
            from,
            text: MessageText,
            name: Type.Optional(Name),
            id: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_.-]{1,64}$' })),
            quotes: Type.Optional(messageId),
          },
          strict,
        ),
        response: { 202: Type.Object({ whatsappId: Type.String() }) },
      },
    },
    async ({ params, body }, reply) => {
      const message = { ...body, from: phoneIn(body.from) };
      const whatsappId = simulator.inGroup(() => groups.write(params.id, message));
      return reply.code(202).send({ whatsappId });
    },
  );
  app.post(
    '/simulator/groups/:id/reactions',
    {
      schema: {
        ...about,
        summary: 'Somebody of the group reacts to a message; an empty emoji takes it back',
        params: ofGroup,
        body: Type.Object({ from, to: messageId, emoji: Type.String({ maxLength: 32 }) }, strict),
        ...nothing,
      },
    },
    async ({ params, body }, reply) => {
      const asked = { from: phoneIn(body.from), whatsappId: body.to, emoji: body.emoji };
      act(params.id, { ...asked, act: 'reaction' }, '/to');
      return reply.code(202).send(null);
    },
  );
  app.patch(
    '/simulator/groups/:id/messages/:messageId',
    {
      schema: {
        ...about,
        summary: 'Somebody of the group edits a message of theirs',
        params: ofMessage,
        body: Type.Object({ from, text: MessageText }, strict),
        ...nothing,
      },
    },
    async ({ params, body }, reply) => {
      const asked = { from: phoneIn(body.from), whatsappId: params.messageId };
      act(params.id, { ...asked, act: 'edit', text: body.text }, '/messageId');
      return reply.code(202).send(null);
    },
  );
  app.delete(
    '/simulator/groups/:id/messages/:messageId',
    {
      schema: {
        ...about,
        summary: 'Somebody of the group deletes a message of theirs for everyone',
        params: ofMessage,
        querystring: Type.Object({ from }),
        ...nothing,
      },
    },
    async ({ params, query }, reply) => {
      const asked = { from: phoneIn(query.from), whatsappId: params.messageId };
      act(params.id, { ...asked, act: 'delete' }, '/messageId');
      return reply.code(202).send(null);
    },
  );
  app.post(
    '/simulator/groups/:id/receipts',
    {
      schema: {
        ...about,
        summary: 'Somebody of the group has read, or heard, a message of the number',
        params: ofGroup,
        body: Type.Object({ to: messageId, status: Type.Enum(['read', 'played']) }, strict),
        ...nothing,
      },
    },
    async ({ params, body }, reply) => {
      const told = simulator.inGroup(() => groups.receipt(params.id, body.to, body.status));
      if (!told)
        throw new Refused('not-found', 'The number sent no such message.', { path: '/to' });
      return reply.code(202).send(null);
    },
  );
};
