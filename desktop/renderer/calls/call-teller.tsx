import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { nameOf } from '../format/names.ts';
import { useCalls, useStores } from '../shell/context.ts';
import { useWhy } from '../shell/why-refused.ts';
import type { Notices } from '../ui/toasts.tsx';
import type { CallTrouble } from './state.ts';

/** Puts into words what came to nothing in a call, and what to do: a notice that stays. */
export function CallTeller({ notices }: { notices: Notices }) {
  const t = useTranslations('calls');
  const refused = useTranslations('refused');
  const whyRefused = useWhy();
  const { calls, list, tabs } = useStores();
  const troubles = useCalls((state) => state.troubles);
  useEffect(() => {
    const whyOf = ({ what, why }: CallTrouble): string => {
      if (why.kind === 'microphone') return t(why.trouble);
      if (why.kind === 'connection') return t(what === 'talk' ? 'lostConnection' : 'noConnection');
      const { refusal } = why;
      // Only WhatsApp itself knows why it would not dial.
      if (what === 'dial' && refusal.code === 'call-over' && refusal.detail !== '') {
        return refused('said', { detail: refusal.detail });
      }
      return whyRefused(refusal);
    };
    for (const trouble of troubles) {
      const { key, conversationId, what } = trouble;
      calls.told(key);
      const contact = list.getState().entries.get(conversationId)?.contact;
      const name = contact ? nameOf(contact) : t('someone');
      notices.add({
        kind: 'trouble',
        title: t(`troubleTitle.${what}`, { name }),
        text: whyOf(trouble),
        action: { label: refused('show'), run: () => tabs.show(conversationId) },
      });
    }
  }, [troubles, t, refused, whyRefused, notices, calls, list, tabs]);
  return null;
}
