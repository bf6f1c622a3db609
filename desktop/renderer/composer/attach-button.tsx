import { BookmarkPlus, FileText, Image, MessageSquareQuote, Paperclip } from 'lucide-react';
import { type ChangeEvent, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { largestAttachment } from '#shared/contract/attachment.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { useDrafts, useSizes, useStores } from '../shell/context.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx';
import css from './attach-button.module.css';

/** Chooses files; says what WhatsApp takes before anybody waits for an upload. */
export function AttachButton({ id }: { id: Id }) {
  const t = useTranslations('attach');
  const size = useSizes();
  const cannedWords = useTranslations('canned');
  const { tray, canned } = useStores();
  const text = useDrafts((state) => state.drafts.get(id)?.text ?? '');
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
        <MenuLine />
        {text.trim() !== '' && (
          <MenuItem icon={<BookmarkPlus size={15} />} onPick={() => canned.manage(text)}>
            {cannedWords('saveText')}
          </MenuItem>
        )}
        <MenuItem icon={<MessageSquareQuote size={15} />} onPick={() => canned.manage()}>
          {cannedWords('manage')}
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
