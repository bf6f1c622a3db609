import { useTranslations } from 'use-intl';
import { useOpening, useStores, useTimes } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { usePermission } from './permission.ts';
import { QuietHours } from './quiet-hours.tsx';
import { Row, SwitchRow } from './row.tsx';
import css from './settings.module.css';
import { useSettings } from './use-settings.ts';

export function NotificationsSection() {
  const t = useTranslations('settings');
  const { settings, can, choose } = useSettings();
  const inBrowser = useOpening((state) => state.opening?.host === 'browser');
  const [permission, ask] = usePermission(inBrowser);
  const able = can('notifications') && permission !== 'none';
  return (
    <div className={css.section}>
      {able && permission === 'default' && (
        <Row label={t('notify')} text={t('notifyText')}>
          <Button onClick={ask}>{t('allow')}</Button>
        </Row>
      )}
      {able && permission === 'denied' && (
        <Row label={t('notify')} text={t('denied')}>
          {null}
        </Row>
      )}
      {able && permission === 'granted' && (
        <SwitchRow
          label={t('notify')}
          text={t('notifyText')}
          on={settings.notify}
          onChange={(notify) => choose({ notify })}
        />
      )}
      {able && permission === 'granted' && can('stays') && settings.notify && (
        <SwitchRow
          label={t('stays')}
          text={t('staysText')}
          on={settings.notifyStays}
          onChange={(notifyStays) => choose({ notifyStays })}
        />
      )}
      <Pause />
      <SwitchRow
        label={t('quiet')}
        text={t('quietText')}
        on={settings.quiet}
        onChange={(quiet) => choose({ quiet })}
      />
      {settings.quiet && (
        <QuietHours spans={settings.quietSpans} onChange={(quietSpans) => choose({ quietSpans })} />
      )}
    </div>
  );
}

function Pause() {
  const t = useTranslations('settings');
  const { opening } = useStores();
  const times = useTimes();
  const until = useOpening((state) => state.opening?.pausedUntil ?? null);
  return (
    <Row
      label={t('pause')}
      text={until ? t('pausedUntil', { time: times.full(until) }) : undefined}
    >
      {until ? (
        <Button onClick={() => opening.pause('none')}>{t('resume')}</Button>
      ) : (
        <>
          <Button onClick={() => opening.pause('hour')}>{t('pauseHour')}</Button>
          <Button onClick={() => opening.pause('tomorrow')}>{t('pauseTomorrow')}</Button>
        </>
      )}
    </Row>
  );
}
