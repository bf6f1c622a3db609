import { Settings2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { Id } from '#shared/contract/scalars.ts';
import { useList, useOpening, useStores } from '../shell/context.ts';
import { TransferDialog } from '../transfer/transfer-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { ChoiceField } from '../ui/choice-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Attendants } from './attendants.tsx';
import { boardOf, type TeamChoice } from './board.ts';
import { Queue } from './queue.tsx';
import css from './supervisor.module.css';

type Props = { open: boolean; onClose: () => void; onTeams: () => void };

/** For admins: who is there, who holds what, what waits how long, and moving it. */
export function SupervisorDialog({ open, onClose, onTeams }: Props) {
  const t = useTranslations('supervisor');
  const app = useTranslations('app');
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('title')}
      large
      closeLabel={app('close')}
      actions={
        <Button icon={<Settings2 size={14} />} onClick={onTeams}>
          {t('teams')}
        </Button>
      }
    >
      {open && <BoardView onClose={onClose} />}
    </Dialog>
  );
}

function BoardView({ onClose }: { onClose: () => void }) {
  const t = useTranslations('supervisor');
  const { teams: teamsStore, tabs } = useStores();
  const entries = useList((state) => state.entries);
  const colleagues = useOpening((state) => state.colleagues);
  const teams = useStore(teamsStore, (state) => state.teams);
  const [choice, setChoice] = useState<TeamChoice>('all');
  const [moving, setMoving] = useState<Id | null>(null);
  const board = useMemo(
    () => boardOf(entries.values(), colleagues.values(), teams, choice),
    [entries, colleagues, teams, choice],
  );
  const entry = moving === null ? undefined : entries.get(moving);
  const show = (id: Id) => {
    tabs.show(id);
    onClose();
  };
  return (
    <>
      <div className={css.head}>
        {teams.size > 0 && (
          <ChoiceField
            bare
            label={t('team')}
            value={choice}
            onChoose={setChoice}
            choices={[
              { value: 'all', label: t('allTeams') },
              ...[...teams.values()].map(({ id, name }) => ({ value: id, label: name })),
              { value: 'none', label: t('noTeam') },
            ]}
          />
        )}
        <p className={css.sums}>
          {t('sums', { online: board.online, open: board.open, waiting: board.waiting.length })}
        </p>
      </div>
      <div className={css.columns}>
        <Queue waiting={board.waiting} onShow={show} onMove={setMoving} />
        <Attendants attendants={board.attendants} onShow={show} onMove={setMoving} />
      </div>
      {entry && <TransferDialog entry={entry} onClose={() => setMoving(null)} />}
    </>
  );
}
