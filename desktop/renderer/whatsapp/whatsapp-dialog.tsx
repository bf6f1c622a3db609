import { CircleAlert, Play, Square, TriangleAlert, Unlink } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { WhatsappSession } from '#shared/contract/whatsapp.ts';
import { showPhone } from '#shared/rules/phone-number.ts';
import { useStores, useTimes } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { StatusDot } from '../ui/status-dot.tsx';
import { GroupsSwitch } from './groups-switch.tsx';
import { Pairing } from './pairing.tsx';
import { useReason } from './reason.ts';
import { sessionTones } from './tones.ts';
import css from './whatsapp.module.css';

/** The number's session, for admins: how it is, and what moves it. */
export function WhatsappDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('session');
  const app = useTranslations('app');
  const { whatsapp } = useStores();
  const session = useStore(whatsapp, (state) => state.session);
  const trouble = useStore(whatsapp, (state) => state.trouble);
  useEffect(() => {
    if (open) void whatsapp.load();
  }, [open, whatsapp]);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('title')}
      closeLabel={app('close')}
      actions={session && <Moves session={session} />}
    >
      {trouble !== null && (
        <p className={css.trouble} role="alert">
          <CircleAlert size={15} aria-hidden="true" />
          <span>
            {t(
              trouble === 'server-unreachable'
                ? 'unreachable'
                : trouble === 'forbidden'
                  ? 'forbidden'
                  : 'notDone',
            )}
          </span>
        </p>
      )}
      {session ? (
        <>
          <Session session={session} />
          <GroupsSwitch />
        </>
      ) : trouble === null ? (
        <p className={css.loading}>
          <Spinner /> {t('loading')}
        </p>
      ) : (
        <Button onClick={() => void whatsapp.load()}>{app('retry')}</Button>
      )}
    </Dialog>
  );
}

function Session({ session }: { session: WhatsappSession }) {
  const t = useTranslations('session');
  const states = useTranslations('whatsapp');
  const times = useTimes();
  const { driver, state, phone, name, since } = session;
  const reason = useReason(session);
  return (
    <>
      <div className={css.state} role="status">
        <StatusDot
          tone={sessionTones[state]}
          busy={state === 'starting' || state === 'reconnecting'}
        />
        <div>
          <p className={css.stateName}>{states(state)}</p>
          <p className={css.detail}>{t('since', { time: times.full(since) })}</p>
        </div>
      </div>
      <p className={css.text}>{t(`about.${state}`)}</p>
      {reason && (
        <div className={css.reason}>
          <p>{t('reason', { reason: reason.words })}</p>
          {!reason.advises && (state === 'failed' || state === 'reconnecting') && (
            <p className={css.detail}>{t(`advice.${driver}`)}</p>
          )}
        </div>
      )}
      <dl className={css.facts}>
        {name !== undefined && <Fact name={t('name')}>{name}</Fact>}
        {phone !== undefined && <Fact name={t('number')}>{showPhone(phone)}</Fact>}
        <Fact name={t('way')}>{t(`drivers.${driver}`)}</Fact>
      </dl>
      {driver === 'linked' && state !== 'open' && <Pairing session={session} />}
      {driver === 'linked' && (
        <div className={css.notice}>
          <TriangleAlert size={16} aria-hidden="true" />
          <p>{t('unofficial')}</p>
        </div>
      )}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** Starting is harmless; what ends the team's line to its people is asked for twice. */
function Moves({ session }: { session: WhatsappSession }) {
  const t = useTranslations('session');
  const { whatsapp } = useStores();
  const moving = useStore(whatsapp, (state) => state.moving);
  const [asking, setAsking] = useState<'stop' | 'unlink' | null>(null);
  const { state, driver } = session;
  const resting = state === 'stopped' || state === 'failed';
  if (asking) {
    return (
      <div className={css.asking}>
        <p>{t(asking === 'stop' ? 'stopText' : 'unlinkText')}</p>
        <div className={css.buttons}>
          <Button onClick={() => setAsking(null)}>{t('leave')}</Button>
          <Button
            kind="danger"
            busy={moving === asking}
            onClick={() => void whatsapp.move(asking).then(() => setAsking(null))}
          >
            {t(asking === 'stop' ? 'stopGo' : 'unlinkGo')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <>
      {driver === 'linked' && (
        <Button icon={<Unlink size={14} />} onClick={() => setAsking('unlink')}>
          {t('unlink')}
        </Button>
      )}
      {!resting && (
        <Button icon={<Square size={13} />} onClick={() => setAsking('stop')}>
          {t('stop')}
        </Button>
      )}
      {resting && (
        <Button
          kind="primary"
          icon={<Play size={14} />}
          busy={moving === 'start'}
          onClick={() => void whatsapp.move('start')}
        >
          {t('start')}
        </Button>
      )}
    </>
  );
}
