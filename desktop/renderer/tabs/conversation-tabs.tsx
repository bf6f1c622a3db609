import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Id } from '#shared/contract/scalars.ts';
import { Face } from '../contact/face.tsx';
import { nameOf } from '../format/names.ts';
import { useList, useStores, useTabs } from '../shell/context.ts';
import type { Place } from '../ui/place.ts';
import { TabLabel, TabStrip } from '../ui/tab-strip.tsx';
import { TabMenu } from './tab-menu.tsx';

export function ConversationTabs() {
  const t = useTranslations('tabs');
  const { tabs } = useStores();
  const open = useTabs((state) => state.open);
  const active = useTabs((state) => state.active);
  const pinned = useTabs((state) => state.pinned);
  const [menu, setMenu] = useState<{ id: Id; at: Place } | null>(null);
  return (
    <>
      <TabStrip
        label={t('label')}
        ids={open}
        active={active}
        pinned={pinned}
        onActivate={tabs.show}
        onClose={tabs.close}
        onMove={tabs.move}
        onMenu={(id, at) => setMenu({ id, at })}
        render={(id) => <Label id={id} />}
      />
      <TabMenu id={menu?.id ?? null} at={menu?.at ?? null} onClose={() => setMenu(null)} />
    </>
  );
}

function Label({ id }: { id: Id }) {
  const t = useTranslations('tabs');
  const { tabs } = useStores();
  const contact = useList((state) => state.entries.get(id)?.contact);
  const unread = useList((state) => (state.entries.get(id)?.unread ?? 0) > 0);
  const pinned = useTabs((state) => state.pinned.has(id));
  return (
    <TabLabel
      name={contact ? nameOf(contact) : '…'}
      face={contact && <Face contact={contact} size="tiny" />}
      dot={unread ? t('unread') : null}
      pin={pinned ? t('pinned') : null}
      closeHint={t('close')}
      onClose={() => tabs.close(id)}
    />
  );
}
