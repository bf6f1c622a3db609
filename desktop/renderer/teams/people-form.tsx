import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Colleague } from '#shared/contract/user.ts';
import { useOpening, useStores } from '../shell/context.ts';
import { PersonFace, PersonName } from './person.tsx';
import css from './teams.module.css';

const most = 200;

/** How many open services routing gives each, at most. */
export function PeopleForm() {
  const t = useTranslations('teams');
  const colleagues = useOpening((state) => state.colleagues);
  const people = [...colleagues.values()]
    .filter((one) => one.active)
    .sort((a, b) => a.name.localeCompare(b.name));
  return (
    <div className={css.scroll}>
      <p className={css.about}>{t('capacityText')}</p>
      {people.map((one) => (
        <Person key={`${one.id} ${one.capacity}`} colleague={one} />
      ))}
    </div>
  );
}

function Person({ colleague }: { colleague: Colleague }) {
  const t = useTranslations('teams');
  const { teams } = useStores();
  const [text, setText] = useState(String(colleague.capacity ?? ''));
  function keep() {
    const capacity = Number(text);
    const fits = text.trim() !== '' && Number.isInteger(capacity) && capacity >= 0;
    if (!fits || capacity > most) return setText(String(colleague.capacity ?? ''));
    if (capacity !== colleague.capacity) void teams.setCapacity(colleague.id, capacity);
  }
  return (
    <div className={css.person}>
      <PersonFace colleague={colleague} />
      <PersonName colleague={colleague} />
      <input
        type="number"
        className={css.number}
        min={0}
        max={most}
        aria-label={t('capacityOf', { name: colleague.name })}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && keep()}
      />
    </div>
  );
}
