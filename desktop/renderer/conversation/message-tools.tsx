import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { EmojiPicker } from '../emoji/emoji-picker.tsx';
import { gistOf } from '../format/gist.ts';
import { ForwardDialog } from '../forward/forward-dialog.tsx';
import { useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import type { Place } from '../ui/place.ts';
import { PopoverAt } from '../ui/popover.tsx';
import { MessageMenu } from './message-menu.tsx';
import css from './message-tools.module.css';
import { type Tools, ToolsContext } from './tools.ts';

// What is looked at now and then is not loaded with every start.
const Viewer = lazy(async () => ({ default: (await import('../media/viewer.tsx')).Viewer }));

type Asked = { message: ShownMessage; at: Place };
type Props = {
  messages: readonly ShownMessage[];
  contactName: string;
  mayWrite: boolean;
  jump: (id: Id) => void;
  children: ReactNode;
};

/** Holds what is opened over the messages: one of each, for all of them. */
export function MessageTools({ messages, contactName, mayWrite, jump, children }: Props) {
  const t = useTranslations('message');
  const { modes, actions } = useStores();
  const [menu, setMenu] = useState<Asked | null>(null);
  const [emoji, setEmoji] = useState<Asked | null>(null);
  const [looking, setLooking] = useState<Id | null>(null);
  const [forwarding, setForwarding] = useState<ShownMessage | null>(null);
  const [deleting, setDeleting] = useState<ShownMessage | null>(null);
  const tools = useMemo<Tools>(
    () => ({
      mayWrite,
      menu: (message, at) => setMenu({ message, at }),
      emoji: (message, at) => setEmoji({ message, at }),
      reply: modes.reply,
      look: (message) => setLooking(message.id),
      jump,
    }),
    [mayWrite, modes, jump],
  );
  const own = emoji?.message.reactions?.find(({ direction }) => direction === 'out')?.emoji;
  return (
    <ToolsContext value={tools}>
      {children}
      <MessageMenu
        message={menu?.message ?? null}
        at={menu?.at ?? null}
        mayWrite={mayWrite}
        onClose={() => setMenu(null)}
        onReact={(message) => setEmoji(menu && { message, at: menu.at })}
        onForward={setForwarding}
        onDelete={setDeleting}
      />
      <PopoverAt at={emoji?.at ?? null} title={t('react')} onClose={() => setEmoji(null)}>
        {emoji && (
          <EmojiPicker
            chosen={own}
            onPick={(picked) => {
              void actions.react(emoji.message, picked === own ? '' : picked);
              setEmoji(null);
            }}
          />
        )}
      </PopoverAt>
      {looking !== null && (
        <Suspense fallback={null}>
          <Viewer
            messages={messages}
            at={looking}
            contactName={contactName}
            onMove={setLooking}
            onClose={() => setLooking(null)}
          />
        </Suspense>
      )}
      {forwarding && <ForwardDialog message={forwarding} onClose={() => setForwarding(null)} />}
      <DeleteDialog message={deleting} onClose={() => setDeleting(null)} />
    </ToolsContext>
  );
}

function DeleteDialog({ message, onClose }: { message: ShownMessage | null; onClose: () => void }) {
  const t = useTranslations('message');
  const kinds = useTranslations('kinds');
  const app = useTranslations('app');
  const { actions } = useStores();
  function remove() {
    if (message) void actions.remove(message);
    onClose();
  }
  return (
    <Dialog
      open={message !== null}
      onClose={onClose}
      title={t('deleteTitle')}
      description={t(message?.kind === 'note' ? 'deleteNoteText' : 'deleteText')}
      closeLabel={app('close')}
      actions={
        <>
          <Button onClick={onClose}>{t('keep')}</Button>
          <Button kind="danger" onClick={remove}>
            {t('delete')}
          </Button>
        </>
      }
    >
      {message && <p className={css.gist}>{gistOf(message, kinds)}</p>}
    </Dialog>
  );
}
