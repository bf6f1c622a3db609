import type { Desk, ShownMessage } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { addressOf } from '../attachments/store.ts';
import type { ModesStore } from './modes.ts';
import type { DraftsStore } from './store.ts';
import type { TrayStore } from './tray.ts';

type Deps = {
  desk: Pick<Desk, 'call'>;
  drafts: DraftsStore;
  modes: ModesStore;
  tray: TrayStore;
  /** A message that is loaded here. */
  find(conversationId: Id, messageId: Id): ShownMessage | undefined;
  /** Null: its bytes cannot be had. */
  fileOf?: (attachment: NonNullable<ShownMessage['attachment']>) => Promise<File | null>;
};

/** From the core's own copy, which is there until the message has gone. */
async function byAddress({
  id,
  name,
  mediaType,
}: NonNullable<ShownMessage['attachment']>): Promise<File | null> {
  const reply = await fetch(addressOf(id)).catch(() => null);
  return reply?.ok ? new File([await reply.blob()], name, { type: mediaType }) : null;
}

/** What could be written again by hand comes back into the composer; the rest is only taken back. */
const comesBack = ({ content, forwarded }: ShownMessage): boolean =>
  content === undefined && !forwarded;

/** False: it has gone already, or its file could not be kept. */
export async function takeBack(message: ShownMessage, deps: Deps): Promise<boolean> {
  const { desk, drafts, modes, tray, find, fileOf = byAddress } = deps;
  const { id: messageId, conversationId, attachment, text, quote, kind } = message;
  const back = comesBack(message);
  // Before it is taken back: the core's copy goes with it.
  const file = back && attachment ? await fileOf(attachment) : null;
  if (back && attachment && !file) return false;
  const answer = await desk.call('cancelMessage', { messageId }).catch(() => null);
  if (!answer?.ok) return false;
  if (!back) return true;
  if (file) {
    const before = new Set(tray.items(conversationId).map(({ key }) => key));
    tray.add(conversationId, [file], kind === 'document');
    const added = tray.items(conversationId).find(({ key }) => !before.has(key));
    if (added && kind === 'voice') tray.sendAs(conversationId, added.key, kind);
    if (added && before.size > 0) {
      tray.write(conversationId, added.key, text ?? '');
      return true;
    }
  }
  const written = drafts.getState().drafts.get(conversationId)?.text ?? '';
  const said = text ?? '';
  drafts.write(
    conversationId,
    written.trim() === '' || said === '' ? said || written : `${said}\n${written}`,
  );
  const original = quote?.messageId ? find(conversationId, quote.messageId) : undefined;
  if (original && !modes.getState().modes.has(conversationId)) modes.reply(original);
  return true;
}

/** What can still be taken back: while it is held, and offline as long as it waits. */
export const mayTakeBack = (message: ShownMessage, offline: boolean): boolean =>
  message.status === 'waiting' && message.kind !== 'note' && (message.held === true || offline);
