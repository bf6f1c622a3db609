import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { Id } from '#shared/contract/scalars.ts';
import { useStores } from '../shell/context.ts';
import css from './sound-bar.module.css';
import { barsOf, lengthOf } from './waveform.ts';

type Props = {
  id: Id;
  address: string;
  seconds: number | undefined;
  waveform: readonly number[] | undefined;
  /** Its bytes can be had. */
  ready: boolean;
  label: string;
  icons: { play: ReactNode; pause: ReactNode };
  mark?: ReactNode;
  caption?: string | undefined;
};

const height = 26;
const step = 3;

/** One upright line for each bar, as a single path. */
function drawn(bars: readonly number[]): string {
  return bars
    .map((bar, at) => {
      const tall = Math.max(2, bar * (height - 2));
      return `M${at * step + 1} ${((height - tall) / 2).toFixed(1)}v${tall.toFixed(1)}`;
    })
    .join('');
}

/** Plays one sound: its shape is the place to seek in. */
export function SoundBar(props: Props) {
  const { id, address, ready, label, icons, mark, caption } = props;
  const t = useTranslations('files');
  const { player } = useStores();
  const own = useStore(player, (state) => state.id === id);
  const playing = useStore(player, (state) => state.id === id && state.playing);
  const failed = useStore(player, (state) => state.id === id && state.failed);
  const at = useStore(player, (state) => (state.id === id ? state.at : 0));
  const known = useStore(player, (state) => (state.id === id ? state.length : null));
  const speed = useStore(player, (state) => state.speed);
  const length = known ?? props.seconds ?? 0;
  const part = length > 0 ? Math.min(1, at / length) : 0;
  const bars = barsOf(props.waveform);
  const path = drawn(bars);
  const width = bars.length * step;
  return (
    <>
      {ready && (
        <button
          type="button"
          tabIndex={-1}
          className={css.toggle}
          aria-label={t(playing ? 'pause' : 'play', { name: label })}
          onClick={() => player.toggle(id, address)}
        >
          {playing ? icons.pause : icons.play}
        </button>
      )}
      <div className={css.body}>
        <div className={css.wave}>
          <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
            <path d={path} className={css.bars} />
            <path d={drawn(bars.slice(0, Math.round(part * bars.length)))} className={css.done} />
          </svg>
          <input
            type="range"
            tabIndex={-1}
            className={css.seek}
            min={0}
            max={Math.max(length, 0.1)}
            step={0.1}
            value={Math.min(at, length)}
            disabled={!ready || length === 0}
            aria-label={t('position', { name: label })}
            aria-valuetext={t('positionOf', { at: lengthOf(at), length: lengthOf(length) })}
            onChange={(event) => player.seek(id, address, Number(event.target.value))}
          />
        </div>
        <div className={css.under}>
          {mark}
          <span className={css.time}>{lengthOf(own && at > 0 ? at : length)}</span>
          <span className={css.caption} title={caption} role={failed ? 'alert' : undefined}>
            {failed ? t('cannotPlay') : caption}
          </span>
          {own && ready && (
            <button
              type="button"
              tabIndex={-1}
              className={css.speed}
              aria-label={t('speed', { speed: String(speed) })}
              onClick={player.nextSpeed}
            >
              {speed}×
            </button>
          )}
        </div>
      </div>
    </>
  );
}
