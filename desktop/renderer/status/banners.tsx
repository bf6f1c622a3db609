import { CircleArrowUp, FileX2, FlaskConical, LogIn } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useUpdateWords } from '../settings/update-words.ts';
import { useOpening, useStores, useTimes } from '../shell/context.ts';
import type { Way } from '../sign-in/way.ts';
import { SignInWays, useWayWords } from '../sign-in/ways.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import css from './connection.module.css';

/** What holds for the whole screen: a sign-in that ended, an app too old, sample data. */
export function Banners() {
  const needed = useOpening((state) => state.opening?.signInNeeded ?? false);
  const version = useOpening((state) => state.opening?.sync.updateTo ?? null);
  const sample = useOpening(
    (state) => state.opening?.sample === true && state.opening.user?.role === 'admin',
  );
  return (
    <>
      {needed && <SignInNeeded />}
      {version !== null && <UpdateNeeded version={version} />}
      <LostHere />
      <AppUpdateBanner />
      {sample && <Sample />}
    </>
  );
}

function SignInNeeded() {
  const t = useTranslations();
  const [open, setOpen] = useState(false);
  const [way, setWay] = useState<Way>('password');
  const words = useWayWords()[way];
  const begin = () => {
    setWay('password');
    setOpen(true);
  };
  return (
    <>
      <Banner
        tone="warm"
        icon={<LogIn size={16} />}
        action={
          <Button size="small" onClick={begin}>
            {t('signIn.again')}
          </Button>
        }
      >
        {t('signIn.needed')}
      </Banner>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={way === 'password' ? t('signIn.again') : words.title}
        description={way === 'password' ? t('signIn.neededText') : words.text}
        closeLabel={t('app.close')}
      >
        <SignInWays again way={way} onWay={setWay} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

/** What was here and could not be read; until somebody has read that. */
function LostHere() {
  const t = useTranslations('banner');
  const { opening } = useStores();
  const times = useTimes();
  const lost = useOpening((state) => state.opening?.lost ?? null);
  if (!lost) return null;
  return (
    <Banner
      tone="warm"
      icon={<FileX2 size={16} />}
      action={
        <Button size="small" onClick={() => void opening.forgetLost()}>
          {t('lostSeen')}
        </Button>
      }
    >
      {t(lost.why === 'locked' ? 'lostKey' : 'lost', { when: times.full(lost.at) })}
    </Banner>
  );
}

function UpdateNeeded({ version }: { version: string }) {
  const t = useTranslations('banner');
  return (
    <Banner tone="warm" icon={<CircleArrowUp size={16} />}>
      {t('update', { version })}
    </Banner>
  );
}

/** An update that is here, or one that was not what it should be; anything else is told in the settings. */
function AppUpdateBanner() {
  const t = useTranslations('settings');
  const { opening, askSettings } = useStores();
  const update = useOpening((state) => state.opening?.appUpdate ?? null);
  const words = useUpdateWords(update);
  const damaged = update?.state === 'failed' && update.reason === 'damaged';
  if (!damaged && update?.state !== 'ready' && update?.state !== 'waiting') return null;
  return (
    <Banner
      tone={damaged ? 'warm' : 'accent'}
      icon={<CircleArrowUp size={16} />}
      action={
        <span className={css.actions}>
          <Button size="small" onClick={() => askSettings('appSection')}>
            {t('notes')}
          </Button>
          {update.state === 'ready' && (
            <Button size="small" onClick={() => opening.restartToUpdate()}>
              {t('restart')}
            </Button>
          )}
        </span>
      }
    >
      {words}
    </Banner>
  );
}

function Sample() {
  const t = useTranslations('banner');
  const app = useTranslations('app');
  const { opening } = useStores();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  async function remove() {
    setBusy(true);
    const refusal = await opening.removeSample();
    setBusy(false);
    setFailed(refusal !== null);
    if (refusal === null) setAsking(false);
  }
  return (
    <>
      <Banner
        tone="accent"
        icon={<FlaskConical size={16} />}
        action={
          <Button size="small" onClick={() => setAsking(true)}>
            {t('remove')}
          </Button>
        }
      >
        {t('sample')}
      </Banner>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('removeTitle')}
        description={t('removeText')}
        closeLabel={app('close')}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{app('cancel')}</Button>
            <Button kind="danger" busy={busy} onClick={() => void remove()}>
              {t('removeGo')}
            </Button>
          </>
        }
      >
        {failed && (
          <p className={css.failed} role="alert">
            {t('removeFailed')}
          </p>
        )}
      </Dialog>
    </>
  );
}
