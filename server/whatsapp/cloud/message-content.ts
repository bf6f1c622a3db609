/** What a message of the Cloud API carries, by its type. Pure. */
import { Type } from 'typebox';
import type { AttachmentKind } from '#shared/contract/attachment.ts';
import type { Card, MessageContent, MessageKind } from '#shared/contract/message.ts';
import type { InboundAttachment } from '../driver.ts';
import { type CloudMessage, Media, reader } from './envelope.ts';

export type Carried = {
  kind: Exclude<MessageKind, 'note'>;
  text: string | null;
  content?: MessageContent;
  attachment?: InboundAttachment;
  raw?: unknown;
};

const optional = Type.Optional;
const Name = Type.Object({ formatted_name: optional(Type.String()) });
const Listed = Type.Object({ id: Type.String(), title: Type.String() });

const readText = reader(Type.Object({ body: Type.String() }));
const readMedia = reader(Media);
const readLocation = reader(
  Type.Object({
    latitude: Type.Number({ minimum: -90, maximum: 90 }),
    longitude: Type.Number({ minimum: -180, maximum: 180 }),
    name: optional(Type.String()),
    address: optional(Type.String()),
  }),
);
const readCards = reader(
  Type.Array(
    Type.Object({
      name: optional(Name),
      phones: optional(
        Type.Array(Type.Object({ phone: optional(Type.String()), wa_id: optional(Type.String()) })),
      ),
      emails: optional(Type.Array(Type.Object({ email: optional(Type.String()) }))),
      org: optional(Type.Object({ company: optional(Type.String()) })),
    }),
    { minItems: 1 },
  ),
);
const readButton = reader(Type.Object({ text: Type.String(), payload: optional(Type.String()) }));
const readInteractive = reader(
  Type.Object({
    button_reply: optional(Listed),
    list_reply: optional(
      Type.Object({ ...Listed.properties, description: optional(Type.String()) }),
    ),
    nfm_reply: optional(
      Type.Object({
        name: optional(Type.String()),
        body: optional(Type.String()),
        response_json: optional(Type.String()),
      }),
    ),
    call_permission_reply: optional(Type.Object({ response: Type.String() })),
  }),
);
const readOrder = reader(
  Type.Object({
    text: optional(Type.String()),
    product_items: Type.Array(
      Type.Object({
        product_retailer_id: Type.String(),
        quantity: Type.Union([Type.Number(), Type.String()]),
        item_price: optional(Type.Union([Type.Number(), Type.String()])),
        currency: optional(Type.String()),
      }),
    ),
  }),
);
const readSystem = reader(Type.Object({ body: optional(Type.String()) }));

/** As long as the contract lets a part of the content be. */
const short = (text: string): string => text.slice(0, 1_000);
const maybe = (name: string, text: string | undefined): object =>
  text ? { [name]: short(text) } : {};

const mediaKinds: Record<string, AttachmentKind> = {
  image: 'image',
  video: 'video',
  audio: 'audio',
  voice: 'voice',
  document: 'document',
  sticker: 'sticker',
};

/** Kept as it came, and shown as a placeholder. */
export function unknownOf(message: CloudMessage): Carried {
  const system = readSystem(message.system);
  return { kind: 'unknown', text: system?.body ?? null, raw: message };
}

/** What does not have the form that Meta documents is `unknown`, as is a type that is new. */
export function contentOf(message: CloudMessage): Carried {
  const part = message[message.type];
  return byType(message.type, part) ?? unknownOf(message);
}

function byType(type: string, part: unknown): Carried | null {
  const kind = mediaKinds[type];
  if (kind) return mediaOf(kind, part);
  switch (type) {
    case 'text': {
      const text = readText(part);
      return text && { kind: 'text', text: text.body };
    }
    case 'location': {
      const place = readLocation(part);
      if (!place) return null;
      const { latitude, longitude, name, address } = place;
      const location = {
        latitude,
        longitude,
        ...maybe('name', name),
        ...maybe('address', address),
      };
      return { kind: 'location', text: null, content: { location } };
    }
    case 'contacts':
      return cardsOf(part);
    case 'button': {
      const button = readButton(part);
      return button && choice(button.payload ?? button.text, button.text);
    }
    case 'interactive':
      return replyOf(part);
    case 'order':
      return orderOf(part);
    default:
      return null;
  }
}

function mediaOf(kind: AttachmentKind, part: unknown): Carried | null {
  const media = readMedia(part);
  if (!media) return null;
  const mediaType = (media.mime_type ?? 'application/octet-stream').slice(0, 127);
  const really = kind === 'audio' && media.voice ? 'voice' : kind;
  return {
    kind: really,
    text: media.caption || null,
    attachment: {
      kind: really,
      name: media.filename ?? null,
      mediaType,
      size: null,
      source: { mediaId: media.id },
    },
  };
}

function cardsOf(part: unknown): Carried | null {
  const people = readCards(part);
  if (!people) return null;
  const cards = people.slice(0, 50).map((person): Card => {
    const phones = (person.phones ?? [])
      .flatMap(({ phone, wa_id }) => phone || (wa_id ? `+${wa_id}` : []))
      .slice(0, 20)
      .map(short);
    const emails = (person.emails ?? []).flatMap(({ email }) => email || []).slice(0, 20);
    const name = short(person.name?.formatted_name || phones[0] || emails[0] || '');
    return {
      name,
      phones,
      ...(emails.length > 0 && { emails: emails.map(short) }),
      ...maybe('organisation', person.org?.company),
    };
  });
  return { kind: 'cards', text: null, content: { cards } };
}

const choice = (id: string, title: string, description?: string): Carried => ({
  kind: 'choice',
  text: title,
  content: {
    choice: { id: short(id), title: short(title), ...maybe('description', description) },
  },
});

/** `call.accept` and `call.reject` are ours: what was said to being called. */
function replyOf(part: unknown): Carried | null {
  const reply = readInteractive(part);
  if (!reply) return null;
  const { button_reply, list_reply, nfm_reply, call_permission_reply } = reply;
  if (button_reply) return choice(button_reply.id, button_reply.title);
  if (list_reply) return choice(list_reply.id, list_reply.title, list_reply.description);
  if (nfm_reply) {
    const { name = 'flow', body = '', response_json } = nfm_reply;
    return { ...choice(name, body || name, response_json), raw: part };
  }
  if (call_permission_reply) {
    const yes = call_permission_reply.response === 'accept';
    const words = yes ? 'You may call me.' : 'Please do not call me.';
    return { ...choice(yes ? 'call.accept' : 'call.reject', words), raw: part };
  }
  return null;
}

/** A cart from the catalogue, as lines that read the same in every language. */
function orderOf(part: unknown): Carried | null {
  const order = readOrder(part);
  if (!order) return null;
  const lines = order.product_items.map(({ quantity, product_retailer_id, item_price, currency }) =>
    [
      `${quantity} × ${product_retailer_id}`,
      ...(item_price === undefined ? [] : [`${item_price} ${currency ?? ''}`.trim()]),
    ].join(' · '),
  );
  const text = [...(order.text ? [order.text] : []), ...lines].join('\n');
  return text ? { kind: 'text', text, raw: part } : null;
}
