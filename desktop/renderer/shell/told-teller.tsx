import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import { useFieldName } from '../panel/field-name.ts';
import type { Notices } from '../ui/toasts.tsx';
import { useOpening, useStores } from './context.ts';

/** What was noted about a contact can be taken back; what two wrote at once is told both. */
export function ToldTeller({ notices }: { notices: Notices }) {
  const t = useTranslations('told');
  const { told, actions, tabs } = useStores();
  const all = useStore(told, (state) => state.all);
  const colleagues = useOpening((state) => state.colleagues);
  const tags = useOpening((state) => state.tags);
  const nameOfField = useFieldName();
  useEffect(() => {
    for (const one of all) {
      told.done(one.id);
      if (one.type === 'tagged') {
        notices.add({
          kind: 'news',
          passing: true,
          title: t(one.on ? 'taggedAll' : 'untaggedAll', {
            tag: tags.get(one.tagId)?.name ?? '',
            count: one.undo.length,
          }),
          action: { label: t('undo'), run: () => void actions.undoAll(one.undo) },
        });
        continue;
      }
      if (one.type === 'finished') {
        notices.add({
          kind: 'news',
          passing: true,
          title: t('finishedAll', { count: one.commandIds.length }),
          action: { label: t('undo'), run: () => void actions.unfinish(one.commandIds) },
        });
        continue;
      }
      if (one.type === 'late') {
        notices.add({ kind: 'news', title: t('late', { count: one.count }) });
        continue;
      }
      const { contactName: name, conversationId } = one;
      const field = nameOfField(one.field);
      if (one.type === 'undo') {
        notices.add({
          kind: 'news',
          passing: true,
          title: t('changed', { field, name }),
          action: { label: t('undo'), run: () => void actions.undo(one.undo) },
        });
        continue;
      }
      const who = colleagues.get(one.by)?.name ?? t('someone');
      const was = one.was ?? t('nothing');
      notices.add({
        kind: 'news',
        title: t(one.mine ? 'replacedMine' : 'replacedTheirs', { field, name, who }),
        text: t('was', { was }),
        action: { label: t('show'), run: () => tabs.show(conversationId) },
      });
    }
  }, [all, told, notices, t, colleagues, tags, nameOfField, actions, tabs]);
  return null;
}
