import { Mic, Music, Pause, Play } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { Attachment } from '#shared/contract/attachment.ts';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import { addressOf } from '../../attachments/store.ts';
import { useStanding } from '../../attachments/use-transfer.ts';
import { SoundBar } from '../../media/sound-bar.tsx';
import { classes } from '../../ui/classes.ts';
import { TransferButton } from './transfer.tsx';
import css from './voice.module.css';

type Props = { message: ShownMessage; attachment: Attachment };

/** A voice note, or music: the same player, told apart by its sign. */
export function Voice({ message, attachment }: Props) {
  const t = useTranslations('files');
  const standing = useStanding(attachment);
  const note = attachment.kind === 'voice';
  const played = message.status === 'played';
  return (
    <div className={css.voice}>
      {standing.state !== 'here' && (
        <TransferButton message={message} attachment={attachment} standing={standing} />
      )}
      <SoundBar
        id={attachment.id}
        address={addressOf(attachment.id)}
        seconds={attachment.seconds}
        waveform={attachment.waveform}
        ready={standing.state === 'here'}
        label={note ? t('voice') : attachment.name}
        icons={{
          play: <Play size={18} fill="currentColor" />,
          pause: <Pause size={18} fill="currentColor" />,
        }}
        mark={
          note ? (
            <Mic size={13} className={classes(css.mark, played && css.heard)} aria-hidden="true" />
          ) : (
            <Music size={13} className={css.mark} aria-hidden="true" />
          )
        }
        caption={
          standing.state === 'gone'
            ? t('gone')
            : standing.state === 'failed'
              ? t('failed')
              : note
                ? undefined
                : attachment.name
        }
      />
    </div>
  );
}
