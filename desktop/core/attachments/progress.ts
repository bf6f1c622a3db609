/** What attachments are at, told a few times a second; an end is told at once. */
import type { AttachmentProgress } from '#shared/contract/attachment-progress.ts';
import type { Id } from '#shared/contract/scalars.ts';

export type Progress = { tell(now: AttachmentProgress): void; close(): void };

const gap = 100;

export function openProgress(emit: (all: AttachmentProgress[]) => void): Progress {
  const gathered = new Map<Id, AttachmentProgress>();
  let timer: NodeJS.Timeout | null = null;

  function flush(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    const all = [...gathered.values()];
    gathered.clear();
    if (all.length > 0) emit(all);
  }
  return {
    tell(now) {
      gathered.set(now.id, now);
      const moving = now.phase === 'uploading' || now.phase === 'downloading';
      if (!moving) flush();
      else timer ??= setTimeout(flush, gap);
    },
    close() {
      if (timer) clearTimeout(timer);
    },
  };
}
