import { FileText, Image, Paperclip } from 'lucide-react';
import { type ChangeEvent, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { largestAttachment } from '#shared/contract/attachment.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { useSizes, useStores } from '../shell/context.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import css from './attach-button.module.css';

/** Chooses files; says what WhatsApp takes before anybody waits for an upload. */
export function AttachButton({ id }: { id: Id }) {
  const t = useTranslations('attach');
  const size = useSizes();
  const { tray } = useStores();
  const pictures = useRef<HTMLInputElement>(null);
  const documents = useRef<HTMLInputElement>(null);
  const take = (asDocument: boolean) => (event: ChangeEvent<HTMLInputElement>) => {
    tray.add(id, [...(event.target.files ?? [])], asDocument);
    // The same file can be chosen again.
    event.target.value = '';
  };
  return (
    <>
      <Menu
        side="top"
        align="start"
        trigger={
          <IconButton label={t('button')} side="top">
            <Paperclip size={17} />
          </IconButton>
        }
      >
        <MenuItem icon={<Image size={15} />} onPick={() => pictures.current?.click()}>
          {t('pictures')}
        </MenuItem>
        <MenuItem icon={<FileText size={15} />} onPick={() => documents.current?.click()}>
          {t('document')}
        </MenuItem>
        <p className={css.limits}>
          {t('limits', {
            video: size(largestAttachment.video),
            audio: size(largestAttachment.audio),
            document: size(largestAttachment.document),
          })}
        </p>
      </Menu>
      <input
        ref={pictures}
        type="file"
        hidden
        multiple
        accept="image/*,video/*"
        data-attach="pictures"
        onChange={take(false)}
      />
      <input
        ref={documents}
        type="file"
        hidden
        multiple
        data-attach="documents"
        onChange={take(true)}
      />
    </>
  );
}
