import type { Notice } from '#core/host.ts';

export type NoticeOptions = {
  title: string;
  body: string;
  silent: true;
  hasReply?: true;
  replyPlaceholder?: string;
  timeoutType?: 'never';
};

/** What a notice becomes on each system. Our own sounds are heard instead of the system's. */
export function noticeOptions(notice: Notice, platform: string, replyWord: string): NoticeOptions {
  const { title, body, replyable, stays } = notice;
  return {
    ...{ title, body, silent: true },
    ...(platform === 'darwin' && replyable && { hasReply: true, replyPlaceholder: replyWord }),
    ...(platform !== 'darwin' && stays && { timeoutType: 'never' }),
  };
}
