import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { CommandType } from '#shared/contract/command.ts';
import type { Notices } from '../ui/toasts.tsx';
import { useStores } from './context.ts';
import { useWhy } from './why-refused.ts';

const titles = {
  startService: 'startTitle',
  sendMessage: 'sendTitle',
  addNote: 'noteTitle',
  editMessage: 'editTitle',
  deleteMessage: 'deleteTitle',
  reactToMessage: 'reactTitle',
  retryMessage: 'sendTitle',
  finishService: 'finishTitle',
  transferService: 'transferTitle',
  markRead: 'otherTitle',
  tagService: 'tagTitle',
  tagContact: 'tagTitle',
  editContact: 'editContactTitle',
} as const satisfies Record<CommandType, string>;

/** Puts each refusal into words, as a notice that stays. */
export function TroubleTeller({ notices }: { notices: Notices }) {
  const t = useTranslations('refused');
  const transfer = useTranslations('transfer');
  const whyRefused = useWhy();
  const { troubles, tabs } = useStores();
  const waiting = useStore(troubles, (state) => state.troubles);
  useEffect(() => {
    for (const { id, type, refusal, contactName, conversationId, note } of waiting) {
      troubles.told(id);
      // Nobody asked for this by hand: the next look at the conversation asks again.
      if (type === 'markRead') continue;
      const why = whyRefused(refusal);
      notices.add({
        kind: 'trouble',
        title: t(titles[type], { name: contactName }),
        text:
          type === 'sendMessage'
            ? `${why} ${t('kept')}`
            : note === undefined
              ? why
              : `${why} ${transfer('noteKept', { note })}`,
        action: { label: t('show'), run: () => tabs.show(conversationId) },
      });
    }
  }, [waiting, t, transfer, whyRefused, notices, troubles, tabs]);
  return null;
}
