import { useTranslations } from 'use-intl';
import { useOpening, useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Row, SwitchRow } from './row.tsx';
import css from './settings.module.css';
import { useUpdateWords } from './update-words.ts';
import { useSettings } from './use-settings.ts';

export function AppSection() {
  const t = useTranslations('settings');
  const { settings, can, choose } = useSettings();
  return (
    <div className={css.section}>
      {can('login') && (
        <SwitchRow
          label={t('login')}
          text={t('loginText')}
          on={settings.startAtLogin}
          onChange={(startAtLogin) => choose({ startAtLogin })}
        />
      )}
      {can('tray') && (
        <SwitchRow
          label={t('closeToTray')}
          text={t('closeToTrayText')}
          on={settings.closeToTray}
          onChange={(closeToTray) => choose({ closeToTray })}
        />
      )}
      {can('updates') && (
        <>
          <Row label={t('channel')}>
            <Choice
              label={t('channel')}
              value={settings.channel}
              choices={[
                { value: 'stable', label: t('stable') },
                { value: 'beta', label: t('beta') },
              ]}
              onChoose={(channel) => choose({ channel })}
            />
          </Row>
          <Update />
        </>
      )}
    </div>
  );
}

function Update() {
  const t = useTranslations('settings');
  const { opening } = useStores();
  const version = useOpening((state) => state.opening?.version ?? '');
  const update = useOpening((state) => state.opening?.appUpdate ?? null);
  const words = useUpdateWords(update);
  const busy = update?.state === 'checking' || update?.state === 'downloading';
  const ready = update?.state === 'ready' || update?.state === 'waiting';
  return (
    <>
      <Row label={t('version', { version })} text={words}>
        {ready ? (
          <Button
            kind="primary"
            busy={update.state === 'waiting'}
            onClick={() => opening.restartToUpdate()}
          >
            {t('restart')}
          </Button>
        ) : (
          <Button busy={busy} onClick={() => opening.checkForUpdate()}>
            {t('check')}
          </Button>
        )}
      </Row>
      {update && update.notes !== '' && (
        <section aria-label={t('notes')}>
          <p className={css.label}>{t('notes')}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by key. */}
          <p className={css.notes} tabIndex={0}>
            {update.notes}
          </p>
        </section>
      )}
    </>
  );
}
