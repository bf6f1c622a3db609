import { Hand, UserRoundPlus } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { nameOf } from '../format/names.ts';
import { patienceOf } from '../format/time.ts';
import { useClock, useStores, useTimes } from '../shell/context.ts';
import { Chip } from '../ui/badge.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import css from './supervisor.module.css';

type Moves = { onShow: (id: Id) => void; onMove: (id: Id) => void };

/** What waits, the longest first: taken over or given to somebody from here. */
export function Queue({ waiting, ...moves }: Moves & { waiting: ConversationSummary[] }) {
  const t = useTranslations('supervisor');
  return (
    <section className={css.column} aria-label={t('waiting')}>
      <h3 className={css.heading}>
        {t('waiting')} <span className={css.count}>{waiting.length}</span>
      </h3>
      <ul className={css.list}>
        {waiting.map((entry) => (
          <Waiting key={entry.conversation.id} entry={entry} {...moves} />
        ))}
        {waiting.length === 0 && <li className={css.none}>{t('nothingWaits')}</li>}
      </ul>
    </section>
  );
}

function Waiting({ entry, onShow, onMove }: Moves & { entry: ConversationSummary }) {
  const t = useTranslations('supervisor');
  const times = useTimes();
  const { actions, teams } = useStores();
  const { conversation, service, contact } = entry;
  const since = Date.parse(service?.createdAt ?? '');
  const waited = useClock((now) => times.length(now - since));
  const patience = useClock((now) => patienceOf(now - since));
  const team = useStore(teams, (state) =>
    service?.teamId === undefined ? undefined : state.teams.get(service.teamId)?.name,
  );
  const name = nameOf(contact);
  return (
    <li className={css.row}>
      <button type="button" className={css.open} onClick={() => onShow(conversation.id)}>
        <bdi>{name}</bdi>
        {team !== undefined && <span className={css.soft}>{team}</span>}
      </button>
      <Chip tone={patience === 'calm' ? 'plain' : patience}>{waited}</Chip>
      <IconButton label={t('take', { name })} onClick={() => void actions.start(conversation.id)}>
        <Hand size={15} />
      </IconButton>
      <IconButton label={t('assign', { name })} onClick={() => onMove(conversation.id)}>
        <UserRoundPlus size={15} />
      </IconButton>
    </li>
  );
}
