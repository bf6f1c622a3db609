import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type CopySettings, largestBound, leastBound } from '#shared/contract/copies.ts';
import { useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/check-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import css from './copies.module.css';
import { type CopiesDraft, draftOf, patchOf } from './draft.ts';

type Phase = 'loading' | 'ready' | 'asking' | 'saving' | 'saved' | 'offline' | 'failed';
type State = { before: CopySettings; draft: CopiesDraft } | null;

/** What consoles keep on the machines they run on; for admins. */
export function CopiesDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('copies');
  const app = useTranslations('app');
  const { asks } = useStores();
  const [state, setState] = useState<State>(null);
  const [phase, setPhase] = useState<Phase>('loading');
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round asks anew.
  useEffect(() => {
    if (!open) return;
    let here = true;
    setState(null);
    setPhase('loading');
    void asks('copies', {}).then((answer) => {
      if (!here) return;
      if (answer.ok) setState({ before: answer.value, draft: draftOf(answer.value) });
      setPhase(answer.ok ? 'ready' : failureOf(answer));
    });
    return () => {
      here = false;
    };
  }, [open, asks, round]);
  const patch = state && patchOf(state.draft, state.before);
  const changed = patch !== null && Object.keys(patch).length > 0;
  const asking = phase === 'asking';

  async function save() {
    if (!changed) return;
    if (patch.wipeOnSignOut && !asking) return setPhase('asking');
    setPhase('saving');
    const answer = await asks('saveCopies', { patch });
    if (answer.ok) setState({ before: answer.value, draft: draftOf(answer.value) });
    setPhase(answer.ok ? 'saved' : failureOf(answer));
  }
  function change(part: Partial<CopiesDraft>) {
    setPhase('ready');
    setState((now) => now && { ...now, draft: { ...now.draft, ...part } });
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t(asking ? 'askTitle' : 'title')}
      description={t(asking ? 'askText' : 'text')}
      closeLabel={app('close')}
      actions={
        asking ? (
          <>
            <BackButton onClick={() => setPhase('ready')}>{t('back')}</BackButton>
            <Button kind="danger" onClick={() => void save()}>
              {t('askGo')}
            </Button>
          </>
        ) : (
          state && (
            <Button
              kind="primary"
              busy={phase === 'saving'}
              disabled={!changed}
              onClick={() => void save()}
            >
              {t('save')}
            </Button>
          )
        )
      }
    >
      {asking && <Meaning />}
      {!asking && state && (
        <form
          className={css.fields}
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <Fields draft={state.draft} wrong={patch === null} change={change} />
        </form>
      )}
      {phase === 'loading' && (
        <p className={css.about}>
          <Spinner /> {t('loading')}
        </p>
      )}
      {!state && (phase === 'offline' || phase === 'failed') && (
        <Button onClick={() => setRound(round + 1)}>{app('retry')}</Button>
      )}
      <p role="status" className={phase === 'saved' ? css.saved : css.trouble}>
        {(phase === 'saved' || phase === 'offline' || phase === 'failed') && t(phase)}
      </p>
    </Dialog>
  );
}

const failureOf = ({ code }: { code: string }): 'offline' | 'failed' =>
  code === 'server-unreachable' ? 'offline' : 'failed';

/** In its place was the button that was pressed: the keyboard finds the harmless one there. */
function BackButton({ onClick, children }: { onClick: () => void; children: string }) {
  const ref = useRef<HTMLButtonElement>(null);
  useEffect(() => ref.current?.focus(), []);
  return (
    <Button ref={ref} onClick={onClick}>
      {children}
    </Button>
  );
}

function Meaning() {
  const t = useTranslations('copies');
  return (
    <>
      <ul className={css.meaning}>
        <li>{t('meansAll')}</li>
        <li>{t('meansLost')}</li>
        <li>{t('meansAgain')}</li>
      </ul>
      <p className={css.about}>{t('meansWhen')}</p>
    </>
  );
}

type FieldsProps = {
  draft: CopiesDraft;
  wrong: boolean;
  change: (part: Partial<CopiesDraft>) => void;
};

function Fields({ draft, wrong, change }: FieldsProps) {
  const t = useTranslations('copies');
  return (
    <>
      <CheckField
        checked={draft.wipeOnSignOut}
        hint={t('wipeText')}
        onChange={(wipeOnSignOut) => change({ wipeOnSignOut })}
      >
        {t('wipe')}
      </CheckField>
      <div>
        <CheckField
          checked={draft.bounded}
          hint={t('boundedText')}
          onChange={(bounded) => change({ bounded })}
        >
          {t('bounded')}
        </CheckField>
        {draft.bounded && (
          <TextField
            className={css.most}
            label={t('most')}
            hint={t('mostHint')}
            error={wrong ? t('mostWrong', { least: leastBound, largest: largestBound }) : undefined}
            inputMode="numeric"
            autoComplete="off"
            value={draft.most}
            onChange={(event) => change({ most: event.target.value.trim() })}
          />
        )}
      </div>
    </>
  );
}
