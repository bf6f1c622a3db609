import { Upload } from 'lucide-react';
import { type DragEvent, type ReactNode, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Id } from '#shared/contract/scalars.ts';
import { useStores } from '../shell/context.ts';
import css from './drop-zone.module.css';

const hasFiles = (transfer: DataTransfer | null): boolean =>
  transfer?.types.includes('Files') ?? false;

/** A whole conversation that takes files. What is dropped beside it does nothing, and opens nothing. */
export function DropZone({ id, open, children }: { id: Id; open: boolean; children: ReactNode }) {
  const t = useTranslations('attach');
  const { tray } = useStores();
  // How many elements of ours the pointer is over: each one inside says enter and leave too.
  const [depth, setDepth] = useState(0);
  useEffect(() => {
    const refuse = (event: globalThis.DragEvent) => {
      if (event.defaultPrevented || !hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
    };
    window.addEventListener('dragover', refuse);
    window.addEventListener('drop', refuse);
    return () => {
      window.removeEventListener('dragover', refuse);
      window.removeEventListener('drop', refuse);
    };
  }, []);
  const takes = (event: DragEvent) => open && hasFiles(event.dataTransfer);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the attach button does the same for the keyboard.
    <div
      className={css.zone}
      onDragEnter={(event) => takes(event) && setDepth((now) => now + 1)}
      onDragLeave={(event) => takes(event) && setDepth((now) => Math.max(0, now - 1))}
      onDragOver={(event) => {
        if (!takes(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      }}
      onDrop={(event) => {
        setDepth(0);
        if (!takes(event)) return;
        event.preventDefault();
        // A folder is a file of no bytes and no type that cannot be read.
        const folders = [...event.dataTransfer.items].map(
          (item) => item.webkitGetAsEntry()?.isDirectory ?? false,
        );
        tray.add(
          id,
          [...event.dataTransfer.files].filter((_, at) => !folders[at]),
        );
      }}
    >
      {children}
      {depth > 0 && (
        <div className={css.over}>
          <Upload size={28} strokeWidth={1.5} />
          <p>{t('drop')}</p>
        </div>
      )}
    </div>
  );
}
