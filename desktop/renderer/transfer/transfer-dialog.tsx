import { ArrowLeftRight, Search, UsersRound } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Receiver } from '#shared/rules/transfer.ts';
import { nameOf } from '../format/names.ts';
import { useList, useOpening, useStores } from '../shell/context.ts';
import { heldBy } from '../teams/holding.ts';
import { PersonFace, PersonName } from '../teams/person.tsx';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/text-field.tsx';
import { receiversOf } from './receivers.ts';
import css from './transfer-dialog.module.css';

type Props = {
  entry: ConversationSummary;
  onClose: () => void;
  /** For several at once: what is said, and what is done instead. */
  title?: string;
  send?: (to: Receiver, note: string) => Promise<boolean>;
};
const keyOf = (to: Receiver): string => ('teamId' in to ? `team ${to.teamId}` : to.attendantId);
const longestNote = 4_000;

/** To whom it goes, and a word for them. */
export function TransferDialog({ entry, onClose, title, send: sendAll }: Props) {
  const t = useTranslations('transfer');
  const app = useTranslations('app');
  const { actions } = useStores();
  const [wanted, setWanted] = useState('');
  const [to, setTo] = useState<Receiver | null>(null);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const waiting = entry.service?.state === 'waiting';
  async function send() {
    if (!to) return;
    setBusy(true);
    const done = await (sendAll?.(to, note) ?? actions.transfer(entry.conversation.id, to, note));
    setBusy(false);
    if (done) onClose();
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={title ?? t(waiting ? 'giveTitle' : 'title', { name: nameOf(entry.contact) })}
      closeLabel={app('close')}
      actions={
        <>
          <Button onClick={onClose}>{app('cancel')}</Button>
          <Button
            kind="primary"
            icon={<ArrowLeftRight size={14} />}
            disabled={!to}
            busy={busy}
            onClick={() => void send()}
          >
            {t(waiting ? 'give' : 'go')}
          </Button>
        </>
      }
    >
      <TextField
        bare
        label={t('search')}
        placeholder={t('search')}
        icon={<Search size={14} />}
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      <Choices entry={entry} wanted={wanted} to={to} onChoose={setTo} />
      <label className={css.note}>
        <span className={css.noteLabel}>{t('note')}</span>
        <textarea
          className={css.noteField}
          rows={2}
          dir="auto"
          maxLength={longestNote}
          placeholder={t('noteHint')}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
    </Dialog>
  );
}

type ChoicesProps = {
  entry: ConversationSummary;
  wanted: string;
  to: Receiver | null;
  onChoose: (to: Receiver) => void;
};

function Choices({ entry, wanted, to, onChoose }: ChoicesProps) {
  const t = useTranslations('transfer');
  const { teams: teamsStore } = useStores();
  const colleagues = useOpening((state) => state.colleagues);
  const teams = useStore(teamsStore, (state) => state.teams);
  const entries = useList((state) => state.entries);
  const holder = entry.service?.attendantId ?? null;
  const held = useMemo(() => heldBy(entries.values()), [entries]);
  const found = useMemo(
    () => receiversOf({ teams: teams.values(), colleagues, held, holder }, wanted),
    [teams, colleagues, held, holder, wanted],
  );
  const one = (receiver: Receiver, content: ReactNode, more: ReactNode) => (
    <label key={keyOf(receiver)} className={css.one}>
      <input
        type="radio"
        name="to"
        className="out-of-sight"
        checked={to !== null && keyOf(to) === keyOf(receiver)}
        onChange={() => onChoose(receiver)}
      />
      {content}
      <span className={css.more}>{more}</span>
    </label>
  );
  const queue = found.teams.length > 0 && wanted.trim() === '';
  return (
    <div className={css.list} role="radiogroup" aria-label={t('whom')}>
      {found.teams.length > 0 && <p className={css.heading}>{t('teams')}</p>}
      {found.teams.map(({ team, online }) =>
        one(
          { teamId: team.id },
          <>
            <UsersRound size={16} className={css.icon} aria-hidden="true" />
            <bdi className={css.name}>{team.name}</bdi>
          </>,
          t('online', { count: online }),
        ),
      )}
      {queue &&
        entry.service?.teamId !== undefined &&
        one(
          { teamId: null },
          <>
            <UsersRound size={16} className={css.icon} aria-hidden="true" />
            <span className={css.name}>{t('everybody')}</span>
          </>,
          null,
        )}
      {found.colleagues.length > 0 && <p className={css.heading}>{t('colleagues')}</p>}
      {found.colleagues.map(({ colleague, open, full }) =>
        one(
          { attendantId: colleague.id },
          <>
            <PersonFace colleague={colleague} />
            <PersonName colleague={colleague} />
          </>,
          <span className={classes(full && css.full)}>
            {colleague.capacity === undefined
              ? t('open', { count: open })
              : t('openOf', { count: open, capacity: colleague.capacity })}
          </span>,
        ),
      )}
      {found.colleagues.length + found.teams.length === 0 && (
        <p className={css.none}>{t('nobody')}</p>
      )}
    </div>
  );
}
