import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useOpening, useStores } from '../../shell/context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, Within } from '../../ui/dialog.tsx';

type Props = {
  dirty: boolean;
  /** True: saved. */
  save: () => Promise<boolean>;
  discard: () => void;
};

/** Whoever goes elsewhere is asked what becomes of what they changed. */
export function Unsaved({ dirty, save, discard }: Props) {
  const t = useTranslations('settingForm');
  const app = useTranslations('app');
  const { places } = useStores();
  // The installed app closes its window without this question.
  const asksOnClose = useOpening((state) => state.opening?.host === 'browser');
  const [leaving, setLeaving] = useState<{ go: () => void } | null>(null);
  const [busy, setBusy] = useState(false);
  const release = useRef(() => {});
  useEffect(() => {
    if (!dirty) return;
    const end = places.hold((go) => setLeaving({ go }));
    release.current = end;
    return end;
  }, [dirty, places]);
  useEffect(() => {
    if (!dirty || !asksOnClose) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty, asksOnClose]);

  function go() {
    release.current();
    setLeaving(null);
    leaving?.go();
  }
  async function saveAndGo() {
    setBusy(true);
    const saved = await save();
    setBusy(false);
    if (saved) go();
    else setLeaving(null);
  }
  return (
    <Within value={false}>
      <Dialog
        open={leaving !== null}
        onClose={() => setLeaving(null)}
        title={t('unsaved')}
        description={t('unsavedText')}
        closeLabel={app('close')}
        actions={
          <>
            <Button onClick={() => setLeaving(null)}>{t('stay')}</Button>
            <Button
              onClick={() => {
                discard();
                go();
              }}
            >
              {t('leave')}
            </Button>
            <Button kind="primary" busy={busy} onClick={() => void saveAndGo()}>
              {t('saveAndLeave')}
            </Button>
          </>
        }
      />
    </Within>
  );
}
