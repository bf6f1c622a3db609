import { CircleSlash2, Download, RotateCw, X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Attachment } from '#shared/contract/attachment.ts';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import type { Standing } from '../../attachments/use-transfer.ts';
import { useStores } from '../../shell/context.ts';
import { classes } from '../../ui/classes.ts';
import { ProgressRing } from '../../ui/progress-ring.tsx';
import css from './transfer.module.css';

type Props = {
  message: Pick<ShownMessage, 'id' | 'status'>;
  attachment: Attachment;
  standing: Standing;
  /** Over a picture: on a ground of its own. */
  over?: boolean;
};

/** What is to be said or done about a file that is not simply here; nothing where it is. */
export function TransferButton({ message, attachment, standing, over }: Props) {
  const t = useTranslations('files');
  const { attachments, actions } = useStores();
  const look = classes(css.button, over && css.over);
  if (standing.state === 'here') return null;
  if (standing.state === 'gone') {
    return (
      <span className={look} role="img" aria-label={t('gone')} title={t('gone')}>
        <CircleSlash2 size={18} />
      </span>
    );
  }
  if (standing.state === 'pending') {
    return (
      <span className={look} title={t('pending')}>
        <ProgressRing part={null} label={t('pending')}>
          <Download size={16} aria-hidden="true" />
        </ProgressRing>
      </span>
    );
  }
  if (standing.state === 'failed') {
    return (
      <button
        type="button"
        tabIndex={-1}
        className={look}
        aria-label={t('again')}
        title={t('again')}
        onClick={() => void attachments.fetch(attachment.id)}
      >
        <RotateCw size={18} />
      </button>
    );
  }
  const ring = (
    <ProgressRing
      part={standing.part}
      label={t(standing.up ? 'uploading' : 'downloading', { name: attachment.name })}
    >
      {standing.up ? <X size={16} aria-hidden="true" /> : <Download size={16} aria-hidden="true" />}
    </ProgressRing>
  );
  // Only what waits here can be taken back.
  if (!standing.up || message.status !== 'waiting') return <span className={look}>{ring}</span>;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={look}
      aria-label={t('cancel')}
      title={t('cancel')}
      onClick={() => void actions.cancel(message.id)}
    >
      {ring}
    </button>
  );
}
