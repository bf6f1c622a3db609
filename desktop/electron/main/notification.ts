/** Notifications of the system: one for each conversation. */
import { Notification, type NotificationConstructorOptions } from 'electron';
import type { Notice } from '#core/host.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { noticeOptions } from './notice-options.ts';

export type Notifications = {
  show(notice: Notice): void;
  takeAway(conversationId: Id): void;
  /** Of the app itself. */
  say(words: { title: string; body: string }): void;
};

export function openNotifications(to: {
  replyWord(): string;
  clicked(conversationId: Id): void;
  replied(conversationId: Id, text: string): void;
}): Notifications {
  // One that nobody holds is collected, and its click with it.
  const shown = new Map<Id, Notification>();
  function takeAway(id: Id): void {
    const notice = shown.get(id);
    shown.delete(id);
    notice?.close();
  }
  return {
    takeAway,
    say(words) {
      if (Notification.isSupported()) new Notification({ ...words, silent: true }).show();
    },
    show(notice) {
      if (!Notification.isSupported()) return;
      const { conversationId } = notice;
      takeAway(conversationId);
      const options: NotificationConstructorOptions = noticeOptions(
        notice,
        process.platform,
        to.replyWord(),
      );
      const now = new Notification(options);
      shown.set(conversationId, now);
      now.on('close', () => shown.get(conversationId) === now && shown.delete(conversationId));
      now.on('click', () => {
        takeAway(conversationId);
        to.clicked(conversationId);
      });
      now.on('reply', (_event, text) => to.replied(conversationId, text));
      now.show();
    },
  };
}
