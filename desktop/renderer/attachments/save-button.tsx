import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Attachment } from '#shared/contract/attachment.ts';
import { useOpening, useStores } from '../shell/context.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import css from './save-button.module.css';
import { addressOf } from './store.ts';

type Props = { attachment: Pick<Attachment, 'id' | 'name'>; stop?: boolean; children: ReactNode };

/** The installed app asks where; a browser has its own way of saving a link. */
export function SaveButton({ attachment, stop = false, children }: Props) {
  const t = useTranslations('files');
  const { actions } = useStores();
  const browser = useOpening((state) => state.opening?.host === 'browser');
  const label = t('save', { name: attachment.name });
  const tabIndex = stop ? 0 : -1;
  if (!browser) {
    return (
      <IconButton label={label} tabIndex={tabIndex} onClick={() => actions.save(attachment.id)}>
        {children}
      </IconButton>
    );
  }
  return (
    <Tooltip text={label}>
      <a
        href={addressOf(attachment.id, true)}
        download={attachment.name}
        aria-label={label}
        tabIndex={tabIndex}
        className={css.link}
      >
        {children}
      </a>
    </Tooltip>
  );
}
