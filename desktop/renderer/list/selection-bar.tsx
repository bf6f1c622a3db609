import { ArrowLeftRight, Check, MailOpen, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Id } from '#shared/contract/scalars.ts';
import { useList, useOpening, useStores } from '../shell/context.ts';
import { TransferDialog } from '../transfer/transfer-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import type { Entries } from './sections.ts';
import css from './selection-bar.module.css';
import { SelectionTags } from './selection-tags.tsx';
import { type Deed, doToAll, mayBeDone, type Outcome } from './several.ts';

const none: Entries = new Map();

/** What is done to all that are chosen in the list; there while some are. */
export function SelectionBar() {
  const t = useTranslations('selection');
  const app = useTranslations('app');
  const { list, actions } = useStores();
  const selected = useList((state) => state.selected);
  // Each message changes them: who has chosen nothing does not look.
  const entries = useList((state) => (state.selected.size > 0 ? state.entries : none));
  const me = useList((state) => state.me);
  const admin = useOpening((state) => state.opening?.user?.role === 'admin');
  const [asking, setAsking] = useState<'finish' | 'transfer' | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const chosen = [...selected].flatMap((id) => entries.get(id) ?? []);
  const count = (deed: Deed) => chosen.filter((entry) => mayBeDone(deed, entry, me, admin)).length;

  async function go(deed: Deed, act: (id: Id) => Promise<boolean>) {
    const result = await doToAll(chosen, (entry) => mayBeDone(deed, entry, me, admin), act);
    setAsking(null);
    // What could not be done stays chosen, so that one sees which it is.
    list.keepSelected(result.left.map(({ id }) => id));
    setOutcome(result.left.length > 0 ? result : null);
  }

  async function finish() {
    const may = chosen.filter((entry) => mayBeDone('finish', entry, me, admin));
    const done = await actions.finishAll(may.map(({ conversation }) => conversation.id));
    await go('finish', async (id) => done.has(id));
  }

  if (chosen.length === 0) return null;
  const [first] = chosen.filter((entry) => mayBeDone('transfer', entry, me, admin));
  const deeds = { finish: count('finish'), transfer: count('transfer'), read: count('read') };
  return (
    <div className={css.bar} role="toolbar" aria-label={t('label')}>
      <div className={css.head}>
        <p className={css.count} role="status">
          {t('count', { count: chosen.length })}
          {outcome && (
            <span className={css.left}>
              {t('left', {
                done: outcome.done,
                count: outcome.left.length,
                names: outcome.left
                  .slice(0, 3)
                  .map(({ name }) => name)
                  .join(', '),
              })}
            </span>
          )}
        </p>
        <IconButton label={t('none')} keys="Esc" side="top" onClick={list.selectNone}>
          <X size={15} />
        </IconButton>
      </div>
      <div className={css.deeds}>
        <Button
          size="small"
          icon={<Check size={13} />}
          disabled={deeds.finish === 0}
          onClick={() => setAsking('finish')}
        >
          {t('finish', { count: deeds.finish })}
        </Button>
        <Button
          size="small"
          icon={<ArrowLeftRight size={13} />}
          disabled={deeds.transfer === 0}
          onClick={() => setAsking('transfer')}
        >
          {t('transfer', { count: deeds.transfer })}
        </Button>
        <SelectionTags chosen={chosen} />
        <IconButton
          label={t('read')}
          side="top"
          disabled={deeds.read === 0}
          onClick={() =>
            void go('read', async (id) => {
              await actions.markRead(id);
              return true;
            })
          }
        >
          <MailOpen size={15} />
        </IconButton>
      </div>
      <Dialog
        open={asking === 'finish'}
        onClose={() => setAsking(null)}
        title={t('finishTitle', { count: deeds.finish })}
        description={
          deeds.finish < chosen.length
            ? t('finishSome', { count: chosen.length - deeds.finish })
            : undefined
        }
        closeLabel={app('close')}
        actions={
          <>
            <Button onClick={() => setAsking(null)}>{app('cancel')}</Button>
            <Button kind="primary" onClick={() => void finish()}>
              {t('finish', { count: deeds.finish })}
            </Button>
          </>
        }
      />
      {asking === 'transfer' && first && (
        <TransferDialog
          entry={first}
          title={t('transferTitle', { count: deeds.transfer })}
          send={async (to, note) => {
            await go('transfer', (id) => actions.transfer(id, to, note));
            return true;
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}
