/** What a message says: its kind, its text and what it carries. */
import { proto, toNumber, type WAMessageContent, type WAMessageKey } from '@whiskeysockets/baileys';
import type { MessageContent } from '#shared/contract/message.ts';
import type { InboundMessage } from '../driver.ts';
import { choiceOf, choicesOf } from './choices.ts';
import { attachmentOf } from './inbound-attachment.ts';
import { typeOf, unwrap } from './unwrapping.ts';
import { cardOf } from './vcard.ts';

export type Said = Pick<InboundMessage, 'kind' | 'text' | 'content' | 'attachment' | 'raw'>;

/** Says nothing to a person: keys, settings, votes, what announces other messages. */
const silent = new Set<string>([
  'senderKeyDistributionMessage',
  'fastRatchetKeySenderKeyDistributionMessage',
  'protocolMessage',
  'reactionMessage',
  'encReactionMessage',
  'pollUpdateMessage',
  'keepInChatMessage',
  'pinInChatMessage',
  'albumMessage',
  'stickerSyncRmrMessage',
  'messageHistoryBundle',
  'messageHistoryNotice',
  'encEventResponseMessage',
  'call',
  'chat',
]);

/** Null: nothing to show. */
export function saidBy(message: WAMessageContent, key: WAMessageKey): Said | null {
  const { content, viewOnce } = unwrap(message);
  if (viewOnce) return { kind: 'viewOnce', text: null };
  const type = typeOf(content);
  if (type === null || silent.has(type)) return null;
  return known(content, key) ?? unknown(content);
}

function known(content: WAMessageContent, key: WAMessageKey): Said | null {
  const plain = content.conversation ?? content.extendedTextMessage?.text;
  if (plain) return { kind: 'text', text: plain };
  const found = attachmentOf(content, key);
  if (found) {
    const { caption, ...attachment } = found;
    return { kind: attachment.kind, text: caption, attachment };
  }
  const location = locationOf(content);
  if (location) {
    const words = content.liveLocationMessage?.caption || content.locationMessage?.comment || null;
    return { kind: 'location', text: words, content: { location } };
  }
  const cards = cardsOf(content);
  if (cards.length > 0) return { kind: 'cards', text: null, content: { cards } };
  const offered = choicesOf(content);
  if (offered)
    return { kind: 'choices', text: offered.text, content: { choices: offered.choices } };
  const choice = choiceOf(content);
  if (choice) return { kind: 'choice', text: choice.title || null, content: { choice } };
  return pollIn(content) ?? callIn(content);
}

function locationOf({
  locationMessage,
  liveLocationMessage,
}: WAMessageContent): MessageContent['location'] | null {
  const found = locationMessage ?? liveLocationMessage;
  const { degreesLatitude: latitude, degreesLongitude: longitude } = found ?? {};
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return null;
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return null;
  const { name, address } = locationMessage ?? {};
  return {
    latitude,
    longitude,
    ...(name && { name: name.slice(0, 1_000) }),
    ...(address && { address: address.slice(0, 1_000) }),
  };
}

function cardsOf({ contactMessage, contactsArrayMessage }: WAMessageContent) {
  const found = contactMessage ? [contactMessage] : (contactsArrayMessage?.contacts ?? []);
  return found
    .flatMap(({ displayName, vcard }) => cardOf(displayName, vcard ?? '') ?? [])
    .slice(0, 50);
}

function pollIn(content: WAMessageContent): Said | null {
  const poll =
    content.pollCreationMessage ??
    content.pollCreationMessageV2 ??
    content.pollCreationMessageV3 ??
    content.pollCreationMessageV5;
  if (!poll) return null;
  const options = (poll.options ?? []).map(({ optionName }) => (optionName ?? '').slice(0, 1_000));
  // 0 means as many as one likes.
  const several = poll.selectableOptionsCount !== 1;
  return {
    kind: 'poll',
    text: poll.name || null,
    content: { poll: { options: options.slice(0, 50), several } },
  };
}

const { CallOutcome } = proto.Message.CallLogMessage;

function callIn({ callLogMesssage: log }: WAMessageContent): Said | null {
  if (!log) return null;
  const seconds = toNumber(log.durationSecs ?? 0);
  const connected =
    log.callOutcome === CallOutcome.CONNECTED || log.callOutcome === CallOutcome.ACCEPTED_ELSEWHERE;
  const outcome = connected
    ? 'answered'
    : log.callOutcome === CallOutcome.REJECTED
      ? 'declined'
      : 'missed';
  return {
    kind: 'call',
    text: null,
    content: {
      call: { outcome, ...(seconds > 0 && { seconds }), ...(log.isVideo && { video: true }) },
    },
  };
}

export const longestRaw = 32_000;

/** Kept as it came, so that a later version can show it. */
function unknown(content: WAMessageContent): Said {
  const raw = proto.Message.toObject(proto.Message.fromObject(content), {
    longs: String,
    bytes: String,
    enums: String,
  });
  const fits = JSON.stringify(raw).length <= longestRaw;
  return {
    kind: 'unknown',
    text: null,
    raw: fits ? raw : { type: typeOf(content), tooLong: true },
  };
}

/** What a quote or an edit shows of a message. */
export function wordsOf(message: WAMessageContent | null | undefined): string | null {
  if (!message) return null;
  const { content, viewOnce } = unwrap(message);
  if (viewOnce) return null;
  return known(content, {})?.text ?? null;
}

/** Where a message keeps what it answers and whether it was passed on. */
export function contextOf(message: WAMessageContent): proto.IContextInfo | null {
  const { content } = unwrap(message);
  const type = typeOf(content);
  const inner = type ? (content[type] as { contextInfo?: proto.IContextInfo | null }) : null;
  return (typeof inner === 'object' && inner?.contextInfo) || null;
}
