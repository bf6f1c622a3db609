import { RotateCw } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { SyncState } from '#shared/contract/sync-state.ts';
import { useOpening, useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { Popover, PopoverClose } from '../ui/popover.tsx';
import { type DotTone, StatusDot } from '../ui/status-dot.tsx';
import { useReason } from '../whatsapp/reason.ts';
import css from './connection.module.css';

const tones = { online: 'good', syncing: 'warm', offline: 'off' } as const satisfies Record<
  SyncState['connection'],
  DotTone
>;
const texts = { online: 'onlineText', syncing: 'syncingText', offline: 'offlineText' } as const;
const serverWords = {
  online: 'connected',
  syncing: 'catchingUp',
  offline: 'notConnected',
} as const;

/** Always there, one line high; a press says more. */
export function Connection() {
  const t = useTranslations('status');
  const sync = useOpening((state) => state.opening?.sync);
  if (!sync) return null;
  const { connection, waiting, behind, whatsapp } = sync;
  const down = connection !== 'offline' && whatsapp !== null && whatsapp !== 'open';
  const words =
    connection === 'offline'
      ? t(sync.trouble ? 'trouble' : 'offline')
      : connection === 'syncing'
        ? behind > 0
          ? t('behind', { count: behind })
          : t('syncing')
        : down
          ? t('whatsappDown')
          : t('online');
  return (
    <Popover
      title={t('title')}
      trigger={
        <button type="button" className={css.bar} data-connection={connection}>
          <StatusDot tone={down ? 'hot' : tones[connection]} busy={connection === 'syncing'} />
          <span className={css.words} role="status">
            {words}
            {waiting > 0 && (
              <span className={css.waiting}> · {t('waiting', { count: waiting })}</span>
            )}
          </span>
        </button>
      }
    >
      <Details sync={sync} />
    </Popover>
  );
}

function Details({ sync }: { sync: SyncState }) {
  const t = useTranslations('status');
  const states = useTranslations('whatsapp');
  const { actions, whatsapp, dialogs } = useStores();
  const isAdmin = useOpening((state) => state.opening?.user?.role === 'admin');
  const down = sync.connection !== 'offline' && sync.whatsapp !== 'open';
  // Only admins are told why; what they may do about it is in the dialog.
  useEffect(() => {
    if (isAdmin && down) void whatsapp.load();
  }, [isAdmin, down, whatsapp]);
  const reason = useReason(useStore(whatsapp, (state) => (down ? state.session : null)));
  const address = useOpening((state) => state.opening?.serverAddress ?? '');
  const version = useOpening((state) => state.opening?.version ?? '');
  const keeper = useOpening((state) => state.opening?.keyKeeper);
  return (
    <>
      <p className={css.text}>{t(sync.trouble ? 'troubleText' : texts[sync.connection])}</p>
      <dl className={css.facts}>
        <dt>{t('server')}</dt>
        <dd>
          {t(serverWords[sync.connection])}
          <span className={css.address}>{address}</span>
        </dd>
        <dt>{t('whatsapp')}</dt>
        <dd>
          {states(sync.connection === 'offline' ? 'unknown' : (sync.whatsapp ?? 'unknown'))}
          {isAdmin && reason && <span className={css.address}>{reason.words}</span>}
        </dd>
        <dt>{t('outbox')}</dt>
        <dd>
          {sync.waiting > 0 ? t('waiting', { count: sync.waiting }) : t('nothingWaits')}
          <PopoverClose
            render={
              <Button size="small" className={css.outbox} onClick={() => dialogs.show('outbox')}>
                {t('outboxOpen')}
              </Button>
            }
          />
        </dd>
        <dt>{t('here')}</dt>
        <dd>{t(keeper === 'system' ? 'keySystem' : 'keyFile')}</dd>
      </dl>
      <div className={css.foot}>
        <span>{t('version', { version })}</span>
        {sync.connection === 'offline' && (
          <Button size="small" icon={<RotateCw size={13} />} onClick={actions.reconnect}>
            {t('tryNow')}
          </Button>
        )}
      </div>
    </>
  );
}
