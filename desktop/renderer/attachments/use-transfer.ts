import { useStore } from 'zustand';
import type { Attachment } from '#shared/contract/attachment.ts';
import { useStores } from '../shell/context.ts';
import type { Transfer } from './store.ts';

export type Standing =
  | { state: 'here' }
  | { state: 'moving'; part: number | null; up: boolean }
  | { state: 'pending' }
  | { state: 'failed' }
  | { state: 'gone' };

/** How an attachment stands here and now: by the message, and by what is on its way. */
export function standingOf(
  attachment: Pick<Attachment, 'state'>,
  transfer: Transfer | undefined,
): Standing {
  if (transfer?.phase === 'gone' || attachment.state === 'gone') return { state: 'gone' };
  if (transfer?.phase === 'failed') return { state: 'failed' };
  if (transfer?.phase === 'uploading' || transfer?.phase === 'downloading') {
    const { done, total, phase } = transfer;
    return {
      state: 'moving',
      part: total ? Math.min(1, done / total) : null,
      up: phase === 'uploading',
    };
  }
  return attachment.state === 'fetching' ? { state: 'pending' } : { state: 'here' };
}

export function useStanding(attachment: Attachment): Standing {
  const transfer = useStore(useStores().attachments, (state) => state.transfers.get(attachment.id));
  return standingOf(attachment, transfer);
}
