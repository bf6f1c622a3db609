import { Mic, Pause, Play, SendHorizontal, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { Id } from '#shared/contract/scalars.ts';
import { type Recording, type RecordingTrouble, record, troubleOf } from '../media/recorder.ts';
import { SoundBar } from '../media/sound-bar.tsx';
import { listenTo, remux, voiceType } from '../media/voice-note.ts';
import { lengthOf } from '../media/waveform.ts';
import { useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import css from './voice-recorder.module.css';

type Props = { id: Id; front: boolean; onDone: () => void };

/** A voice note from the first word to its sending. Leaving it for another conversation pauses it. */
export function VoiceRecorder({ id, front, onDone }: Props) {
  const t = useTranslations('voice');
  const app = useTranslations('app');
  const { player } = useStores();
  const [recording, setRecording] = useState<Recording | null>(null);
  const [trouble, setTrouble] = useState<RecordingTrouble | null>(null);
  useEffect(() => {
    let here = true;
    let own: Recording | null = null;
    player.stop();
    record().then(
      (begun) => {
        if (!here) return begun.discard();
        own = begun;
        setRecording(begun);
      },
      (error: unknown) => here && setTrouble(troubleOf(error)),
    );
    return () => {
      here = false;
      own?.discard();
    };
  }, [player]);
  useEffect(() => {
    if (!front) recording?.pause();
  }, [front, recording]);
  if (trouble) {
    return (
      <div className={css.box}>
        <p className={css.trouble} role="alert">
          {t(trouble)}
        </p>
        <Button size="small" onClick={onDone}>
          {app('close')}
        </Button>
      </div>
    );
  }
  if (!recording) {
    return (
      <div className={css.box}>
        <p className={css.trouble}>
          <Spinner /> {t('asking')}
        </p>
        <Button size="small" onClick={onDone}>
          {app('cancel')}
        </Button>
      </div>
    );
  }
  return <Recorder id={id} recording={recording} onDone={onDone} />;
}

type Heard = { url: string; seconds: number; waveform: number[] };

function Recorder({ id, recording, onDone }: Omit<Props, 'front'> & { recording: Recording }) {
  const t = useTranslations('voice');
  const { actions, handOver, player } = useStores();
  const { phase, seconds } = useStore(recording);
  const [heard, setHeard] = useState<Heard | null>(null);
  const [sending, setSending] = useState<'no' | 'busy' | 'failed'>('no');
  const whole = useRef<Blob | null>(null);
  useEffect(
    () => () => {
      if (heard) URL.revokeObjectURL(heard.url);
    },
    [heard],
  );

  async function pause() {
    recording.pause();
    const blob = await recording.soFar();
    const { waveform, seconds: length } = await listenTo(blob);
    setHeard({ url: URL.createObjectURL(blob), seconds: length, waveform });
  }
  function resume() {
    player.stop();
    setHeard(null);
    recording.resume();
  }
  async function send() {
    player.stop();
    setSending('busy');
    try {
      whole.current ??= await recording.finish();
      const bytes = await remux(whole.current);
      const look = await listenTo(bytes);
      const handed = await handOver({
        kind: 'voice',
        name: 'voice.ogg',
        mediaType: voiceType,
        bytes,
        look,
      });
      if (!handed.ok) throw new Error(handed.code);
      const { attachment } = handed;
      if (await actions.say(id, { kind: attachment.kind, attachmentId: attachment.id })) onDone();
      else setSending('failed');
    } catch {
      setSending('failed');
    }
  }
  const busy = sending === 'busy';
  return (
    <fieldset className={css.box} aria-label={t('label')}>
      <IconButton label={t('discard')} side="top" disabled={busy} onClick={onDone}>
        <Trash2 size={17} />
      </IconButton>
      {sending === 'failed' ? (
        <p className={css.trouble} role="alert">
          {t('notSent')}
        </p>
      ) : heard ? (
        <div className={css.heard}>
          <SoundBar
            id={heard.url}
            address={heard.url}
            seconds={heard.seconds}
            waveform={heard.waveform}
            ready
            label={t('label')}
            icons={{
              play: <Play size={16} fill="currentColor" />,
              pause: <Pause size={16} fill="currentColor" />,
            }}
          />
        </div>
      ) : (
        <>
          <span className={css.live} data-phase={phase} aria-hidden="true" />
          <span
            className={css.time}
            role="timer"
            aria-label={t('soFar', { time: lengthOf(seconds) })}
          >
            {lengthOf(seconds)}
          </span>
          <Levels recording={recording} />
        </>
      )}
      {phase === 'recording' && (
        <IconButton label={t('pause')} side="top" disabled={busy} onClick={() => void pause()}>
          <Pause size={17} />
        </IconButton>
      )}
      {phase === 'paused' && (
        <IconButton label={t('resume')} side="top" disabled={busy} onClick={resume}>
          <Mic size={17} />
        </IconButton>
      )}
      <IconButton
        label={t('send')}
        side="top"
        className={css.send}
        disabled={busy || (seconds < 0.5 && phase !== 'closed')}
        onClick={() => void send()}
      >
        {busy ? <Spinner /> : <SendHorizontal size={17} />}
      </IconButton>
    </fieldset>
  );
}

/** How loud it was, running out to the left. */
function Levels({ recording }: { recording: Recording }) {
  const levels = useStore(recording, (state) => state.levels);
  return (
    <span className={css.levels}>
      <svg viewBox="0 0 400 24" preserveAspectRatio="xMaxYMid slice" aria-hidden="true">
        <path
          d={levels
            .map((level, at) => {
              const tall = Math.max(2, level * 22);
              const x = 398 - (levels.length - 1 - at) * 4;
              return `M${x} ${((24 - tall) / 2).toFixed(1)}v${tall.toFixed(1)}`;
            })
            .join('')}
        />
      </svg>
    </span>
  );
}
