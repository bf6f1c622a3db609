/** Straight to Meta. */
import { Type } from 'typebox';
import { AttachmentGone } from '../driver.ts';
import { reader } from './envelope.ts';
import { verdictOn } from './errors.ts';
import { GraphAway, GraphRefusal, openGraph } from './graph.ts';
import { type Line, LineAway, LineRefusal } from './line.ts';
import { readOf } from './payload.ts';
import type { CloudSettings } from './settings.ts';
import { approvedTemplates } from './templates.ts';

const optional = Type.Optional;
const readNumber = reader(
  Type.Object({
    display_phone_number: optional(Type.String()),
    verified_name: optional(Type.String()),
  }),
);
const readSent = reader(
  Type.Object({
    contacts: optional(
      Type.Array(Type.Object({ wa_id: optional(Type.String()), user_id: optional(Type.String()) })),
    ),
    messages: Type.Array(Type.Object({ id: Type.String({ minLength: 1 }) }), { minItems: 1 }),
  }),
);
const readCalls = reader(
  Type.Object({
    calls: Type.Array(Type.Object({ id: Type.String({ minLength: 1 }) }), { minItems: 1 }),
  }),
);
const readPermission = reader(Type.Object({ permission: Type.Object({ status: Type.String() }) }));
const readLink = reader(Type.Object({ url: Type.String({ minLength: 1 }) }));

export function graphLine(settings: CloudSettings, answerMs: number): Line {
  const graph = openGraph(settings, answerMs);
  const phone = encodeURIComponent(settings.phoneId);
  return {
    number: () =>
      asked(async () => {
        const fields = 'display_phone_number,verified_name';
        const number = readNumber(await graph.get(`${phone}?fields=${fields}`));
        return { shown: number?.display_phone_number, name: number?.verified_name };
      }),
    post: (payload) =>
      asked(async () => {
        const sent = readSent(await graph.post(`${phone}/messages`, payload));
        const given = sent?.messages[0]?.id;
        if (!given) throw new LineAway('The answer of Meta names no message.', true);
        return { given, contact: sent.contacts?.[0] };
      }),
    markRead: (whatsappId) =>
      asked(async () => {
        await graph.post(`${phone}/messages`, readOf(whatsappId));
      }),
    upload: (attachment) => asked(() => graph.upload(attachment)),
    download: (mediaId) =>
      asked(async () => {
        try {
          const path = `${encodeURIComponent(mediaId)}?phone_number_id=${phone}`;
          const link = readLink(await graph.get(path));
          if (!link) throw new LineAway('Meta gave no link to the file.', true);
          return await graph.download(link.url);
        } catch (error) {
          // 33: there is no such object; after seven days Meta has it no more.
          const gone =
            error instanceof GraphRefusal &&
            ([404, 410].includes(error.status) || error.error?.error_subcode === 33);
          if (!gone) throw error;
          throw new AttachmentGone('WhatsApp no longer has the file.', { cause: error });
        }
      }),
    templates: () => asked(() => approvedTemplates(graph, settings.phoneId)),
    calls: {
      allows: ({ phone: number, bsuid }) =>
        asked(async () => {
          const whom = number
            ? `user_wa_id=${number.slice(1)}`
            : `recipient=${encodeURIComponent(bsuid ?? '')}`;
          const answer = readPermission(await graph.get(`${phone}/call_permissions?${whom}`));
          if (!answer) throw new LineAway('Meta does not say whether the contact allows it.', true);
          return ['temporary', 'permanent'].includes(answer.permission.status);
        }),
      connect: (payload) =>
        asked(async () => {
          const begun = readCalls(await graph.post(`${phone}/calls`, payload))?.calls[0];
          if (!begun) throw new LineAway('The answer of Meta names no call.', true);
          return begun.id;
        }),
      act: (payload) =>
        asked(async () => {
          await graph.post(`${phone}/calls`, payload);
        }),
    },
  };
}

async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GraphAway) throw new LineAway(error.message, error.reached, error);
    if (!(error instanceof GraphRefusal)) throw error;
    // What is in between may have lost an answer on its way back.
    if (!error.error) throw new LineAway(error.message, error.status >= 500, error);
    throw new LineRefusal(verdictOn(error.error), error, error.retryAfterMs);
  }
}
