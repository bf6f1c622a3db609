/** What the Cloud API expects for each kind of message. Pure; the same through Meta and AWS. */
import type { Card, MessageContent, TemplateUse } from '#shared/contract/message.ts';
import type { Outgoing, Who } from '../driver.ts';

export type Payload = Record<string, unknown>;
/** `refused`: why it cannot go, in words. */
type Part = { part: Payload } | { refused: string };

/** The longest that Meta takes, in characters. */
const longestBody = 4_096;
const longestCaption = 1_024;
/** A message that phones or a linked device named: the Cloud API does not know it. */
const isForeign = (whatsappId: string): boolean => /^[0-9A-F]{16,40}$/.test(whatsappId);

/** @param mediaId of the attachment once it is uploaded @returns why it cannot go, in words */
export function payloadOf(
  message: Outgoing,
  mediaId: string | null,
): { payload: Payload } | { refused: string } {
  const made = partOf(message, mediaId);
  if ('refused' in made) return made;
  const to = addressOf(message);
  if (!to) return { refused: 'The Cloud API knows no number and no id of this contact.' };
  const quoted = 'quoted' in message ? message.quoted : undefined;
  return {
    payload: {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      ...to,
      ...(quoted &&
        !isForeign(quoted.whatsappId) && { context: { message_id: quoted.whatsappId } }),
      // Comes back with every status: how a status finds its message before Meta's id is stored.
      biz_opaque_callback_data: message.whatsappId,
      ...made.part,
    },
  };
}

export function addressOf({ phone, bsuid }: Who): Payload | null {
  if (phone) return { to: phone };
  return bsuid ? { recipient: bsuid } : null;
}

const part = (type: string, value: unknown): Part => ({ part: { type, [type]: value } });

function partOf(message: Outgoing, mediaId: string | null): Part {
  const template = 'content' in message ? message.content?.template : undefined;
  if (template) return part('template', templateOf(template, headerFileOf(message, mediaId)));
  switch (message.kind) {
    case 'edit':
      return { refused: 'The Cloud API cannot edit a message that has gone out.' };
    case 'delete':
      return { refused: 'The Cloud API cannot delete a message that has gone out.' };
    case 'reaction': {
      const { of, emoji } = message;
      if (isForeign(of.whatsappId)) {
        return { refused: 'The Cloud API does not know this message: it is from before.' };
      }
      return part('reaction', { message_id: of.whatsappId, emoji });
    }
    case 'text': {
      const body = message.text ?? '';
      if (body.length > longestBody) {
        return { refused: `The Cloud API takes texts of up to ${longestBody} characters.` };
      }
      return part('text', { preview_url: /https?:\/\/\S/i.test(body), body });
    }
    case 'choices':
      return part('interactive', listOf(message.text ?? '', message.content?.choices));
    // Buttons of the contact's, which came in over another way: answered in words.
    case 'choice':
      return part('text', { preview_url: false, body: message.content?.choice?.title ?? '' });
    case 'location':
      return part('location', message.content?.location);
    case 'callPermission': {
      const name = 'call_permission_request';
      return part('interactive', { type: name, action: { name }, body: { text: message.text } });
    }
    case 'cards':
      return part('contacts', (message.content?.cards ?? []).map(contactOf));
    default: {
      const { kind, text, attachment } = message;
      if (!attachment || !mediaId) throw new Error(`a ${kind} has no file`);
      if (text && text.length > longestCaption) {
        return { refused: `The Cloud API takes captions of up to ${longestCaption} characters.` };
      }
      const caption = text ? { caption: text } : {};
      if (kind === 'voice') return part('audio', { id: mediaId, voice: true });
      if (kind === 'audio' || kind === 'sticker') return part(kind, { id: mediaId });
      if (kind === 'document') {
        return part(kind, { id: mediaId, ...caption, filename: attachment.name });
      }
      return part(kind, { id: mediaId, ...caption });
    }
  }
}

/** The file in a template's header, as the parameter that Meta wants for it. */
function headerFileOf(message: Outgoing, mediaId: string | null): Payload | null {
  if (!('attachment' in message) || !message.attachment) return null;
  const { kind, attachment } = message;
  const filename = kind === 'document' ? { filename: attachment.name } : {};
  return { type: kind, [kind]: { id: mediaId, ...filename } };
}

type Choices = MessageContent['choices'];
/** What Meta takes of a list: the words of its button, a row's title, its description. */
const listLimits = { button: 20, title: 24, description: 72, rows: 10 };

function listOf(text: string, choices: Choices): Payload {
  const { button, title: longestTitle, description: longest, rows: most } = listLimits;
  const rows = (choices?.options ?? []).slice(0, most).map(({ id, title, description }) => ({
    id,
    title: title.slice(0, longestTitle),
    ...(description && { description: description.slice(0, longest) }),
  }));
  const first = rows.at(-1)?.title[0] ?? '';
  const last = rows[0]?.title[0] ?? '';
  return {
    type: 'list',
    body: { text },
    // Needs no language: what can be chosen is between these.
    action: { button: `${first} – ${last}`.slice(0, button), sections: [{ rows }] },
  };
}

function templateOf({ name, language, header, body }: TemplateUse, file: Payload | null): Payload {
  const component = (type: string, values: TemplateUse['body']) =>
    values?.length
      ? [
          {
            type,
            parameters: values.map(({ name: parameter, text }) => ({
              type: 'text',
              ...(parameter && { parameter_name: parameter }),
              text,
            })),
          },
        ]
      : [];
  const head = file ? [{ type: 'header', parameters: [file] }] : component('header', header);
  const components = [...head, ...component('body', body)];
  return { name, language: { code: language }, ...(components.length > 0 && { components }) };
}

/** What tells a contact that a message of theirs was read. */
export const readOf = (whatsappId: string): Payload => ({
  messaging_product: 'whatsapp',
  status: 'read',
  message_id: whatsappId,
});

/** Meta wants a part of the name beside the whole of it. */
function contactOf({ name, phones, emails, organisation }: Card): Payload {
  return {
    name: { formatted_name: name, first_name: name },
    ...(phones.length > 0 && { phones: phones.map((phone) => ({ phone })) }),
    ...(emails?.length && { emails: emails.map((email) => ({ email })) }),
    ...(organisation && { org: { company: organisation } }),
  };
}
