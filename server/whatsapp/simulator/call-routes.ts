/** Calls of a phone, either way, over HTTP. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { Refused } from '#shared/contract/refusal.ts';
import type { Simulator } from './driver.ts';
import { ofMessage, ofPhone, phoneOf } from './phone.ts';

const strict = { additionalProperties: false };
const nothing = { response: { 202: Type.Null() } };
const outcome = Type.Enum(['missed', 'declined', 'answered']);
const seconds = Type.Optional(Type.Number({ minimum: 0, maximum: 86_400 }));
const none = (words: string) => new Refused('not-found', words, { path: '/id' });

export const callRoutes: FastifyPluginAsyncTypebox<{ simulator: Simulator }> = async (
  app,
  { simulator: { calls, store } },
) => {
  const about = { tags: ['simulator'] };

  app.post(
    '/simulator/contacts/:phone/calls',
    {
      schema: {
        ...about,
        summary: 'The contact calls: it rings until it is taken or ended, or missed after a while',
        params: ofPhone,
        body: Type.Object({ video: Type.Optional(Type.Boolean()) }, strict),
        response: { 202: Type.Object({ whatsappId: Type.String() }) },
      },
    },
    async (request, reply) => {
      const phone = phoneOf(request.params);
      if (store.phone(phone)?.online === false) {
        throw new Refused('invalid', 'The phone is off: it cannot call.', { path: '/phone' });
      }
      const whatsappId = await calls.call(phone, request.body.video ?? false);
      if (whatsappId === null)
        throw new Refused('duplicate-id', 'This phone is in a call already.');
      return reply.code(202).send({ whatsappId });
    },
  );
  app.patch(
    '/simulator/contacts/:phone/calls/:id',
    {
      schema: {
        ...about,
        summary: 'The phone takes or declines a call that rings, or nobody does',
        description:
          'Of a call by the contact: how it ends otherwise than in the console; answered is on the phone of the number itself, for so many seconds.',
        params: ofMessage,
        body: Type.Object({ outcome, seconds }, strict),
        ...nothing,
      },
    },
    async ({ params, body }, reply) => {
      const phone = phoneOf(params);
      const toPhone = store.phone(phone)?.call?.fromContact === false;
      const done =
        toPhone && body.outcome === 'answered'
          ? await calls.take(phone, params.id)
          : calls.endRinging(phone, params.id, body);
      if (!done) throw none('No such call rings.');
      return reply.code(202).send(null);
    },
  );
  app.delete(
    '/simulator/contacts/:phone/calls/:id',
    {
      schema: {
        ...about,
        summary: 'The contact hangs up',
        params: ofMessage,
        ...nothing,
      },
    },
    async ({ params }, reply) => {
      if (!calls.hangUp(phoneOf(params), params.id)) throw none('No such call is under way.');
      return reply.code(202).send(null);
    },
  );
  app.get(
    '/simulator/contacts/:phone/calls/:id',
    {
      schema: {
        ...about,
        summary: 'What the phone hears and says in a call, in packets of sound',
        params: ofMessage,
        response: {
          200: Type.Object({
            connected: Type.Boolean(),
            heard: Type.Integer(),
            said: Type.Integer(),
          }),
        },
      },
    },
    async ({ params }) => {
      const sound = calls.sound(phoneOf(params), params.id);
      if (!sound) throw none('No such call is under way.');
      return sound;
    },
  );
};
