import { Pencil, Reply, X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { Id } from '#shared/contract/scalars.ts';
import { thumbnailUrl } from '../attachments/thumbnail.ts';
import { gistOf } from '../format/gist.ts';
import { senderName } from '../format/names.ts';
import { useStores } from '../shell/context.ts';
import { IconButton } from '../ui/icon-button.tsx';
import css from './mode-bar.module.css';

/** What is being answered, or written anew. */
export function ModeBar({ id, contactName }: { id: Id; contactName: string }) {
  const t = useTranslations('composer');
  const words = useTranslations('message');
  const kinds = useTranslations('kinds');
  const { modes } = useStores();
  const mode = useStore(modes, (state) => state.modes.get(id));
  if (!mode) return null;
  const { message, type } = mode;
  const { sender } = message;
  const whose = (sender && (senderName(sender) ?? words('someone'))) || contactName;
  const Icon = type === 'edit' ? Pencil : Reply;
  const thumbnail = message.attachment?.thumbnail;
  return (
    <div className={css.bar} role="status">
      <Icon size={16} className={css.icon} aria-hidden="true" />
      <div className={css.words}>
        <p className={css.who}>
          {type === 'edit'
            ? t('editing')
            : t('answering', { name: message.direction === 'in' ? whose : words('us') })}
        </p>
        <p className={css.text} dir="auto">
          {gistOf(message, kinds)}
        </p>
      </div>
      {thumbnail !== undefined && (
        <img className={css.thumbnail} src={thumbnailUrl(thumbnail)} alt="" />
      )}
      <IconButton label={t('leaveMode')} keys="Esc" side="top" onClick={() => modes.end(id)}>
        <X size={16} />
      </IconButton>
    </div>
  );
}
