import { Inbox, RotateCw } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { Command } from '#shared/contract/command.ts';
import type { OutboxPlace } from '#shared/contract/outbox.ts';
import type { Instant } from '#shared/contract/scalars.ts';
import { useOpening, useStores, useTimes } from '../shell/context.ts';
import { useWhy } from '../shell/why-refused.ts';
import { flatly } from '../text/formatting.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Skeleton } from '../ui/spinner.tsx';
import { again, canBeDraft, wordsIn } from './intents.ts';
import css from './outbox.module.css';

type Props = { open: boolean; onClose: () => void };

/** What waits here, what was refused and why, and what can be done about each. */
export function OutboxDialog({ open, onClose }: Props) {
  const t = useTranslations('outbox');
  const app = useTranslations('app');
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('title')}
      description={t('text')}
      closeLabel={app('close')}
      wide
    >
      {open && <Place />}
    </Dialog>
  );
}

function Place() {
  const t = useTranslations('outbox');
  const app = useTranslations('app');
  const status = useTranslations('status');
  const { outbox, actions, troubles } = useStores();
  const phase = useStore(outbox, (state) => state.phase);
  const { waiting, refused } = useStore(outbox, (state) => state.place);
  const sync = useOpening((state) => state.opening?.sync);
  const told = useStore(troubles, (state) => state.next);
  const [late, setLate] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew as something goes or is refused.
  useEffect(() => {
    void outbox.load();
  }, [outbox, sync?.waiting, told]);

  if (phase === 'loading') {
    return (
      <div className={css.loading} aria-busy="true">
        <Skeleton width="60%" />
        <Skeleton width="80%" />
      </div>
    );
  }
  if (phase === 'failed') {
    return (
      <EmptyState
        title={t('failed')}
        action={<Button onClick={() => void outbox.load()}>{app('retry')}</Button>}
      />
    );
  }
  if (waiting.length + refused.length === 0) {
    return (
      <EmptyState
        icon={<Inbox size={28} strokeWidth={1.5} />}
        title={t('nothing')}
        text={t('nothingText')}
      />
    );
  }
  const back = async (id: string, then?: () => void) => {
    const done = await outbox.takeBack(id);
    setLate(!done);
    if (done) then?.();
  };
  return (
    <div className={css.place}>
      {late && (
        <p className={css.late} role="alert">
          {t('tooLate')}
        </p>
      )}
      {waiting.length > 0 && (
        <section aria-label={t('waiting')}>
          <h3 className={css.heading}>
            {t('waiting')}
            {sync?.connection === 'offline' && (
              <Button size="small" icon={<RotateCw size={13} />} onClick={actions.reconnect}>
                {status('tryNow')}
              </Button>
            )}
          </h3>
          <Groups rows={waiting} atOf={({ givenAt }) => givenAt}>
            {({ command }) => (
              <>
                {canBeDraft(command) && <ToDraft command={command} go={back} />}
                <Button size="small" kind="plain" onClick={() => void back(command.id)}>
                  {t('takeBack')}
                </Button>
              </>
            )}
          </Groups>
        </section>
      )}
      {refused.length > 0 && (
        <section aria-label={t('refused')}>
          <h3 className={css.heading}>{t('refused')}</h3>
          <Groups rows={refused} atOf={({ at }) => at}>
            {({ command }) => <SeenTo command={command} />}
          </Groups>
        </section>
      )}
    </div>
  );
}

type ToDraftProps = {
  command: Command;
  go: (id: string, then: () => void) => Promise<void>;
};

function ToDraft({ command, go }: ToDraftProps) {
  const t = useTranslations('outbox');
  const { drafts, tabs, dialogs, list } = useStores();
  const { conversationId } = command;
  function toDraft() {
    drafts.open(conversationId, list.getState().entries.get(conversationId)?.draft ?? '');
    const before = drafts.getState().drafts.get(conversationId)?.text ?? '';
    const words = wordsIn(command) ?? '';
    drafts.write(conversationId, before.trim() === '' ? words : `${before}\n${words}`);
    void drafts.keep(conversationId);
    tabs.show(conversationId);
    dialogs.close();
  }
  return (
    <Button size="small" onClick={() => void go(command.id, toDraft)}>
      {t('toDraft')}
    </Button>
  );
}

/** The words of a refused message are in the draft already. */
function SeenTo({ command }: { command: Command }) {
  const t = useTranslations('outbox');
  const { actions, outbox } = useStores();
  const files = command.type === 'sendMessage' && command.attachmentId !== undefined;
  return (
    <>
      {!files && (
        <Button
          size="small"
          onClick={async () => {
            if (await actions.perform(again(command))) await outbox.forget(command.id);
          }}
        >
          {t('again')}
        </Button>
      )}
      <Button size="small" kind="plain" onClick={() => void outbox.forget(command.id)}>
        {t('seen')}
      </Button>
    </>
  );
}

type Row = OutboxPlace['waiting'][number] | OutboxPlace['refused'][number];
type GroupsProps<R extends Row> = {
  rows: readonly R[];
  atOf: (row: R) => Instant;
  children: (row: R) => ReactNode;
};

/** By conversation, in the order in which each comes first. */
function Groups<R extends Row>({ rows, atOf, children }: GroupsProps<R>) {
  const t = useTranslations('outbox');
  const times = useTimes();
  const why = useWhy();
  const { tabs, dialogs } = useStores();
  const groups = Map.groupBy(rows, ({ command }) => command.conversationId);
  return [...groups].map(([id, all]) => (
    <div key={id} className={css.group}>
      <button
        type="button"
        className={css.who}
        title={t('open')}
        onClick={() => {
          tabs.show(id);
          dialogs.close();
        }}
      >
        <bdi>{all[0]?.contactName}</bdi>
      </button>
      <ul className={css.list}>
        {all.map((row) => (
          <li key={row.command.id} className={css.row}>
            <div className={css.what}>
              <p className={css.kind}>
                {t(row.command.type)} <span className={css.at}>{times.clock(atOf(row))}</span>
              </p>
              {wordsIn(row.command) && (
                <p className={css.words} dir="auto">
                  {flatly(wordsIn(row.command) ?? '', 160)}
                </p>
              )}
              {'refusal' in row && <p className={css.why}>{why(row.refusal)}</p>}
            </div>
            {children(row)}
          </li>
        ))}
      </ul>
    </div>
  ));
}
