import { ArrowLeftRight, ChevronRight, Hand } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Colleague } from '#shared/contract/user.ts';
import { nameOf } from '../format/names.ts';
import { useClock, useList, useStores, useTimes } from '../shell/context.ts';
import { PersonFace, PersonName } from '../teams/person.tsx';
import { classes } from '../ui/classes.ts';
import { IconButton } from '../ui/icon-button.tsx';
import type { Board } from './board.ts';
import css from './supervisor.module.css';

type Moves = { onShow: (id: Id) => void; onMove: (id: Id) => void };

/** Everybody with what they hold against what they are given; their services under their name. */
export function Attendants({ attendants, ...moves }: Moves & Pick<Board, 'attendants'>) {
  const t = useTranslations('supervisor');
  return (
    <section className={css.column} aria-label={t('attendants')}>
      <h3 className={css.heading}>{t('attendants')}</h3>
      <ul className={css.list}>
        {attendants.map(({ colleague, held }) => (
          <Attendant key={colleague.id} colleague={colleague} held={held} {...moves} />
        ))}
        {attendants.length === 0 && <li className={css.none}>{t('nobody')}</li>}
      </ul>
    </section>
  );
}

type Props = Moves & { colleague: Colleague; held: readonly ConversationSummary[] };

function Attendant({ colleague, held, ...moves }: Props) {
  const t = useTranslations('supervisor');
  const [open, setOpen] = useState(false);
  const { capacity } = colleague;
  const full = capacity !== undefined && held.length >= capacity;
  return (
    <li>
      <button
        type="button"
        className={css.person}
        aria-expanded={open}
        disabled={held.length === 0}
        onClick={() => setOpen(!open)}
      >
        <ChevronRight size={14} className={classes(css.arrow, open && css.down)} />
        <PersonFace colleague={colleague} />
        <PersonName colleague={colleague} />
        <span className={classes(css.load, full && held.length > 0 && css.full)}>
          {capacity === undefined
            ? t('holds', { count: held.length })
            : t('holdsOf', { count: held.length, capacity })}
        </span>
      </button>
      {open && (
        <ul className={css.held}>
          {held.map((entry) => (
            <HeldRow key={entry.conversation.id} entry={entry} {...moves} />
          ))}
        </ul>
      )}
    </li>
  );
}

function HeldRow({ entry, onShow, onMove }: Moves & { entry: ConversationSummary }) {
  const t = useTranslations('supervisor');
  const times = useTimes();
  const { actions } = useStores();
  const me = useList((state) => state.me);
  const { conversation, service, contact } = entry;
  const silent = useClock((now) =>
    times.length(now - Date.parse(service?.lastInteractionAt ?? '')),
  );
  const name = nameOf(contact);
  return (
    <li className={css.row}>
      <button type="button" className={css.open} onClick={() => onShow(conversation.id)}>
        <bdi>{name}</bdi>
        <span className={css.soft}>{t('silent', { time: silent })}</span>
      </button>
      {service?.attendantId !== me && (
        <IconButton
          label={t('takeOver', { name })}
          onClick={() => void actions.transfer(conversation.id, { attendantId: me }, '')}
        >
          <Hand size={15} />
        </IconButton>
      )}
      <IconButton label={t('transfer', { name })} onClick={() => onMove(conversation.id)}>
        <ArrowLeftRight size={15} />
      </IconButton>
    </li>
  );
}
