import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { Id } from '#shared/contract/scalars.ts';
import { routings, type Team } from '#shared/contract/team.ts';
import { useOpening, useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/check-field.tsx';
import { ChoiceField } from '../ui/choice-field.tsx';
import { TextField } from '../ui/text-field.tsx';
import { PersonFace, PersonName } from './person.tsx';
import css from './teams.module.css';

type Form = Omit<Team, 'id' | 'evaluationText'> & { evaluationText: string };
const blank: Form = {
  name: '',
  routing: 'manual',
  evaluation: true,
  evaluationText: '',
  active: true,
  memberIds: [],
};
const formOf = ({ id: _, evaluationText, ...team }: Team): Form => ({
  ...team,
  evaluationText: evaluationText ?? '',
});

type Props = { /** Null: a new one. */ team: Team | null; onSaved: (id: Id) => void };

export function TeamForm({ team, onSaved }: Props) {
  const t = useTranslations('teams');
  const { teams } = useStores();
  const busy = useStore(teams, (state) => state.busy > 0);
  const colleagues = useOpening((state) => state.colleagues);
  const [form, setForm] = useState<Form>(team ? formOf(team) : blank);
  const [tried, setTried] = useState(false);
  const change = (part: Partial<Form>) => setForm({ ...form, ...part });
  const people = [...colleagues.values()]
    .filter((one) => one.active || form.memberIds.includes(one.id))
    .sort((a, b) => a.name.localeCompare(b.name));
  const nameless = form.name.trim() === '';

  async function save(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (nameless) return;
    const { active, evaluationText, ...rest } = form;
    const words = { ...rest, evaluationText: evaluationText.trim() || null };
    const saved = await teams.save(team?.id ?? null, team ? { ...words, active } : words);
    if (saved) onSaved(saved.id);
  }
  const join = (id: Id, is: boolean) =>
    change({
      memberIds: is ? [...form.memberIds, id] : form.memberIds.filter((one) => one !== id),
    });

  return (
    <form className={css.fields} onSubmit={(event) => void save(event)} noValidate>
      <TextField
        label={t('name')}
        value={form.name}
        maxLength={120}
        error={tried && nameless ? t('nameless') : undefined}
        onChange={(event) => change({ name: event.target.value })}
      />
      <ChoiceField
        label={t('routing')}
        hint={t(`routingText.${form.routing}`)}
        value={form.routing}
        onChoose={(routing) => change({ routing })}
        choices={routings.map((value) => ({ value, label: t(`routings.${value}`) }))}
      />
      <fieldset className={css.members}>
        <legend className={css.legend}>{t('members', { count: form.memberIds.length })}</legend>
        <div className={css.people}>
          {people.map((one) => (
            <CheckField
              key={one.id}
              checked={form.memberIds.includes(one.id)}
              onChange={(is) => join(one.id, is)}
            >
              <PersonFace colleague={one} />
              <PersonName colleague={one} />
            </CheckField>
          ))}
        </div>
      </fieldset>
      <div>
        <CheckField checked={form.evaluation} onChange={(evaluation) => change({ evaluation })}>
          {t('evaluation')}
        </CheckField>
        {form.evaluation && (
          <TextField
            bare
            label={t('evaluationText')}
            placeholder={t('evaluationText')}
            value={form.evaluationText}
            maxLength={1_000}
            onChange={(event) => change({ evaluationText: event.target.value })}
          />
        )}
        {team && (
          <CheckField checked={form.active} onChange={(active) => change({ active })}>
            {t('active')}
          </CheckField>
        )}
      </div>
      <Button type="submit" kind="primary" busy={busy} className={css.save}>
        {t(team ? 'save' : 'create')}
      </Button>
    </form>
  );
}
