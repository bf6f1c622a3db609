import { useTranslations } from 'use-intl';
import { auditKinds } from '#shared/contract/audit.ts';
import { periodNames } from '#shared/contract/service-view.ts';
import { useOpening } from '../../shell/context.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import bar from '../filters.module.css';
import { OwnDays } from '../own-days.tsx';
import type { CalendarDate } from '../services/period.ts';
import { WordsField } from '../words-field.tsx';
import css from './audit.module.css';
import type { Narrowing } from './narrowing.ts';

type Props = {
  narrowing: Narrowing;
  today: CalendarDate;
  onChange: (part: Narrowing) => void;
  /** Null: nothing is narrowed. */
  onClear: (() => void) | null;
};

export function Filters({ narrowing, today, onChange, onClear }: Props) {
  const t = useTranslations('audit');
  const services = useTranslations('services');
  const colleagues = useOpening((state) => state.colleagues);
  const { actorId, kind, period } = narrowing;
  return (
    <search className={bar.bar} aria-label={t('filters')}>
      <div className={bar.row}>
        <WordsField
          label={t('find')}
          text={narrowing.text ?? ''}
          onChange={(text) => onChange({ text })}
        />
        <Choice
          label={t('when')}
          value={period ?? 'any'}
          choices={[
            { value: 'any', label: t('anyTime') },
            ...periodNames.map((value) => ({ value, label: services(`periods.${value}`) })),
            { value: 'own', label: t('ownDays') },
          ]}
          onChoose={(value) =>
            onChange({
              period: value === 'any' ? undefined : value,
              ...{ from: value === 'own' ? today : undefined, to: undefined },
            })
          }
        />
        <Choice
          label={t('who')}
          value={actorId ?? 'any'}
          choices={[
            { value: 'any', label: t('anybody') },
            ...[...colleagues.values()].map(({ id, name, active }) => ({
              value: id,
              label: active ? name : t('inactive', { name }),
            })),
          ]}
          onChoose={(value) => onChange({ actorId: value === 'any' ? undefined : value })}
        />
        <Choice
          label={t('what')}
          value={kind ?? 'any'}
          choices={[
            { value: 'any', label: t('anything') },
            ...auditKinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
          ]}
          onChoose={(value) => onChange({ kind: value === 'any' ? undefined : value })}
        />
        {onClear && (
          <Button kind="plain" size="small" onClick={onClear}>
            {t('clear')}
          </Button>
        )}
      </div>
      {period === 'own' && (
        <div className={css.own}>
          <OwnDays
            days={{ from: narrowing.from, to: narrowing.to }}
            today={today}
            onChange={onChange}
          />
        </div>
      )}
    </search>
  );
}
