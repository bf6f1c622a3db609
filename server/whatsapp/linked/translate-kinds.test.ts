import { proto, type WAMessageContent } from '@whiskeysockets/baileys';
import { describe, expect, test } from 'vitest';
import type { InboundMessage } from '../driver.ts';
import { said } from './test-messages.ts';

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
        content: {
          choices: { footer: 'pé', form: 'buttons', options: [{ id: '1', title: 'Sim' }] },
        },
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
          choices: {
            header: 'T',
            form: 'list',
            options: [{ id: 'r', title: 'Linha', description: 'd' }],
          },
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
