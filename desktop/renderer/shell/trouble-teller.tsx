import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { CommandType } from '#shared/contract/command.ts';
import type { ConsoleRefusalCode } from '#shared/contract/refusal.ts';
import type { Notices } from '../ui/toasts.tsx';
import { useStores } from './context.ts';

const titles = {
  startService: 'startTitle',
  sendMessage: 'sendTitle',
  editMessage: 'editTitle',
  deleteMessage: 'deleteTitle',
  reactToMessage: 'reactTitle',
  retryMessage: 'sendTitle',
  finishService: 'finishTitle',
  transferService: 'transferTitle',
  markRead: 'otherTitle',
} as const satisfies Record<CommandType, string>;

const reasons = {
  'service-waiting': 'waiting',
  'service-finished': 'finished',
  'attendant-unavailable': 'unavailable',
  'window-closed': 'windowClosed',
  'groups-ignored': 'groupsIgnored',
  forbidden: 'forbidden',
  'not-found': 'notFound',
  'too-large': 'tooLarge',
  'too-many': 'tooMany',
  unauthenticated: 'unauthenticated',
  'app-too-old': 'tooOld',
  'app-trouble': 'app',
} as const satisfies Partial<Record<ConsoleRefusalCode, string>>;
const known = (code: ConsoleRefusalCode): code is keyof typeof reasons => code in reasons;

/** Puts each refusal into words, as a notice that stays. */
export function TroubleTeller({ notices }: { notices: Notices }) {
  const t = useTranslations('refused');
  const { troubles, tabs } = useStores();
  const waiting = useStore(troubles, (state) => state.troubles);
  useEffect(() => {
    for (const { id, type, refusal, contactName, conversationId } of waiting) {
      troubles.told(id);
      // Nobody asked for this by hand: the next look at the conversation asks again.
      if (type === 'markRead') continue;
      const why =
        refusal.code === 'service-held'
          ? refusal.holder?.name
            ? t('held', { holder: refusal.holder.name })
            : t('heldSomeone')
          : t(known(refusal.code) ? reasons[refusal.code] : 'generic');
      notices.add({
        kind: 'trouble',
        title: t(titles[type], { name: contactName }),
        text: type === 'sendMessage' ? `${why} ${t('kept')}` : why,
        action: { label: t('show'), run: () => tabs.show(conversationId) },
      });
    }
  }, [waiting, t, notices, troubles, tabs]);
  return null;
}
