import { Plus, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { Id } from '#shared/contract/scalars.ts';
import { useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PickRow } from '../ui/pick-row.tsx';
import { TeamForm } from './team-form.tsx';
import css from './teams.module.css';

/** The teams at the left, the chosen one at the right. */
export function TeamList() {
  const t = useTranslations('teams');
  const { teams: store } = useStores();
  const teams = useStore(store, (state) => state.teams);
  const sorted = [...teams.values()].sort(
    (a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name),
  );
  const [chosen, setChosen] = useState<Id | 'new' | null>(sorted[0]?.id ?? null);
  const team = chosen === null ? undefined : teams.get(chosen);
  return (
    <div className={css.columns}>
      <nav className={css.teams} aria-label={t('teams')}>
        {sorted.map(({ id, name, active, memberIds }) => (
          <PickRow key={id} name={name} chosen={id === chosen} onChoose={() => setChosen(id)}>
            <span className={css.soft}>{active ? memberIds.length : t('resting')}</span>
          </PickRow>
        ))}
        <Button kind="plain" icon={<Plus size={14} />} onClick={() => setChosen('new')}>
          {t('add')}
        </Button>
      </nav>
      <div className={css.form}>
        {team || chosen === 'new' ? (
          <TeamForm key={team?.id ?? 'new'} team={team ?? null} onSaved={setChosen} />
        ) : (
          <EmptyState
            icon={<UsersRound size={28} strokeWidth={1.5} />}
            title={t('none')}
            text={t('noneText')}
          />
        )}
      </div>
    </div>
  );
}
