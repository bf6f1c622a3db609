import { Pin, PinOff, X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Id } from '#shared/contract/scalars.ts';
import { useStores, useTabs } from '../shell/context.ts';
import { Kbd } from '../ui/kbd.tsx';
import { MenuAt, MenuItem, MenuLine } from '../ui/menu.tsx';
import type { Place } from '../ui/place.ts';

type Props = { id: Id | null; at: Place | null; onClose: () => void };

/** What can be done with one tab. */
export function TabMenu({ id, at, onClose }: Props) {
  const t = useTranslations('tabs');
  const { tabs } = useStores();
  const pinned = useTabs((state) => id !== null && state.pinned.has(id));
  const others = useTabs((state) => state.open.some((one) => one !== id && !state.pinned.has(one)));
  const right = useTabs((state) =>
    state.open.some((one, n) => n > state.open.indexOf(id ?? '') && !state.pinned.has(one)),
  );
  const closed = useTabs((state) => state.closed.length > 0);
  if (id === null) return null;
  return (
    <MenuAt at={at} label={t('menu')} onClose={onClose}>
      <MenuItem
        icon={pinned ? <PinOff size={14} /> : <Pin size={14} />}
        note={<Kbd keys="Alt+P" />}
        onPick={() => tabs.togglePin(id)}
      >
        {t(pinned ? 'unpin' : 'pin')}
      </MenuItem>
      <MenuLine />
      <MenuItem icon={<X size={14} />} onPick={() => tabs.close(id)}>
        {t('close')}
      </MenuItem>
      {others && <MenuItem onPick={() => tabs.closeOthers(id)}>{t('closeOthers')}</MenuItem>}
      {right && <MenuItem onPick={() => tabs.closeRight(id)}>{t('closeRight')}</MenuItem>}
      {closed && <MenuItem onPick={tabs.reopen}>{t('reopen')}</MenuItem>}
    </MenuAt>
  );
}
