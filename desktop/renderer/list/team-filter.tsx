import { ListFilter } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import { useList, useStores } from '../shell/context.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuChoice } from '../ui/menu.tsx';
import css from './conversation-list.module.css';
import type { TeamFilter } from './sections.ts';

/** Which team's conversations are listed; not there where there are no teams. */
export function TeamFilterMenu() {
  const t = useTranslations('teams');
  const { list, teams: store } = useStores();
  const teams = useStore(store, (state) => state.teams);
  const team = useList((state) => state.team);
  if (teams.size === 0) return null;
  const named = [...teams.values()]
    .filter((one) => one.active || one.id === team)
    .sort((a, b) => a.name.localeCompare(b.name));
  return (
    <Menu
      trigger={
        <IconButton label={t('filter')} className={team === 'all' ? undefined : css.filtering}>
          <ListFilter size={16} />
        </IconButton>
      }
    >
      <MenuChoice<TeamFilter>
        label={t('filter')}
        value={team}
        onChoose={list.filterByTeam}
        choices={[
          { value: 'all', label: t('filterAll') },
          { value: 'mine', label: t('filterMine') },
          ...named.map(({ id, name }) => ({ value: id, label: name })),
          { value: 'none', label: t('filterNone') },
        ]}
      />
    </Menu>
  );
}
