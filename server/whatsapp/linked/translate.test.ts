import { proto, type WAMessage, type WAMessageContent } from '@whiskeysockets/baileys';
import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import { AttachmentLook } from '#shared/contract/attachment.ts';
import { ana, at, events, from, me, now, said } from './test-messages.ts';
import { mappingOf, mappingsOfHistory, peopleOf, statusesOf } from './translate-rest.ts';

const bytes = (n: number) => new Uint8Array(n).fill(n);
const file = {
  mediaKey: bytes(32),
  directPath: '/v/t62/x',
  url: 'https://mmg.whatsapp.net/v/t62/x',
  fileSha256: bytes(32),
  fileLength: 1_234,
};
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
