import { useLocale, useTranslations } from 'use-intl';
import type { Theme } from '#shared/contract/bridge.ts';
import { type UndoSend, undoSends } from '#shared/contract/settings.ts';
import { languages } from '../i18n/language.ts';
import { useOpening, useStores } from '../shell/context.ts';
import { Choice } from '../ui/choice.tsx';
import { Row } from './row.tsx';
import css from './settings.module.css';
import { useSettings } from './use-settings.ts';

const themes: readonly Theme[] = ['system', 'light', 'dark'];
const zooms = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300];

export function GeneralSection() {
  const t = useTranslations();
  const language = useLocale();
  const { opening } = useStores();
  const theme = useOpening((state) => state.opening?.preferences.theme ?? 'system');
  const { settings, can, choose } = useSettings();
  const { zoom, sendWith, undoSend } = settings;
  const steps = zooms.includes(zoom) ? zooms : [...zooms, zoom].sort((a, b) => a - b);
  return (
    <div className={css.section}>
      <Row label={t('language.label')}>
        <Choice
          label={t('language.label')}
          value={language}
          choices={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
          onChoose={(value) => void opening.prefer({ language: value })}
        />
      </Row>
      <Row label={t('theme.label')}>
        <Choice
          label={t('theme.label')}
          value={theme}
          choices={themes.map((value) => ({ value, label: t(`theme.${value}`) }))}
          onChoose={(value) => void opening.prefer({ theme: value })}
        />
      </Row>
      {can('zoom') && (
        <Row label={t('settings.zoom')} text={t('settings.zoomText')}>
          <Choice
            label={t('settings.zoom')}
            value={String(zoom)}
            choices={steps.map((percent) => ({
              value: String(percent),
              label: t('settings.zoomOf', { percent }),
            }))}
            onChoose={(value) => choose({ zoom: Number(value) })}
          />
        </Row>
      )}
      <Row
        label={t('settings.sendWith')}
        text={t(sendWith === 'enter' ? 'settings.enterText' : 'settings.ctrlEnterText')}
      >
        <Choice
          label={t('settings.sendWith')}
          value={sendWith}
          choices={[
            { value: 'enter', label: t('settings.enter') },
            { value: 'ctrl-enter', label: t('settings.ctrlEnter') },
          ]}
          onChoose={(value) => choose({ sendWith: value })}
        />
      </Row>
      <Row label={t('settings.undoSend')} text={t('settings.undoSendText')}>
        <Choice
          label={t('settings.undoSend')}
          value={`${undoSend}`}
          choices={undoSends.map((value) => ({
            value: `${value}` as const,
            label: value === 0 ? t('settings.undoOff') : t('settings.undoSeconds', { value }),
          }))}
          onChoose={(value) => choose({ undoSend: Number(value) as UndoSend })}
        />
      </Row>
    </div>
  );
}
