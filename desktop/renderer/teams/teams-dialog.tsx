import { CircleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import { useStores } from '../shell/context.ts';
import { useWhy } from '../shell/why-refused.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Segments } from '../ui/segments.tsx';
import { PeopleForm } from './people-form.tsx';
import { RulesForm } from './rules-form.tsx';
import { TeamList } from './team-list.tsx';
import css from './teams.module.css';

const parts = ['teams', 'people', 'rules'] as const;
type Part = (typeof parts)[number];

/** For admins: teams and their members, how much each is given, and the rules of it all. */
export function TeamsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('teams');
  const app = useTranslations('app');
  const { teams } = useStores();
  const [part, setPart] = useState<Part>('teams');
  useEffect(() => {
    if (!open) return;
    teams.forget();
    void teams.loadRouting();
  }, [open, teams]);
  return (
    <Dialog open={open} onClose={onClose} title={t('title')} large closeLabel={app('close')}>
      <Trouble />
      <div className={css.parts}>
        <Segments<Part>
          label={t('title')}
          value={part}
          onChange={setPart}
          segments={parts.map((value) => ({ value, label: t(value), count: null, dot: false }))}
        >
          {part === 'teams' ? <TeamList /> : part === 'people' ? <PeopleForm /> : <RulesForm />}
        </Segments>
      </div>
    </Dialog>
  );
}

function Trouble() {
  const t = useTranslations('teams');
  const why = useWhy();
  const { teams } = useStores();
  const trouble = useStore(teams, (state) => state.trouble);
  if (!trouble) return null;
  return (
    <p className={css.trouble} role="alert">
      <CircleAlert size={15} aria-hidden="true" />
      <span>
        {t('notSaved')} {why(trouble)}
      </span>
    </p>
  );
}
