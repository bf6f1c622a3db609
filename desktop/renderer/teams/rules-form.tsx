import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { RoutingSettings } from '#shared/contract/team.ts';
import { useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/check-field.tsx';
import { ChoiceField } from '../ui/choice-field.tsx';
import { Spinner } from '../ui/spinner.tsx';
import css from './teams.module.css';

/** The workspace's own: whose new services are, and what happens when somebody is away. */
export function RulesForm() {
  const t = useTranslations('teams');
  const app = useTranslations('app');
  const { teams } = useStores();
  const routing = useStore(teams, (state) => state.routing);
  const trouble = useStore(teams, (state) => state.trouble);
  if (routing) return <Rules key={JSON.stringify(routing)} routing={routing} />;
  if (trouble) return <Button onClick={() => void teams.loadRouting()}>{app('retry')}</Button>;
  return (
    <p className={css.about}>
      <Spinner /> {t('loading')}
    </p>
  );
}

const usualReturn = 15;

function Rules({ routing }: { routing: RoutingSettings }) {
  const t = useTranslations('teams');
  const { teams: store } = useStores();
  const teams = useStore(store, (state) => state.teams);
  const returns = routing.returnMinutes !== null;
  return (
    <div className={css.scroll}>
      <ChoiceField
        label={t('defaultTeam')}
        hint={t('defaultTeamText')}
        value={routing.defaultTeamId ?? ''}
        onChoose={(id) => void store.saveRouting({ defaultTeamId: id === '' ? null : id })}
        choices={[
          { value: '', label: t('everybody') },
          ...[...teams.values()]
            .filter((team) => team.active || team.id === routing.defaultTeamId)
            .map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Minutes
        label={t('awayMinutes')}
        value={routing.awayMinutes}
        most={240}
        onKeep={(awayMinutes) => void store.saveRouting({ awayMinutes })}
      />
      <div>
        <CheckField
          checked={returns}
          onChange={(is) => void store.saveRouting({ returnMinutes: is ? usualReturn : null })}
        >
          {t('returns')}
        </CheckField>
        <p className={css.about}>{t('returnsText')}</p>
        {routing.returnMinutes !== null && (
          <Minutes
            label={t('returnMinutes')}
            value={routing.returnMinutes}
            most={1_440}
            onKeep={(returnMinutes) => void store.saveRouting({ returnMinutes })}
          />
        )}
      </div>
    </div>
  );
}

type MinutesProps = { label: string; value: number; most: number; onKeep: (n: number) => void };

function Minutes({ label, value, most, onKeep }: MinutesProps) {
  const [text, setText] = useState(String(value));
  function keep() {
    const minutes = Number(text);
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > most) return setText(String(value));
    if (minutes !== value) onKeep(minutes);
  }
  return (
    <label className={css.person}>
      <span className={css.grow}>{label}</span>
      <input
        type="number"
        className={css.number}
        min={1}
        max={most}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && keep()}
      />
    </label>
  );
}
