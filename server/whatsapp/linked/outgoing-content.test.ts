import { Readable } from 'node:stream';
import {
  generateWAMessageContent,
  generateWAMessageFromContent,
  proto,
  type WAMessageContent,
} from '@whiskeysockets/baileys';
import { expect, test } from 'vitest';
import { keptLog } from '../../platform/test-log.ts';
import type { OutgoingAttachment } from '../driver.ts';
import { libraryLog } from './library-log.ts';
import { type LinkedOutgoing, toSend } from './outgoing-content.ts';

const jid = '5511999990001@s.whatsapp.net';
const to = { phone: '+5511999990001', whatsappId: '3EB0' };
const { log, lines } = keptLog();

/** What the library makes of it, as it would go over the wire. */
async function made(message: LinkedOutgoing): Promise<WAMessageContent> {
  const { content, options } = await toSend(message, jid);
  expect(options.messageId).toBe('3EB0');
  const inner = await generateWAMessageContent(content, {
    ...options,
    logger: libraryLog(log),
    upload: async () => ({ mediaUrl: 'https://mmg/x', directPath: '/x' }),
  } as Parameters<typeof generateWAMessageContent>[1]);
  const userJid = '5511900000000@s.whatsapp.net';
  const full = generateWAMessageFromContent(jid, inner, { ...options, userJid });
  return proto.Message.decode(proto.Message.encode(full.message ?? {}).finish());
}

const jpeg = `/9j/${Buffer.alloc(60, 3).toString('base64')}`;
function file(more: Partial<OutgoingAttachment>): OutgoingAttachment {
  return {
    id: 'a',
    kind: 'document',
    name: 'a.pdf',
    mediaType: 'application/pdf',
    size: 5,
    open: async () => Readable.from([Buffer.from('he'), Buffer.from('llo')]),
    ...more,
  };
}
const media = (more: Partial<OutgoingAttachment>, text: string | null = null) => {
  const attachment = file(more);
  return made({ ...to, kind: attachment.kind, text, attachment });
};

test('text, with no preview fetched for its address', async () => {
  const { extendedTextMessage } = await made({ ...to, kind: 'text', text: 'veja https://x.br' });
  expect(extendedTextMessage?.text).toBe('veja https://x.br');
  expect(extendedTextMessage?.matchedText).toBeFalsy();
  expect(JSON.stringify(lines)).not.toContain('url generation');
});

test('a question with its answers goes as words: a linked device has no lists', async () => {
  const options = [5, 1].map((score) => ({ id: `e:${score}`, title: `${score} - x` }));
  const content = { choices: { options } };
  const { extendedTextMessage } = await made({ ...to, kind: 'choices', text: 'E aí?', content });
  expect(extendedTextMessage?.text).toBe('E aí?\n5 - x\n1 - x');
});

test('a voice note keeps its bars and its length', async () => {
  const waveform = Array.from({ length: 64 }, (_, n) => n);
  const { audioMessage } = await media({
    kind: 'voice',
    mediaType: 'audio/ogg',
    seconds: 6.6,
    waveform,
  });
  expect(audioMessage).toMatchObject({ ptt: true, seconds: 7, mimetype: 'audio/ogg; codecs=opus' });
  expect([...(audioMessage?.waveform ?? [])]).toEqual(waveform);
});

test('a voice note without bars goes without', async () => {
  const { audioMessage } = await media({ kind: 'voice', seconds: 0.2 });
  expect(audioMessage).toMatchObject({ ptt: true, seconds: 1 });
  expect(audioMessage?.waveform ?? []).toHaveLength(0);
});

test('pictures and videos go with their caption, size and thumbnail', async () => {
  const look = { width: 80, height: 60, thumbnail: jpeg };
  const { imageMessage } = await media({ kind: 'image', mediaType: 'image/png', ...look }, 'foto');
  expect(imageMessage).toMatchObject({
    caption: 'foto',
    mimetype: 'image/png',
    width: 80,
    height: 60,
  });
  expect(Buffer.from(imageMessage?.jpegThumbnail ?? []).toString('base64')).toBe(jpeg);
  expect(Number(imageMessage?.fileLength)).toBe(5);
  const { videoMessage } = await media({
    kind: 'video',
    mediaType: 'video/mp4',
    seconds: 3,
    ...look,
  });
  expect(videoMessage).toMatchObject({ seconds: 3, width: 80 });
});

test('a thumbnail that WhatsApp cannot show is left out, and none is made with other programs', async () => {
  lines.length = 0;
  const { videoMessage } = await media({ kind: 'video', thumbnail: 'UklGRaaaa' });
  expect(videoMessage?.jpegThumbnail ?? []).toHaveLength(0);
  expect(lines.filter(({ msg }) => /thumb|extra info/.test(msg))).toEqual([]);
});

test('documents, audio and stickers', async () => {
  const { documentMessage } = await media({}, 'veja');
  expect(documentMessage).toMatchObject({
    fileName: 'a.pdf',
    mimetype: 'application/pdf',
    caption: 'veja',
  });
  expect(
    (await media({ kind: 'audio', mediaType: 'audio/mpeg', seconds: 5 })).audioMessage,
  ).toMatchObject({
    mimetype: 'audio/mpeg',
    seconds: 5,
  });
  expect((await media({ kind: 'sticker', mediaType: 'image/webp' })).stickerMessage?.mimetype).toBe(
    'image/webp',
  );
});

test('places and contact cards', async () => {
  const location = { latitude: -23.5, longitude: -46.6, name: 'Sé' };
  expect(
    (await made({ ...to, kind: 'location', text: null, content: { location } })).locationMessage,
  ).toMatchObject({
    degreesLatitude: -23.5,
    name: 'Sé',
  });
  const cards = [{ name: 'Rui; Cia', phones: ['+55 11 9'] }];
  const { contactMessage } = await made({ ...to, kind: 'cards', text: null, content: { cards } });
  expect(contactMessage?.vcard).toContain('waid=55119:+55 11 9');
  expect(contactMessage?.vcard).toContain('FN:Rui\\; Cia');
  const two = { cards: [...cards, { name: 'Eva', phones: [] }] };
  expect(
    (await made({ ...to, kind: 'cards', text: null, content: two })).contactsArrayMessage?.contacts,
  ).toHaveLength(2);
});

test.each([
  [
    'buttons',
    { buttonsResponseMessage: { selectedButtonId: 's', selectedDisplayText: 'Sim', type: 1 } },
  ],
  [
    'template',
    {
      templateButtonReplyMessage: { selectedId: 's', selectedDisplayText: 'Sim', selectedIndex: 2 },
    },
  ],
  [
    'list',
    {
      listResponseMessage: {
        ...{ title: 'Sim', description: 'd', listType: 1 },
        singleSelectReply: { selectedRowId: 's' },
      },
    },
  ],
  [undefined, { extendedTextMessage: { text: 'Sim' } }],
] as const)('%s are answered in kind', async (form, expected) => {
  const choice = { id: 's', title: 'Sim', description: 'd', nth: 2, ...(form && { form }) };
  const { messageContextInfo: _, ...content } = await made({
    ...to,
    ...{ kind: 'choice', text: null, content: { choice } },
  });
  expect(content).toMatchObject(expected);
});

test('an answer says what it answers, and what is passed on says so', async () => {
  const quoted = { whatsappId: 'Q1', fromMe: false, text: 'pergunta' };
  const message = await made({ ...to, kind: 'text', text: 'resposta', quoted, forwarded: true });
  expect(message.extendedTextMessage?.contextInfo).toMatchObject({
    stanzaId: 'Q1',
    participant: jid,
    quotedMessage: { conversation: 'pergunta' },
    isForwarded: true,
  });
});

test('edits, deletions and reactions point at their message', async () => {
  const of = { whatsappId: 'T1', fromMe: true, text: 'velho' };
  const { Type } = proto.Message.ProtocolMessage;
  expect((await made({ ...to, kind: 'edit', of, text: 'novo' })).protocolMessage).toMatchObject({
    type: Type.MESSAGE_EDIT,
    key: { id: 'T1', fromMe: true },
    editedMessage: { extendedTextMessage: { text: 'novo' } },
  });
  expect((await made({ ...to, kind: 'delete', of })).protocolMessage).toMatchObject({
    type: Type.REVOKE,
    key: { id: 'T1', fromMe: true, remoteJid: jid },
  });
  expect((await made({ ...to, kind: 'reaction', of, emoji: '' })).reactionMessage).toMatchObject({
    text: '',
    key: { id: 'T1' },
  });
});
