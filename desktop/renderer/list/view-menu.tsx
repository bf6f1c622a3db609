import { ListFilter } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import { useList, useStores } from '../shell/context.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuChoice, MenuLine } from '../ui/menu.tsx';
import css from './conversation-list.module.css';
import { type Only, onlys, type Sort, sorts, type TeamFilter } from './sections.ts';

/** What of the list is shown, of which team, and in which order. */
export function ViewMenu() {
  const t = useTranslations('listView');
  const { list } = useStores();
  const only = useList((state) => state.only);
  const sort = useList((state) => state.sort);
  const team = useList((state) => state.team);
  const narrowed = only !== 'any' || team !== 'all';
  return (
    <Menu
      trigger={
        <IconButton
          label={narrowed ? t('narrowed') : t('title')}
          className={narrowed ? css.filtering : undefined}
        >
          <ListFilter size={16} />
        </IconButton>
      }
    >
      <MenuChoice<Only>
        label={t('show')}
        value={only}
        onChoose={list.showOnly}
        choices={onlys.map((value) => ({ value, label: t(value) }))}
      />
      <MenuLine />
      <MenuChoice<Sort>
        label={t('sort')}
        value={sort}
        onChoose={list.sortBy}
        choices={sorts.map((value) => ({ value, label: t(value) }))}
      />
      <TeamChoice />
    </Menu>
  );
}

/** Not there where there are no teams. */
function TeamChoice() {
  const t = useTranslations('teams');
  const { list, teams: store } = useStores();
  const teams = useStore(store, (state) => state.teams);
  const team = useList((state) => state.team);
  if (teams.size === 0) return null;
  const named = [...teams.values()]
    .filter((one) => one.active || one.id === team)
    .sort((a, b) => a.name.localeCompare(b.name));
  return (
    <>
      <MenuLine />
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
    </>
  );
}
