/**
 * The library tells WhatsApp that it has a message before it hands the message over; when the
 * connection goes between the two, the message is nowhere. Here it is taken as soon as it is
 * decrypted, which is before the receipt.
 */
import {
  type BinaryNode,
  cleanMessage,
  decodeMessageNode,
  jidNormalizedUser,
  proto,
  type WAMessage,
  type WAMessageKey,
  type WASocket,
} from '@whiskeysockets/baileys';

export type EarlyReading = {
  /** Whether this message was taken already; asked once, when the library hands it over. */
  took(key: WAMessageKey): boolean;
};

const most = 5_000;

const placeOf = (jid: string | null | undefined, id: string | null | undefined): string =>
  `${jidNormalizedUser(jid ?? '')} ${id}`;
/** In a group two people may choose the same id. */
const placeOfKey = ({ remoteJid, participant, id }: WAMessageKey): string =>
  `${placeOf(remoteJid, id)} ${jidNormalizedUser(participant ?? '')}`;

export function readEarly(
  sock: Pick<WASocket, 'ws' | 'messageRetryManager' | 'authState'>,
  take: (message: WAMessage) => void,
): EarlyReading {
  /** Null: two people's; which of them is decrypted is not told here. */
  const arrived = new Map<string, WAMessage | null>();
  const taken = new Map<string, true>();
  const manager = sock.messageRetryManager;
  if (!manager) return { took: () => false };

  sock.ws.on('CB:message', (node: BinaryNode) => {
    const { me } = sock.authState.creds;
    if (!me) return;
    try {
      const { fullMessage } = decodeMessageNode(node, me.id, me.lid ?? '');
      const place = placeOf(fullMessage.key.remoteJid, fullMessage.key.id);
      const other = arrived.get(place);
      const same = !other || placeOfKey(other.key) === placeOfKey(fullMessage.key);
      keep(arrived, place, other !== null && same ? fullMessage : null);
    } catch {
      // Of no kind that the library knows, either: it says so itself.
    }
  });

  // It remembers what it has just decrypted, for when somebody asks for it again.
  const remember = manager.addRecentMessage.bind(manager);
  manager.addRecentMessage = (jid, id, content) => {
    remember(jid, id, content);
    const place = placeOf(jid, id);
    const message = arrived.get(place);
    if (!message) return;
    arrived.delete(place);
    // A copy: the library turns the keys inside to our side once more.
    const copy = proto.Message.decode(proto.Message.encode(content).finish());
    const { me } = sock.authState.creds;
    const read = { ...message, key: { ...message.key }, message: copy };
    cleanMessage(read, me?.id ?? '', me?.lid ?? '');
    take(read);
    keep(taken, placeOfKey(message.key), true);
  };
  return {
    took(key) {
      return taken.delete(placeOfKey(key));
    },
  };
}

function keep<V>(map: Map<string, V>, key: string, value: V): void {
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > most && !oldest.done) map.delete(oldest.value);
}
