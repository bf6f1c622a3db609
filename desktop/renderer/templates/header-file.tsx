import { Film, Paperclip } from 'lucide-react';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import { largestAttachment } from '#shared/contract/attachment.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { HeaderKind } from '#shared/contract/template.ts';
import { DocumentIcon } from '../attachments/document-icon.tsx';
import type { TrayItem } from '../composer/tray.ts';
import { useSizes, useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { ProgressRing } from '../ui/progress-ring.tsx';
import css from './template-dialog.module.css';

/** What Meta takes in a header. */
const accepts = {
  image: 'image/jpeg,image/png,image/webp',
  video: 'video/mp4,video/3gpp',
  document: 'application/pdf',
} as const satisfies Record<HeaderKind, string>;

/** A tray of its own beside the composer's: what is chosen for a template goes with nothing else. */
export const trayOf = (conversationId: Id): string => `template of ${conversationId}`;

/** Whether it can stand in the header; a document is one by its content, not by choice. */
export const fits = (item: TrayItem | undefined, kind: HeaderKind): boolean =>
  item !== undefined &&
  item.kind === kind &&
  item.trouble !== 'too-large' &&
  accepts[kind].split(',').includes(item.file.type);

type Props = { tray: string; kind: HeaderKind };

/** The file in the header: chosen here, looked at, taken out for another one. */
export function HeaderFile({ tray, kind }: Props) {
  const t = useTranslations('templates');
  const attach = useTranslations('attach');
  const size = useSizes();
  const { tray: trays } = useStores();
  const item = useStore(trays, (state) => state.trays.get(tray)?.[0]);
  const input = useRef<HTMLInputElement>(null);
  const trouble =
    item === undefined
      ? null
      : item.trouble === 'too-large'
        ? attach(`tooLarge.${item.kind}`, { limit: size(largestAttachment[item.kind]) })
        : !fits(item, kind)
          ? t('wrongFile')
          : item.trouble !== null
            ? t('notTaken')
            : null;
  return (
    <div className={css.headerFile}>
      {item && (
        <p className={css.chosenFile}>
          {item.kind === 'image' ? (
            <img src={item.url} alt="" className={css.thumb} />
          ) : item.kind === 'video' ? (
            <Film size={22} strokeWidth={1.5} />
          ) : (
            <DocumentIcon mediaType={item.file.type} name={item.file.name} />
          )}
          <span>{item.file.name}</span>
          {item.handing !== null && (
            <ProgressRing part={item.handing} label={attach('handing', { name: item.file.name })} />
          )}
        </p>
      )}
      {trouble !== null && (
        <p className={css.fileTrouble} role="alert">
          {trouble}
        </p>
      )}
      <Button
        size="small"
        icon={<Paperclip size={14} />}
        disabled={item !== undefined && item.handing !== null}
        onClick={() => input.current?.click()}
      >
        {item ? t('otherFile') : t(`headerFile.${kind}`)}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accepts[kind]}
        data-attach="header"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          // The same file can be chosen again.
          event.target.value = '';
          if (!file) return;
          trays.clear(tray);
          trays.add(tray, [file], kind === 'document');
        }}
      />
    </div>
  );
}
