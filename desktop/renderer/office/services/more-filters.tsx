import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import { toE164 } from '#shared/rules/phone-number.ts';
import { useOpening, useStores } from '../../shell/context.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { Popover } from '../../ui/popover.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './filter-bar.module.css';
import type { Moments } from './moments.ts';
import { finishReasons, type Narrowing } from './narrowing.ts';

type Props = {
  narrowing: Narrowing;
  moments: Moments;
  onChange: (change: Partial<Narrowing>) => void;
};
const any = 'any';
const inside = [
  ...(['teamId', 'tagId', 'finishReason', 'score', 'evaluated', 'asked', 'started'] as const),
  ...(['contact', 'weekday', 'hour'] as const),
];

/** What is asked less often than the rest. */
export function MoreFilters(props: Props) {
  const t = useTranslations('services');
  const count = inside.filter((name) => props.narrowing[name] !== undefined).length;
  return (
    <Popover
      title={t('more')}
      side="bottom"
      trigger={
        <Button icon={<SlidersHorizontal size={15} />}>
          {count > 0 ? t('moreCount', { count: String(count) }) : t('more')}
        </Button>
      }
    >
      <div className={css.more}>
        <Whose {...props} />
        <Judged {...props} />
        <When {...props} />
        <ContactField {...props} />
      </div>
    </Popover>
  );
}

function Whose({ narrowing, onChange }: Props) {
  const t = useTranslations('services');
  const { teams } = useStores();
  const allTeams = useStore(teams, (state) => state.teams);
  const tags = useOpening((state) => state.tags);
  return (
    <>
      <ChoiceField
        label={t('team')}
        value={narrowing.teamId ?? any}
        choices={[
          { value: any, label: t('anyTeam') },
          { value: 'none', label: t('noTeam') },
          ...[...allTeams.values()].map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChoose={(value) => onChange({ teamId: value === any ? undefined : value })}
      />
      <ChoiceField
        label={t('tag')}
        value={narrowing.tagId ?? any}
        choices={[
          { value: any, label: t('anyTag') },
          ...[...tags.values()].map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChoose={(value) => onChange({ tagId: value === any ? undefined : value })}
      />
      <ChoiceField
        label={t('reason')}
        value={narrowing.finishReason ?? any}
        choices={[
          { value: any, label: t('anyReason') },
          ...finishReasons.map((value) => ({ value, label: t(`reasons.${value}`) })),
        ]}
        onChoose={(value) => onChange({ finishReason: value === any ? undefined : value })}
      />
    </>
  );
}

const judgements = {
  evaluated: { evaluated: true },
  notEvaluated: { evaluated: false },
  asked: { asked: true },
  notAsked: { asked: false },
} as const satisfies Record<string, Partial<Narrowing>>;
type Judgement = keyof typeof judgements;
const judgementNames = Object.keys(judgements) as Judgement[];

function Judged({ narrowing, onChange }: Props) {
  const t = useTranslations('services');
  const { score, evaluated, asked } = narrowing;
  const chosen =
    score !== undefined
      ? String(score)
      : evaluated !== undefined
        ? evaluated
          ? 'evaluated'
          : 'notEvaluated'
        : asked === undefined
          ? any
          : asked
            ? 'asked'
            : 'notAsked';
  return (
    <ChoiceField<string>
      label={t('evaluation')}
      value={chosen}
      choices={[
        { value: any, label: t('anyEvaluation') },
        ...judgementNames.map((value) => ({ value, label: t(value) })),
        ...[5, 4, 3, 2, 1].map((stars) => ({
          value: String(stars),
          label: t('score', { score: stars }),
        })),
      ]}
      onChoose={(value) => {
        const judgement = judgementNames.find((name) => name === value);
        const stars = Number(value) || undefined;
        onChange({
          ...{ score: stars, evaluated: undefined, asked: undefined },
          ...(judgement && judgements[judgement]),
        });
      }}
    />
  );
}

function When({ narrowing, moments, onChange }: Props) {
  const t = useTranslations('services');
  const { started, weekday, hour } = narrowing;
  return (
    <>
      <ChoiceField
        label={t('start')}
        value={started === undefined ? any : started ? 'started' : 'notStarted'}
        choices={[
          { value: any, label: t('anyStart') },
          { value: 'started', label: t('started') },
          { value: 'notStarted', label: t('notStarted') },
        ]}
        onChoose={(value) => onChange({ started: value === any ? undefined : value === 'started' })}
      />
      <ChoiceField<string>
        label={t('weekday')}
        value={weekday === undefined ? any : String(weekday)}
        choices={[
          { value: any, label: t('anyWeekday') },
          ...[1, 2, 3, 4, 5, 6, 7].map((n) => ({ value: String(n), label: moments.weekday(n) })),
        ]}
        onChoose={(value) => onChange({ weekday: Number(value) || undefined })}
      />
      <ChoiceField<string>
        label={t('hour')}
        value={hour === undefined ? any : String(hour)}
        choices={[
          { value: any, label: t('anyHour') },
          ...Array.from({ length: 24 }, (_, n) => ({
            value: String(n),
            label: t('hourIs', { from: `${n}:00`, to: `${(n + 1) % 24}:00` }),
          })),
        ]}
        onChoose={(value) => onChange({ hour: value === any ? undefined : Number(value) })}
      />
    </>
  );
}

/** Another way to one contact is from one of their services. */
function ContactField({ narrowing, onChange }: Props) {
  const t = useTranslations('services');
  const asked = narrowing.contact?.startsWith('+') ? narrowing.contact : '';
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  function take() {
    if (typed === null) return;
    const number = toE164(typed.trim());
    setWrong(typed.trim() !== '' && number === null);
    if (typed.trim() === '') onChange({ contact: undefined });
    else if (number) onChange({ contact: number });
  }
  return (
    <TextField
      className={css.across}
      label={t('contactNumber')}
      hint={t('contactHint')}
      error={wrong ? t('contactWrong') : undefined}
      inputMode="tel"
      autoComplete="off"
      maxLength={30}
      value={typed ?? asked}
      onChange={(event) => {
        setTyped(event.target.value);
        setWrong(false);
      }}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  );
}
