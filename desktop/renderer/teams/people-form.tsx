import { Plus, UserRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { PasswordCode } from '#shared/contract/password.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { User } from '#shared/contract/user.ts';
import { useStores } from '../shell/context.ts';
import { useLongOffline } from '../shell/use-long-offline.ts';
import { useWhy } from '../shell/why-refused.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { PickRow } from '../ui/pick-row.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { CodeShown } from './code-shown.tsx';
import { NewPersonForm } from './new-person-form.tsx';
import css from './people.module.css';
import { PersonForm } from './person-form.tsx';

type Shown = { user: User; code: PasswordCode; invited: boolean };
/** The person whose code was shown just now: the keyboard goes on at their name. */
type Back = Id | null;

/** Everybody at the left, deactivated people too; the chosen one at the right. */
export function PeopleForm() {
  const t = useTranslations('people');
  const why = useWhy();
  const { asks } = useStores();
  const offline = useLongOffline();
  const [people, setPeople] = useState<readonly User[] | null>(null);
  const [trouble, setTrouble] = useState<Pick<ConsoleRefusal, 'code'> | null>(null);
  const [chosen, setChosen] = useState<Id | 'new' | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const [back, setBack] = useState<Back>(null);
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round asks anew.
  useEffect(() => {
    if (offline) return;
    let here = true;
    setTrouble(null);
    void asks('users', {}).then((answer) => {
      if (!here) return;
      if (answer.ok) setPeople(answer.value);
      else setTrouble(answer);
    });
    return () => {
      here = false;
    };
  }, [asks, offline, round]);

  // A code that is shown once stays, whatever happens to the network.
  if (shown === null && (offline || (people === null && trouble))) {
    return (
      <div className={css.alone}>
        <p role="alert">{why(offline || !trouble ? { code: 'server-unreachable' } : trouble)}</p>
        {!offline && <Button onClick={() => setRound(round + 1)}>{t('retry')}</Button>}
      </div>
    );
  }
  if (people === null) {
    return (
      <p className={css.alone} aria-busy="true">
        <Spinner /> {t('loading')}
      </p>
    );
  }
  const person = people.find(({ id }) => id === chosen);
  const choose = (next: Id | 'new') => {
    setShown(null);
    setBack(null);
    setChosen(next);
  };
  const take = (user: User) =>
    setPeople((now) => [...(now ?? []).filter(({ id }) => id !== user.id), user]);
  return (
    <div className={css.columns}>
      <List people={people} chosen={chosen} onChoose={choose} />
      <div className={css.form}>
        {shown ? (
          <CodeShown
            {...shown}
            onDone={() => {
              setBack(shown.user.id);
              setShown(null);
            }}
          />
        ) : chosen === 'new' ? (
          <NewPersonForm
            onMade={({ invitation, ...user }) => {
              take(user);
              setChosen(user.id);
              if (invitation) setShown({ user, code: invitation, invited: true });
            }}
          />
        ) : person ? (
          <PersonForm
            key={person.id}
            user={person}
            begun={back === person.id}
            onChanged={take}
            onCode={(code) => setShown({ user: person, code, invited: false })}
          />
        ) : (
          <EmptyState
            icon={<UserRound size={28} strokeWidth={1.5} />}
            title={t('chooseTitle')}
            text={t('chooseText')}
          />
        )}
      </div>
    </div>
  );
}

type ListProps = {
  people: readonly User[];
  chosen: Id | 'new' | null;
  onChoose: (chosen: Id | 'new') => void;
};

function List({ people, chosen, onChoose }: ListProps) {
  const t = useTranslations('people');
  const account = useTranslations('account');
  const sorted = [...people].sort(
    (a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name),
  );
  return (
    <nav className={css.list} aria-label={t('all')}>
      <Button kind="plain" icon={<Plus size={14} />} onClick={() => onChoose('new')}>
        {t('add')}
      </Button>
      {sorted.map(({ id, name, active, role }) => (
        <PickRow key={id} name={name} chosen={id === chosen} onChoose={() => onChoose(id)}>
          {(!active || role === 'admin') && (
            <span className={css.soft}>{active ? account('admin') : t('inactive')}</span>
          )}
        </PickRow>
      ))}
    </nav>
  );
}
