import {
  Ban,
  Copy,
  Download,
  Forward,
  Pencil,
  Reply,
  RotateCw,
  SmilePlus,
  Trash2,
} from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import { isCallItself } from '#shared/rules/call.ts';
import { addressOf } from '../attachments/store.ts';
import { isOwnNote, mayAnswer, mayDelete, mayEdit, mayForward } from '../composer/modes.ts';
import { useList, useOpening, useStores } from '../shell/context.ts';
import { MenuAt, MenuItem, MenuLine } from '../ui/menu.tsx';
import type { Place } from '../ui/place.ts';

type Props = {
  message: ShownMessage | null;
  at: Place | null;
  mayWrite: boolean;
  onClose: () => void;
  onReact: (message: ShownMessage) => void;
  onForward: (message: ShownMessage) => void;
  onDelete: (message: ShownMessage) => void;
};

/** Everything that can be done with one message. */
export function MessageMenu(props: Props) {
  const { message, at, onClose } = props;
  const t = useTranslations('message');
  return (
    <MenuAt at={message && at} label={t('actions')} onClose={onClose}>
      {message && <Items {...props} message={message} />}
    </MenuAt>
  );
}

/** A link that the browser saves; it refuses to be one of another origin. */
function saveByLink(id: string, name: string): void {
  const link = document.createElement('a');
  link.href = addressOf(id, true);
  link.download = name;
  link.click();
}

function Items({
  message,
  mayWrite,
  onReact,
  onForward,
  onDelete,
}: Props & { message: ShownMessage }) {
  const t = useTranslations('message');
  const app = useTranslations('app');
  const { actions, modes, notes } = useStores();
  const me = useList((state) => state.me);
  const browser = useOpening((state) => state.opening?.host === 'browser');
  const { text, attachment } = message;
  const now = Date.now();
  const call = isCallItself(message.content?.call);
  const shown = !message.deletedAt;
  const answers = mayWrite && mayAnswer(message);
  const own = isOwnNote(message, me);
  const edits = own || (mayWrite && mayEdit(message, me, now));
  const deletes = own || (mayWrite && mayDelete(message, now));
  return (
    <>
      {answers && (
        <>
          <MenuItem icon={<Reply size={15} />} onPick={() => modes.reply(message)}>
            {t('reply')}
          </MenuItem>
          <MenuItem icon={<SmilePlus size={15} />} onPick={() => onReact(message)}>
            {t('react')}
          </MenuItem>
        </>
      )}
      {mayForward(message) && (
        <MenuItem icon={<Forward size={15} />} onPick={() => onForward(message)}>
          {t('forward')}
        </MenuItem>
      )}
      {shown && text !== null && text !== '' && (
        <MenuItem icon={<Copy size={15} />} onPick={() => void navigator.clipboard.writeText(text)}>
          {t('copy')}
        </MenuItem>
      )}
      {shown && attachment && attachment.state !== 'gone' && (
        <MenuItem
          icon={<Download size={15} />}
          onPick={() =>
            browser ? saveByLink(attachment.id, attachment.name) : actions.save(attachment.id)
          }
        >
          {t('save')}
        </MenuItem>
      )}
      {edits && (
        <MenuItem icon={<Pencil size={15} />} onPick={() => (own ? notes : modes).edit(message)}>
          {t('edit')}
        </MenuItem>
      )}
      {mayWrite && message.failure !== null && message.direction === 'out' && !call && (
        <MenuItem icon={<RotateCw size={15} />} onPick={() => void actions.retry(message)}>
          {app('retry')}
        </MenuItem>
      )}
      {message.status === 'waiting' && (
        <MenuItem icon={<Ban size={15} />} danger onPick={() => void actions.cancel(message.id)}>
          {t('cancelSending')}
        </MenuItem>
      )}
      {deletes && (
        <>
          <MenuLine />
          <MenuItem icon={<Trash2 size={15} />} danger onPick={() => onDelete(message)}>
            {t('delete')}
          </MenuItem>
        </>
      )}
    </>
  );
}
