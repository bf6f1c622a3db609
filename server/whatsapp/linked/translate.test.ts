import { proto, type WAMessage, type WAMessageContent } from '@whiskeysockets/baileys';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { AttachmentLook } from '#shared/contract/attachment.ts';
import { MessageContent } from '#shared/contract/message.ts';
import type { DriverEvent, InboundMessage } from '../driver.ts';
import { eventsOf, type Setting } from './translate.ts';
import { mappingOf, mappingsOfHistory, peopleOf, statusesOf } from './translate-rest.ts';

const me = { phone: '+5511900000000', lid: '999000999' };
const now = new Date('2026-11-21T12:00:00.000Z');
const ana = '5511999990001@s.whatsapp.net';
const at = '2023-11-14T22:13:20.000Z';

function from(message: WAMessageContent | null, more: Partial<WAMessage> = {}): WAMessage {
  return {
    key: { remoteJid: ana, id: 'M1', fromMe: false },
    messageTimestamp: 1_700_000_000,
    pushName: 'Ana',
    // Through the wire and back: as the library gives it.
    message:
      message &&
      proto.Message.decode(proto.Message.encode(proto.Message.fromObject(message)).finish()),
    ...more,
  };
}
const events = (message: WAMessage, more: Partial<Setting> = {}): DriverEvent[] =>
  eventsOf(message, { me, now, ...more });
const said = (message: WAMessageContent): InboundMessage => {
  const [event] = events(from(message));
  if (event?.type !== 'message') throw new Error(`no message but ${event?.type}`);
  if (event.content) expect(Compile(MessageContent).Check(event.content)).toBe(true);
  return event;
};

const bytes = (n: number) => new Uint8Array(n).fill(n);
const file = {
  mediaKey: bytes(32),
  directPath: '/v/t62/x',
  url: 'https://mmg.whatsapp.net/v/t62/x',
  fileSha256: bytes(32),
  fileLength: 1_234,
};
const call = proto.Message.CallLogMessage.CallOutcome;

describe('every kind', () => {
  const future = (message: WAMessageContent) => ({ message });
  const cases: [string, WAMessageContent, Partial<InboundMessage>][] = [
    ['conversation', { conversation: 'oi' }, { kind: 'text', text: 'oi' }],
    ['extended text', { extendedTextMessage: { text: '*oi*' } }, { kind: 'text', text: '*oi*' }],
    ['disappearing', { ephemeralMessage: future({ conversation: 'some' }) }, { text: 'some' }],
    ['image', { imageMessage: { ...file, caption: 'foto' } }, { kind: 'image', text: 'foto' }],
    ['video', { videoMessage: { ...file, seconds: 3 } }, { kind: 'video', text: null }],
    ['round video', { ptvMessage: { ...file } }, { kind: 'video' }],
    ['audio', { audioMessage: { ...file, seconds: 9 } }, { kind: 'audio' }],
    ['voice', { audioMessage: { ...file, ptt: true } }, { kind: 'voice' }],
    ['sticker', { stickerMessage: { ...file } }, { kind: 'sticker' }],
    [
      'moving sticker',
      { lottieStickerMessage: future({ stickerMessage: file }) },
      { kind: 'sticker' },
    ],
    ['document', { documentMessage: { ...file, fileName: 'a.pdf' } }, { kind: 'document' }],
    [
      'document with caption',
      { documentWithCaptionMessage: future({ documentMessage: { ...file, caption: 'veja' } }) },
      { kind: 'document', text: 'veja' },
    ],
    [
      'picture of an album',
      { associatedChildMessage: future({ imageMessage: file }) },
      { kind: 'image' },
    ],
    [
      'location',
      {
        locationMessage: {
          degreesLatitude: -23.5,
          degreesLongitude: -46.6,
          name: 'Sé',
          address: 'SP',
        },
      },
      {
        kind: 'location',
        content: { location: { latitude: -23.5, longitude: -46.6, name: 'Sé', address: 'SP' } },
      },
    ],
    [
      'live location',
      { liveLocationMessage: { degreesLatitude: 1, degreesLongitude: 2, caption: 'indo' } },
      { kind: 'location', text: 'indo', content: { location: { latitude: 1, longitude: 2 } } },
    ],
    [
      'contact',
      {
        contactMessage: {
          displayName: 'Rui',
          vcard:
            'BEGIN:VCARD\nVERSION:3.0\nFN:Rui\nORG:Loja\\, Ltda;\nitem1.TEL;waid=5511:+55 11\nEMAIL:r@x.br\nEND:VCARD',
        },
      },
      {
        kind: 'cards',
        content: {
          cards: [
            { name: 'Rui', phones: ['+55 11'], emails: ['r@x.br'], organisation: 'Loja, Ltda' },
          ],
        },
      },
    ],
    [
      'contacts',
      {
        contactsArrayMessage: {
          contacts: [
            { displayName: 'A', vcard: 'TEL:1' },
            { displayName: 'B', vcard: 'TEL:2' },
          ],
        },
      },
      {
        content: {
          cards: [
            { name: 'A', phones: ['1'] },
            { name: 'B', phones: ['2'] },
          ],
        },
      },
    ],
    [
      'poll',
      {
        pollCreationMessageV3: {
          name: 'Qual?',
          options: [{ optionName: 'a' }, { optionName: 'b' }],
          selectableOptionsCount: 1,
        },
      },
      { kind: 'poll', text: 'Qual?', content: { poll: { options: ['a', 'b'], several: false } } },
    ],
    [
      'view once',
      { viewOnceMessageV2: future({ imageMessage: file }) },
      { kind: 'viewOnce', text: null },
    ],
    [
      'view once, marked inside',
      { audioMessage: { ...file, viewOnce: true } },
      { kind: 'viewOnce' },
    ],
    [
      'buttons',
      {
        buttonsMessage: {
          contentText: 'Escolha',
          footerText: 'pé',
          buttons: [{ buttonId: '1', buttonText: { displayText: 'Sim' } }],
        },
      },
      {
        kind: 'choices',
        text: 'Escolha',
        content: { choices: { footer: 'pé', options: [{ id: '1', title: 'Sim' }] } },
      },
    ],
    [
      'list',
      {
        listMessage: {
          title: 'T',
          description: 'D',
          sections: [{ rows: [{ rowId: 'r', title: 'Linha', description: 'd' }] }],
        },
      },
      {
        kind: 'choices',
        text: 'D',
        content: {
          choices: { header: 'T', options: [{ id: 'r', title: 'Linha', description: 'd' }] },
        },
      },
    ],
    [
      'template',
      {
        templateMessage: {
          hydratedTemplate: {
            hydratedContentText: 'C',
            hydratedButtons: [
              { quickReplyButton: { id: 'q', displayText: 'Q' } },
              { urlButton: { displayText: 'Site', url: 'https://x' } },
            ],
          },
        },
      },
      {
        kind: 'choices',
        content: {
          choices: {
            options: [
              { id: 'q', title: 'Q' },
              { id: 'https://x', title: 'Site', description: 'https://x' },
            ],
          },
        },
      },
    ],
    [
      'interactive',
      {
        interactiveMessage: {
          body: { text: 'B' },
          nativeFlowMessage: {
            buttons: [
              { name: 'quick_reply', buttonParamsJson: '{"id":"i","display_text":"Vai"}' },
              { name: 'cta_url', buttonParamsJson: 'not json' },
            ],
          },
        },
      },
      {
        kind: 'choices',
        text: 'B',
        content: {
          choices: {
            options: [
              { id: 'i', title: 'Vai' },
              { id: 'cta_url', title: 'cta_url' },
            ],
          },
        },
      },
    ],
    [
      'chosen button',
      { buttonsResponseMessage: { selectedButtonId: '1', selectedDisplayText: 'Sim' } },
      { kind: 'choice', text: 'Sim', content: { choice: { id: '1', title: 'Sim' } } },
    ],
    [
      'chosen row',
      { listResponseMessage: { title: 'Linha', singleSelectReply: { selectedRowId: 'r' } } },
      { kind: 'choice', text: 'Linha', content: { choice: { id: 'r', title: 'Linha' } } },
    ],
    [
      'chosen of a template',
      { templateButtonReplyMessage: { selectedId: 'q', selectedDisplayText: 'Q' } },
      { kind: 'choice', content: { choice: { id: 'q', title: 'Q' } } },
    ],
    [
      'chosen interactively',
      {
        interactiveResponseMessage: {
          body: { text: 'Vai' },
          nativeFlowResponseMessage: { name: 'n', paramsJson: '{"id":"i"}' },
        },
      },
      { kind: 'choice', content: { choice: { id: 'i', title: 'Vai' } } },
    ],
    [
      'call in the log',
      { callLogMesssage: { isVideo: true, callOutcome: call.CONNECTED, durationSecs: 61 } },
      { kind: 'call', content: { call: { outcome: 'answered', seconds: 61, video: true } } },
    ],
  ];
  test.each(cases)('%s', (_, message, expected) => {
    expect(said(message)).toMatchObject({
      type: 'message',
      whatsappId: 'M1',
      name: 'Ana',
      ...expected,
    });
  });
});

test('a voice note brings its length and its bars; what fetching it takes survives JSON', () => {
  const waveform = Uint8Array.from({ length: 64 }, (_, n) => n * 3);
  const { attachment } = said({
    audioMessage: { ...file, ptt: true, seconds: 7, waveform, mimetype: 'audio/ogg; codecs=opus' },
  });
  if (!attachment) throw new Error('no attachment');
  const { source, kind, name, mediaType, size, ...look } = attachment;
  expect(Compile(AttachmentLook).Check(look)).toBe(true);
  expect(look).toMatchObject({ seconds: 7 });
  expect(look.waveform).toHaveLength(64);
  expect({ kind, name, mediaType, size }).toEqual({
    kind: 'voice',
    name: null,
    mediaType: 'audio/ogg; codecs=opus',
    size: 1_234,
  });
  expect(JSON.parse(JSON.stringify(source))).toEqual({
    media: 'audio',
    key: { remoteJid: ana, id: 'M1', fromMe: false },
    mediaKey: Buffer.from(file.mediaKey).toString('base64'),
    directPath: file.directPath,
    url: file.url,
    sha256: Buffer.from(file.fileSha256).toString('base64'),
  });
});

test('a picture brings its size and a thumbnail, unless that is too big for the contract', () => {
  const image = (n: number) =>
    said({ imageMessage: { ...file, width: 800, height: 600, jpegThumbnail: bytes(n) } })
      .attachment;
  expect(image(90)).toMatchObject({
    width: 800,
    height: 600,
    thumbnail: Buffer.from(bytes(90)).toString('base64'),
  });
  expect(image(20_000)).not.toHaveProperty('thumbnail');
});

test('a kind of tomorrow is kept as it came', () => {
  const event = said({ groupInviteMessage: { groupJid: 'g@g.us', inviteCode: 'abc' } });
  expect(event).toMatchObject({ kind: 'unknown', text: null });
  expect(event.raw).toMatchObject({ groupInviteMessage: { inviteCode: 'abc' } });
  expect(said({ productMessage: { body: 'x'.repeat(50_000) } }).raw).toMatchObject({
    tooLong: true,
  });
});

test.each<WAMessageContent>([
  { protocolMessage: { type: proto.Message.ProtocolMessage.Type.EPHEMERAL_SETTING } },
  { senderKeyDistributionMessage: { groupId: 'g' } },
  { albumMessage: { expectedImageCount: 2 } },
  { pollUpdateMessage: { pollCreationMessageKey: { id: 'p' } } },
  { pinInChatMessage: { key: { id: 'x' } } },
  { messageContextInfo: { messageSecret: bytes(32) } },
])('nothing to show: %o', (message) => {
  expect(events(from(message))).toEqual([]);
});

test('a quote, and a message that was passed on', () => {
  const contextInfo = {
    stanzaId: 'Q1',
    participant: '5511900000000@s.whatsapp.net',
    quotedMessage: { imageMessage: { caption: 'a foto' } },
    isForwarded: true,
  };
  expect(said({ extendedTextMessage: { text: 'sim', contextInfo } })).toMatchObject({
    quoted: { whatsappId: 'Q1', fromMe: true, text: 'a foto' },
    forwarded: true,
  });
  const theirs = { ...contextInfo, participant: ana };
  expect(said({ imageMessage: { ...file, contextInfo: theirs } }).quoted?.fromMe).toBe(false);
  const status = { ...contextInfo, remoteJid: 'status@broadcast' };
  expect(said({ extendedTextMessage: { text: 'x', contextInfo: status } })).not.toHaveProperty(
    'quoted',
  );
});

test('reactions, edits and deletions are about another message', () => {
  const { Type } = proto.Message.ProtocolMessage;
  const key = { remoteJid: ana, id: 'T1', fromMe: true };
  expect(events(from({ reactionMessage: { key, text: '👍' } }))).toEqual([
    { type: 'reaction', phone: '+5511999990001', whatsappId: 'T1', toOurs: true, emoji: '👍', at },
  ]);
  expect(events(from({ reactionMessage: { key, text: '' } }))).toMatchObject([{ emoji: '' }]);
  const edit = { key, type: Type.MESSAGE_EDIT, editedMessage: { conversation: 'novo' } };
  expect(events(from({ protocolMessage: edit }))).toEqual([
    { type: 'edit', phone: '+5511999990001', whatsappId: 'T1', text: 'novo', at },
  ]);
  const wrapped = { editedMessage: { message: { protocolMessage: edit } } };
  expect(events(from(wrapped))).toMatchObject([{ type: 'edit', text: 'novo' }]);
  const revoke = { protocolMessage: { key, type: Type.REVOKE } };
  const mine = { key: { remoteJid: ana, id: 'M2', fromMe: true } };
  expect(events(from(revoke, mine))).toEqual([
    { type: 'delete', phone: '+5511999990001', fromMe: true, whatsappId: 'T1', at },
  ]);
});

test('a receipt inside the first event counts', () => {
  const read = proto.WebMessageInfo.Status.READ;
  const key = { remoteJid: ana, id: 'M1', fromMe: true };
  expect(events(from({ conversation: 'do telefone' }, { key, status: read }))).toEqual([
    expect.objectContaining({ type: 'message', fromMe: true, name: null, text: 'do telefone' }),
    { type: 'status', phone: '+5511999990001', whatsappId: 'M1', status: 'read', at },
  ]);
});

test('receipts: of what we sent only, each in our words', () => {
  const { Status } = proto.WebMessageInfo;
  const of = (status: number, fromMe = true) =>
    statusesOf([{ key: { remoteJid: ana, id: 'S', fromMe }, update: { status } }], { me, now });
  const words = [Status.SERVER_ACK, Status.DELIVERY_ACK, Status.READ, Status.PLAYED].map(
    (status) => (of(status)[0] as { status: string }).status,
  );
  expect(words).toEqual(['sent', 'delivered', 'read', 'played']);
  expect(of(Status.READ, false)).toEqual([]);
  expect(of(Status.ERROR)).toEqual([]);
});

test('a hidden number and a phone number are one person', () => {
  const key = { remoteJid: '777@lid', remoteJidAlt: ana, id: 'M1', fromMe: false };
  const both = { phone: '+5511999990001', lid: '777' };
  expect(events(from({ conversation: 'x' }, { key }))).toMatchObject([both]);
  const hidden = { remoteJid: '777@lid', id: 'M1', fromMe: false };
  expect(events(from({ conversation: 'x' }, { key: hidden }))).toMatchObject([
    { phone: null, lid: '777' },
  ]);
  // Of a message of ours the other address may be our own.
  const ours = { ...hidden, fromMe: true, remoteJidAlt: '5511900000000@s.whatsapp.net' };
  expect(events(from({ conversation: 'x' }, { key: ours }))).toMatchObject([
    { phone: null, lid: '777' },
  ]);
  expect(mappingOf({ lid: '777@lid', pn: '5511999990001:2@s.whatsapp.net' }, me)).toEqual([
    { type: 'person', ...both, name: null },
  ]);
  const people = [{ id: '777@lid', phoneNumber: ana, notify: 'Ana' }, { id: ana }];
  expect(peopleOf(people, me)).toEqual([{ type: 'person', ...both, name: 'Ana' }]);
  const history = {
    chats: [{ id: '777@lid', pnJid: ana }],
    contacts: [],
    messages: [],
    lidPnMappings: [{ lid: '888@lid', pn: '5511999990002@s.whatsapp.net' }],
  };
  expect(mappingsOfHistory(history, me)).toMatchObject([{ lid: '888' }, { lid: '777' }]);
});

test.each([
  '1203@g.us',
  'status@broadcast',
  '1@newsletter',
  '0@s.whatsapp.net',
  '5511900000000@s.whatsapp.net',
])('%s is nobody’s conversation', (remoteJid) => {
  expect(
    events(from({ conversation: 'x' }, { key: { remoteJid, id: 'M', fromMe: false } })),
  ).toEqual([]);
});

test('stubs: what could not be read, what may be seen on the phone only, calls; nothing else', () => {
  const { StubType } = proto.WebMessageInfo;
  const stub = (messageStubType: number, more: Partial<WAMessage> = {}) =>
    events(from(null, { messageStubType, messageStubParameters: ['No session'], ...more }));
  expect(stub(StubType.CIPHERTEXT)).toMatchObject([
    { kind: 'unknown', raw: { unreadable: true, reason: 'No session' } },
  ]);
  const key = { remoteJid: ana, id: 'V', fromMe: false, isViewOnce: true };
  expect(events(from(null, { key }))).toMatchObject([{ kind: 'viewOnce' }]);
  expect(stub(StubType.CALL_MISSED_VIDEO)).toMatchObject([
    { kind: 'call', content: { call: { outcome: 'missed', video: true } } },
  ]);
  expect(stub(StubType.E2E_ENCRYPTED)).toEqual([]);
});

test('history is marked, with the reactions that were there', () => {
  const message = from(
    { conversation: 'antiga' },
    { reactions: [{ key: { fromMe: true }, text: '❤️', senderTimestampMs: 1_700_000_050_000 }] },
  );
  expect(events(message, { history: true })).toEqual([
    expect.objectContaining({ history: true, text: 'antiga' }),
    expect.objectContaining({ type: 'reaction', fromMe: true, toOurs: false, emoji: '❤️' }),
  ]);
});

test('a message with no time has come now', () => {
  const [event] = events(from({ conversation: 'x' }, { messageTimestamp: 0 }));
  expect(event).toMatchObject({ sentAt: now.toISOString() });
});
