/** What is inside the envelopes that WhatsApp puts messages into. */
import type { WAMessageContent } from '@whiskeysockets/baileys';

export type Unwrapped = { content: WAMessageContent; viewOnce: boolean };

const viewOnceEnvelopes = [
  'viewOnceMessage',
  'viewOnceMessageV2',
  'viewOnceMessageV2Extension',
] as const;
const envelopes = [
  ...viewOnceEnvelopes,
  'ephemeralMessage',
  'documentWithCaptionMessage',
  'editedMessage',
  'associatedChildMessage',
  'lottieStickerMessage',
  'groupMentionedMessage',
  'botInvokeMessage',
  'botForwardedMessage',
  'limitSharingMessage',
  'questionMessage',
  'questionReplyMessage',
  'pollCreationMessageV4',
  'eventCoverImage',
] as const;
const deepest = 10;

export function unwrap(content: WAMessageContent): Unwrapped {
  let inner = content;
  let viewOnce = false;
  for (let depth = 0; depth < deepest; depth += 1) {
    const name = envelopes.find((one) => inner[one]?.message);
    const next = name ? inner[name]?.message : inner.deviceSentMessage?.message;
    if (!next) break;
    if ((viewOnceEnvelopes as readonly string[]).includes(name ?? '')) viewOnce = true;
    inner = next;
  }
  const { imageMessage, videoMessage, audioMessage } = inner;
  if (imageMessage?.viewOnce || videoMessage?.viewOnce || audioMessage?.viewOnce) viewOnce = true;
  return { content: inner, viewOnce };
}

const metadata = new Set(['messageContextInfo', 'senderKeyDistributionMessage']);

/** The member that says what kind of message it is; null where there is none. */
export function typeOf(content: WAMessageContent): keyof WAMessageContent | null {
  for (const [name, value] of Object.entries(content)) {
    if (value === null || value === undefined || metadata.has(name)) continue;
    return name as keyof WAMessageContent;
  }
  return null;
}
