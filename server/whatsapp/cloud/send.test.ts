import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import type { Outgoing, OutgoingAttachment } from '../driver.ts';
import { started, text, to } from './test-driver.ts';
import { answerJson, partsOf, refusal } from './test-graph.ts';

/** Of each kind: the message, and the request that the Graph API expects. */
const outbound: Record<string, [Partial<Outgoing>, object]> = {
  text: [
    { kind: 'text', text: 'hi' },
    { type: 'text', text: { preview_url: false, body: 'hi' } },
  ],
  'text with a link': [
    { kind: 'text', text: 'see https://example.com' },
    { type: 'text', text: { preview_url: true, body: 'see https://example.com' } },
  ],
  'reply with a quote': [
    { kind: 'text', text: 'yes', quoted: { whatsappId: 'wamid.IN', fromMe: false, text: 'so?' } },
    {
      context: { message_id: 'wamid.IN' },
      type: 'text',
      text: { preview_url: false, body: 'yes' },
    },
  ],
  'reply to a message from before the Cloud API': [
    {
      kind: 'text',
      text: 'yes',
      quoted: { whatsappId: '3EB0A1B2C3D4E5F60718', fromMe: false, text: 'so?' },
    },
    { type: 'text', text: { preview_url: false, body: 'yes' } },
  ],
  location: [
    {
      kind: 'location',
      text: null,
      content: { location: { latitude: 37.5, longitude: -122.1, name: 'Here', address: 'A St' } },
    },
    {
      type: 'location',
      location: { latitude: 37.5, longitude: -122.1, name: 'Here', address: 'A St' },
    },
  ],
  'a question with its answers': [
    {
      kind: 'choices',
      text: 'From 1 to 5?',
      content: {
        choices: {
          options: [
            { id: 'evaluation:x:5', title: '5 - Great' },
            { id: 'evaluation:x:1', title: '1 - Terrible and longer than Meta takes' },
          ],
        },
        evaluation: { part: 'question' },
      },
    },
    {
      type: 'interactive',
      interactive: {
        type: 'list',
        body: { text: 'From 1 to 5?' },
        action: {
          button: '1 – 5',
          sections: [
            {
              rows: [
                { id: 'evaluation:x:5', title: '5 - Great' },
                { id: 'evaluation:x:1', title: '1 - Terrible and longer ' },
              ],
            },
          ],
        },
      },
    },
  ],
  cards: [
    {
      kind: 'cards',
      text: null,
      content: {
        cards: [
          {
            name: 'Barbara Johnson',
            phones: ['+14155550829'],
            emails: ['b@example.com'],
            organisation: 'Social Tsunami',
          },
          { name: 'No Number', phones: [] },
        ],
      },
    },
    {
      type: 'contacts',
      contacts: [
        {
          name: { formatted_name: 'Barbara Johnson', first_name: 'Barbara Johnson' },
          phones: [{ phone: '+14155550829' }],
          emails: [{ email: 'b@example.com' }],
          org: { company: 'Social Tsunami' },
        },
        { name: { formatted_name: 'No Number', first_name: 'No Number' } },
      ],
    },
  ],
  template: [
    {
      kind: 'text',
      text: 'Olá Ana, até amanhã',
      content: {
        template: {
          name: 'appointment',
          language: 'pt_BR',
          header: [{ text: 'Consulta' }],
          body: [{ name: 'first_name', text: 'Ana' }, { text: 'amanhã' }],
        },
      },
    },
    {
      type: 'template',
      template: {
        name: 'appointment',
        language: { code: 'pt_BR' },
        components: [
          { type: 'header', parameters: [{ type: 'text', text: 'Consulta' }] },
          {
            type: 'body',
            parameters: [
              { type: 'text', parameter_name: 'first_name', text: 'Ana' },
              { type: 'text', text: 'amanhã' },
            ],
          },
        ],
      },
    },
  ],
  'template without values': [
    {
      kind: 'text',
      text: 'Hello',
      content: { template: { name: 'hello_world', language: 'en_US' } },
    },
    { type: 'template', template: { name: 'hello_world', language: { code: 'en_US' } } },
  ],
  reaction: [
    { kind: 'reaction', emoji: '😀', of: { whatsappId: 'wamid.IN', fromMe: false, text: null } },
    { type: 'reaction', reaction: { message_id: 'wamid.IN', emoji: '😀' } },
  ],
  'reaction taken back': [
    { kind: 'reaction', emoji: '', of: { whatsappId: 'wamid.IN', fromMe: false, text: null } },
    { type: 'reaction', reaction: { message_id: 'wamid.IN', emoji: '' } },
  ],
};

it.each(Object.entries(outbound))('sends a %s', async (_, [message, expected]) => {
  const { graph, driver } = await started();
  const sent = await driver.send({ ...to, whatsappId: 'OUT1', ...message } as Outgoing);
  expect(sent).toEqual({ ok: true, whatsappId: 'wamid.OUT1' });
  expect(graph.asked).toHaveLength(1);
  const [asked] = graph.asked;
  expect(asked).toMatchObject({
    method: 'POST',
    path: '/v23.0/106540352242922/messages',
    headers: { 'content-type': 'application/json', authorization: 'Bearer the-token' },
  });
  expect(asked?.json()).toEqual({
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: '+16505551234',
    biz_opaque_callback_data: 'OUT1',
    ...expected,
  });
});

it('sends to who has no number by their id', async () => {
  const { graph, driver } = await started();
  const sent = await driver.send(text({ phone: null, bsuid: 'US.1' }));
  expect(sent.ok).toBe(true);
  expect(graph.asked[0]?.json()).toMatchObject({ recipient: 'US.1' });
  expect(graph.asked[0]?.json()).not.toHaveProperty('to');
});

it('tells the contact that their messages were read, by the newest of them', async () => {
  const { graph, driver } = await started();
  await driver.markRead?.(to, ['wamid.A', 'wamid.B', '3EB0FF']);
  expect(graph.asked.map((asked) => [asked.path, asked.json()])).toEqual([
    [
      '/v23.0/106540352242922/messages',
      { messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.B' },
    ],
  ]);
  await driver.markRead?.(to, ['3EB0FF']);
  await driver.stop();
  await driver.markRead?.(to, ['wamid.A']);
  expect(graph.asked).toHaveLength(1);
});

const bytes = randomBytes(300_000);
function fileOf(more: Partial<OutgoingAttachment>): OutgoingAttachment {
  const opened = { id: 'file', kind: 'document' as const, name: 'a.pdf', size: bytes.length };
  const mediaType = 'application/pdf';
  return { ...opened, mediaType, open: async () => Readable.from(chunked(bytes)), ...more };
}
function* chunked(all: Buffer) {
  for (let at = 0; at < all.length; at += 64_000) yield all.subarray(at, at + 64_000);
}

const media: Record<string, [Partial<OutgoingAttachment>, string | null, object]> = {
  image: [
    { kind: 'image', name: 'a.jpg', mediaType: 'image/jpeg' },
    'look',
    { type: 'image', image: { id: 'media-1', caption: 'look' } },
  ],
  video: [
    { kind: 'video', name: 'a.mp4', mediaType: 'video/mp4' },
    null,
    { type: 'video', video: { id: 'media-1' } },
  ],
  document: [
    {},
    'the bill',
    { type: 'document', document: { id: 'media-1', caption: 'the bill', filename: 'a.pdf' } },
  ],
  audio: [
    { kind: 'audio', name: 'a.mp3', mediaType: 'audio/mpeg' },
    null,
    { type: 'audio', audio: { id: 'media-1' } },
  ],
  voice: [
    { kind: 'voice', name: 'voice.ogg', mediaType: 'audio/ogg; codecs=opus' },
    null,
    { type: 'audio', audio: { id: 'media-1', voice: true } },
  ],
  sticker: [
    { kind: 'sticker', name: 's.webp', mediaType: 'image/webp' },
    null,
    { type: 'sticker', sticker: { id: 'media-1' } },
  ],
};

it.each(Object.entries(media))(
  'uploads %s, and sends it by id',
  async (_, [more, caption, part]) => {
    const { graph, driver } = await started();
    const attachment = fileOf(more);
    const message = { ...to, whatsappId: 'OUT1', kind: attachment.kind, text: caption, attachment };
    expect(await driver.send(message)).toEqual({ ok: true, whatsappId: 'wamid.OUT1' });
    const [up, sent] = graph.asked;
    expect(up).toMatchObject({ method: 'POST', path: '/v23.0/106540352242922/media' });
    expect(up?.headers['content-length']).toBe(String(up?.body.length));
    expect(up?.headers['transfer-encoding']).toBeUndefined();
    if (!up) return;
    const { messaging_product, type, file } = partsOf(up);
    const plain = attachment.mediaType.split(';')[0];
    expect(String(messaging_product?.bytes)).toBe('whatsapp');
    expect(String(type?.bytes)).toBe(plain);
    expect(file?.head).toContain(`filename="${attachment.name}"`);
    expect(file?.head).toContain(`content-type: ${plain}`);
    expect(file?.bytes.equals(bytes)).toBe(true);
    expect(sent?.json()).toMatchObject({ to: '+16505551234', ...part });
  },
);

it('lets no file name out of its place', async () => {
  const { graph, driver } = await started();
  const attachment = fileOf({ name: 'a".pdf\r\nx-evil: 1\r\n\r\nboo' });
  await driver.send({ ...to, whatsappId: 'OUT1', kind: 'document', text: null, attachment });
  const [up] = graph.asked;
  const head = up && partsOf(up).file?.head;
  expect(head).toContain('filename="a%22.pdf%0D%0Ax-evil: 1%0D%0A%0D%0Aboo"');
});

it('uploads a file once, however often its message is tried', async () => {
  const { graph, driver } = await started();
  const message: Outgoing = {
    ...to,
    whatsappId: 'A',
    kind: 'document',
    text: null,
    attachment: fileOf({}),
  };
  graph.next.push(answerJson({ id: 'media-9' }), refusal(131000, 500));
  expect(await driver.send(message)).toMatchObject({ ok: false, permanent: false });
  expect(await driver.send(message)).toMatchObject({ ok: true });
  expect(graph.asked.map(({ path }) => path.split('/').at(-1))).toEqual([
    ...['media', 'messages', 'messages'],
  ]);
  expect(graph.asked[2]?.json()).toMatchObject({ document: { id: 'media-9' } });
});

it('says of a file that cannot be read that it is worth another try', async () => {
  const { graph, driver } = await started();
  const open = async () =>
    Readable.from(
      (function* () {
        yield bytes.subarray(0, 10);
        throw new Error('the disk is gone');
      })(),
    );
  const attachment = fileOf({ open });
  const sent = await driver.send({
    ...to,
    whatsappId: 'A',
    kind: 'document',
    text: null,
    attachment,
  });
  expect(sent).toMatchObject({ ok: false, permanent: false });
  expect(graph.asked.filter(({ path }) => path.endsWith('messages'))).toEqual([]);
});

it.each([
  ['an edit', { kind: 'edit', text: 'x', of: { whatsappId: 'wamid.A', fromMe: true, text: null } }],
  ['a deletion', { kind: 'delete', of: { whatsappId: 'wamid.A', fromMe: true, text: null } }],
  ['a text that is too long', { kind: 'text', text: 'x'.repeat(4_097) }],
  ['a contact without any name', { kind: 'text', text: 'x', phone: null }],
])('refuses %s for good, in words, and asks nobody', async (_, message) => {
  const { graph, driver } = await started();
  const sent = await driver.send({ ...to, whatsappId: 'OUT1', ...message } as Outgoing);
  expect(sent).toMatchObject({
    ok: false,
    permanent: true,
    reason: expect.stringMatching(/Cloud API/),
  });
  expect(graph.asked).toEqual([]);
});

it.each([
  ['image', 'image/jpeg', { type: 'image', image: { id: 'media-1' } }],
  ['video', 'video/mp4', { type: 'video', video: { id: 'media-1' } }],
  [
    'document',
    'application/pdf',
    { type: 'document', document: { id: 'media-1', filename: 'a.pdf' } },
  ],
] as const)(
  'puts a file of the kind %s into the header of its template',
  async (kind, type, header) => {
    const { graph, driver } = await started();
    const attachment = fileOf({ kind, mediaType: type });
    const template = { name: 'ready', language: 'pt_BR', body: [{ text: 'Ana' }] };
    const message = { ...to, whatsappId: 'OUT1', kind, text: 'Olá Ana', attachment };
    expect(await driver.send({ ...message, content: { template } })).toMatchObject({ ok: true });
    expect(graph.asked.map(({ path }) => path.split('/').at(-1))).toEqual(['media', 'messages']);
    expect(graph.asked[1]?.json()).toMatchObject({
      type: 'template',
      template: {
        name: 'ready',
        components: [
          { type: 'header', parameters: [header] },
          { type: 'body', parameters: [{ type: 'text', text: 'Ana' }] },
        ],
      },
    });
  },
);
