/** What a contact does to messages over HTTP. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { MessageText } from '#shared/contract/message.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Simulator } from './driver.ts';
import { type Act, type ActOutcome, ofMessage, ofPhone, phoneOf } from './phone.ts';

const strict = { additionalProperties: false };
/** Whose message it is, and who does it: the number, on its own phone, or the contact. */
const Side = Type.Object({ fromMe: Type.Boolean({ default: false }) });
const nothing = { response: { 202: Type.Null() } };
const by = (fromMe: boolean | undefined) =>
  ({ by: fromMe ? 'number' : 'contact', told: true }) as const;

export const actRoutes: FastifyPluginAsyncTypebox<{ simulator: Simulator }> = async (
  app,
  { simulator },
) => {
  const about = { tags: ['simulator'] };

  /** Does it, or says why not. */
  function act(asked: Act, path: string): void {
    const outcomes: Record<ActOutcome, () => void> = {
      done: () => {},
      unknown: () => {
        throw new Refused('not-found', 'This phone shows no such message.', { path });
      },
      unfit: () => {
        throw new Refused('invalid', 'WhatsApp does not allow that with this message.', { path });
      },
    };
    outcomes[simulator.act(asked)]();
  }
  app.put(
    '/simulator/contacts/:phone/typing',
    {
      schema: {
        ...about,
        summary: 'The contact types, or no longer',
        params: ofPhone,
        body: Type.Object({ typing: Type.Boolean() }, strict),
        ...nothing,
      },
    },
    async (request, reply) => {
      simulator.types(phoneOf(request.params), request.body.typing);
      return reply.code(202).send(null);
    },
  );
  app.post(
    '/simulator/contacts/:phone/reactions',
    {
      schema: {
        ...about,
        summary: 'The contact reacts to a message; an empty emoji takes it back',
        params: ofPhone,
        body: Type.Object(
          {
            to: Type.String({ maxLength: 100 }),
            emoji: Type.String({ maxLength: 32 }),
            fromMe: Type.Optional(Type.Boolean()),
          },
          strict,
        ),
        ...nothing,
      },
    },
    async (request, reply) => {
      const { to: whatsappId, emoji, fromMe } = request.body;
      const phone = phoneOf(request.params);
      act({ phone, whatsappId, ...by(fromMe), act: 'reaction', emoji }, '/to');
      return reply.code(202).send(null);
    },
  );
  app.patch(
    '/simulator/contacts/:phone/messages/:id',
    {
      schema: {
        ...about,
        summary: 'The contact edits a message of theirs',
        params: ofMessage,
        querystring: Side,
        body: Type.Object({ text: MessageText }, strict),
        ...nothing,
      },
    },
    async (request, reply) => {
      const { fromMe } = request.query;
      const own = { whatsappId: request.params.id, ofContact: !fromMe };
      const { text } = request.body;
      act({ phone: phoneOf(request.params), ...own, ...by(fromMe), act: 'edit', text }, '/id');
      return reply.code(202).send(null);
    },
  );
  app.delete(
    '/simulator/contacts/:phone/messages/:id',
    {
      schema: {
        ...about,
        summary: 'The contact deletes a message of theirs for everyone',
        params: ofMessage,
        querystring: Side,
        ...nothing,
      },
    },
    async (request, reply) => {
      const { fromMe } = request.query;
      const own = { whatsappId: request.params.id, ofContact: !fromMe };
      act({ phone: phoneOf(request.params), ...own, ...by(fromMe), act: 'delete' }, '/id');
      return reply.code(202).send(null);
    },
  );
};
