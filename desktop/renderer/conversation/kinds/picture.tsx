import { ImageOff, Play, Video } from 'lucide-react';
import { type SyntheticEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Attachment } from '#shared/contract/attachment.ts';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import { frameOf } from '../../attachments/kinds.ts';
import { addressOf } from '../../attachments/store.ts';
import { thumbnailUrl } from '../../attachments/thumbnail.ts';
import { useStanding } from '../../attachments/use-transfer.ts';
import { lengthOf } from '../../media/waveform.ts';
import { useStores } from '../../shell/context.ts';
import { classes } from '../../ui/classes.ts';
import { useTools } from '../tools.ts';
import css from './picture.module.css';
import { TransferButton } from './transfer.tsx';

type Props = { message: ShownMessage; attachment: Attachment };

/** A picture or a video in a frame that has its size before anything is loaded. */
export function Picture({ message, attachment }: Props) {
  const t = useTranslations('files');
  const { attachments } = useStores();
  const { look } = useTools();
  const standing = useStanding(attachment);
  const [loaded, setLoaded] = useState(false);
  const sticker = attachment.kind === 'sticker';
  const video = attachment.kind === 'video';
  const frame = frameOf(attachment.width, attachment.height, sticker ? 150 : 320);
  const shown = standing.state === 'here' || (standing.state === 'moving' && standing.up);
  const label = t(sticker ? 'sticker' : video ? 'openVideo' : 'openPicture', {
    name: attachment.name,
  });
  const length = attachment.seconds === undefined ? '' : lengthOf(attachment.seconds);
  const inside = (
    <>
      {attachment.thumbnail !== undefined && !loaded && (
        <img className={css.thumbnail} src={thumbnailUrl(attachment.thumbnail)} alt="" />
      )}
      {attachment.thumbnail === undefined && !loaded && (
        <span className={css.nothing}>
          {video ? <Video size={28} strokeWidth={1.4} /> : <ImageOff size={28} strokeWidth={1.4} />}
        </span>
      )}
      {shown && !video && (
        <img
          className={classes(css.full, loaded && css.loaded)}
          src={addressOf(attachment.id)}
          alt={sticker ? label : ''}
          loading="lazy"
          decoding="async"
          draggable={false}
          onLoad={() => setLoaded(true)}
          onError={(event: SyntheticEvent<HTMLImageElement>) => {
            if (event.currentTarget.src !== '') attachments.broke(attachment.id);
          }}
        />
      )}
      {video && standing.state === 'here' && (
        <span className={css.play}>
          <Play size={20} fill="currentColor" />
        </span>
      )}
      {video && (
        <span className={css.length}>
          <Video size={13} />
          {length}
        </span>
      )}
    </>
  );
  const size = { width: frame.width, aspectRatio: `${frame.width} / ${frame.height}` };
  return (
    <div
      className={classes(css.frame, sticker && css.sticker)}
      style={size}
      data-kind={attachment.kind}
    >
      {sticker || standing.state !== 'here' ? (
        <div className={css.inside}>{inside}</div>
      ) : (
        <button
          type="button"
          tabIndex={-1}
          className={css.inside}
          aria-label={length === '' ? label : `${label}, ${length}`}
          onClick={() => look(message)}
        >
          {inside}
        </button>
      )}
      {standing.state !== 'here' && (
        <div className={css.over}>
          <TransferButton message={message} attachment={attachment} standing={standing} over />
          {(standing.state === 'gone' || standing.state === 'failed') && (
            <p className={css.words}>{t(standing.state === 'gone' ? 'gone' : 'failed')}</p>
          )}
        </div>
      )}
    </div>
  );
}
