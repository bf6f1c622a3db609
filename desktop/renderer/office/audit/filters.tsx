import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { auditKinds } from '#shared/contract/audit.ts';
import { periodNames } from '#shared/contract/service-view.ts';
import { useOpening } from '../../shell/context.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { DateField, Days } from '../services/date-field.tsx';
import { type CalendarDate, datePlus } from '../services/period.ts';
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
    <search className={css.bar} aria-label={t('filters')}>
      <div className={css.row}>
        <Words text={narrowing.text ?? ''} onChange={(text) => onChange({ text })} />
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
      {period === 'own' && <OwnDays narrowing={narrowing} today={today} onChange={onChange} />}
    </search>
  );
}

/** Days of one's own; the last one belongs to the period. */
function OwnDays({ narrowing, today, onChange }: Omit<Props, 'onClear'>) {
  const services = useTranslations('services');
  const [open, setOpen] = useState<'from' | 'until' | null>(null);
  const from = narrowing.from ?? null;
  const until = narrowing.to === undefined ? null : datePlus(narrowing.to, -1);
  const take = {
    from: (date: CalendarDate | null) => onChange({ from: date ?? undefined }),
    until: (date: CalendarDate | null) =>
      onChange({ to: date === null ? undefined : datePlus(date, 1) }),
  };
  const field = (end: 'from' | 'until', date: CalendarDate | null) => (
    <DateField
      label={services(end)}
      date={date}
      wrong={end === 'until' && from !== null && date !== null && date < from}
      open={open === end}
      onToggle={() => setOpen(open === end ? null : end)}
      onTake={take[end]}
    />
  );
  return (
    <div className={css.own}>
      <div className={css.ends}>
        {field('from', from)}
        {field('until', until)}
      </div>
      {open && (
        <Days
          key={open}
          label={services('calendar', { field: services(open) })}
          date={(open === 'from' ? from : until) ?? today}
          last={today}
          onPick={(date) => {
            take[open](date);
            setOpen(null);
          }}
        />
      )}
    </div>
  );
}

/** After a key it is asked for what stands there (ms). */
const typingPause = 350;

function Words({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const t = useTranslations('audit');
  const [typed, setTyped] = useState(text);
  const last = useRef(text);
  // Cleared from elsewhere.
  useEffect(() => {
    if (last.current !== text) setTyped(text);
    last.current = text;
  }, [text]);
  const ask = useRef((_typed: string) => {});
  ask.current = (now) => {
    last.current = now.trim();
    if (now.trim() !== text) onChange(now.trim());
  };
  useEffect(() => {
    const later = setTimeout(() => ask.current(typed), typingPause);
    return () => clearTimeout(later);
  }, [typed]);
  return (
    <TextField
      className={css.find}
      type="search"
      bare
      label={t('find')}
      placeholder={t('find')}
      icon={<Search size={15} />}
      autoComplete="off"
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => event.key === 'Enter' && ask.current(typed)}
    />
  );
}
