import { useTranslations } from 'use-intl';
import type { Id } from '#shared/contract/scalars.ts';
import { Face } from '../contact/face.tsx';
import { nameOf } from '../format/names.ts';
import { useList, useStores, useTabs } from '../shell/context.ts';
import { TabLabel, TabStrip } from '../ui/tab-strip.tsx';

export function ConversationTabs() {
  const t = useTranslations('tabs');
  const { tabs } = useStores();
  const open = useTabs((state) => state.open);
  const active = useTabs((state) => state.active);
  return (
    <TabStrip
      label={t('label')}
      ids={open}
      active={active}
      onActivate={tabs.show}
      onClose={tabs.close}
      render={(id) => <Label id={id} />}
    />
  );
}

function Label({ id }: { id: Id }) {
  const t = useTranslations('tabs');
  const { tabs } = useStores();
  const contact = useList((state) => state.entries.get(id)?.contact);
  const unread = useList((state) => (state.entries.get(id)?.unread ?? 0) > 0);
  return (
    <TabLabel
      name={contact ? nameOf(contact) : '…'}
      face={contact && <Face contact={contact} size="tiny" />}
      dot={unread ? t('unread') : null}
      closeHint={t('close')}
      onClose={() => tabs.close(id)}
    />
  );
}
