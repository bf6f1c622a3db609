import { Volume2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { soundKinds, soundNames } from '#shared/contract/settings.ts';
import { useStores } from '../shell/context.ts';
import { Choice } from '../ui/choice.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Slider } from '../ui/slider.tsx';
import { Row, SwitchRow } from './row.tsx';
import css from './settings.module.css';
import { useSettings } from './use-settings.ts';

export function SoundsSection() {
  const t = useTranslations('settings');
  const { sounds: player } = useStores();
  const { settings, choose } = useSettings();
  const { sounds, volume, ring } = settings;
  return (
    <div className={css.section}>
      <Row label={t('volume')}>
        <Slider
          label={t('volume')}
          valueText={t('volumeOf', { percent: volume })}
          value={volume}
          min={0}
          max={100}
          step={5}
          onChange={(value) => choose({ volume: value })}
        />
        <span className={css.amount} aria-hidden="true">
          {t('volumeOf', { percent: volume })}
        </span>
      </Row>
      {soundKinds.map((kind) => (
        <Row key={kind} label={t(kind)}>
          <Choice
            label={t(kind)}
            value={sounds[kind]}
            choices={soundNames.map((value) => ({ value, label: t(value) }))}
            onChoose={(value) => {
              choose({ sounds: { ...sounds, [kind]: value } });
              player.try(value, volume);
            }}
          />
          <IconButton
            label={`${t('try')}: ${t(sounds[kind])}`}
            side="top"
            disabled={sounds[kind] === 'none' || volume === 0}
            onClick={() => player.try(sounds[kind], volume)}
          >
            <Volume2 size={16} />
          </IconButton>
        </Row>
      ))}
      <SwitchRow label={t('ring')} on={ring} onChange={(on) => choose({ ring: on })} />
    </div>
  );
}
