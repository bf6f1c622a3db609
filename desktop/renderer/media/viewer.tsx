import { Dialog } from '@base-ui/react/dialog';
import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react';
import { type KeyboardEvent, lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Attachment } from '#shared/contract/attachment.ts';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { documentLook, isViewable } from '../attachments/kinds.ts';
import { SaveButton } from '../attachments/save-button.tsx';
import { addressOf } from '../attachments/store.ts';
import { senderName } from '../format/names.ts';
import { useStores, useTimes } from '../shell/context.ts';
import { FormattedText } from '../text/formatted-text.tsx';
import { plainly } from '../text/formatting.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import css from './viewer.module.css';
import { mostZoom, Zoomable } from './zoomable.tsx';

const PdfPages = lazy(async () => ({ default: (await import('./pdf-pages.tsx')).PdfPages }));

type Shown = ShownMessage & { attachment: Attachment };
const isPdf = ({ mediaType }: Attachment) => documentLook(mediaType, '') === 'pdf';

/** What there is to leaf through, oldest first. */
export const viewable = (messages: readonly ShownMessage[]): Shown[] =>
  messages.filter(
    (message): message is Shown =>
      !message.deletedAt &&
      message.attachment?.state === 'here' &&
      (isViewable(message.attachment.kind) || isPdf(message.attachment)),
  );

type Props = {
  messages: readonly ShownMessage[];
  at: Id;
  contactName: string;
  onMove: (id: Id) => void;
  onClose: () => void;
};

export function Viewer({ messages, at, contactName, onMove, onClose }: Props) {
  const t = useTranslations('viewer');
  const words = useTranslations('message');
  const times = useTimes();
  const { player, actions } = useStores();
  const all = useMemo(() => viewable(messages), [messages]);
  const index = all.findIndex(({ id }) => id === at);
  const message = all[index];
  const [zoom, setZoom] = useState(1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each that is looked at begins anew.
  useEffect(() => {
    setZoom(1);
    player.stop();
  }, [at, player]);
  // It was deleted while it was looked at.
  const gone = message === undefined;
  useEffect(() => {
    if (gone) onClose();
  }, [gone, onClose]);
  if (!message) return null;
  const { attachment } = message;
  const name = plainly(attachment.name);
  const zooms = attachment.kind !== 'video';
  const step = (by: 1 | -1) => {
    const next = all[index + by];
    if (next) onMove(next.id);
  };
  const zoomBy = (factor: number) =>
    setZoom((now) => Math.min(mostZoom, Math.max(1, now * factor)));
  function press(event: KeyboardEvent) {
    const video = (event.target as HTMLElement).tagName === 'VIDEO';
    if (event.key === 'ArrowLeft' && !video) step(-1);
    else if (event.key === 'ArrowRight' && !video) step(1);
    else if (event.key === '+' || event.key === '=') zoomBy(1.4);
    else if (event.key === '-') zoomBy(1 / 1.4);
    else if (event.key === '0') setZoom(1);
    else return;
    event.preventDefault();
  }
  const { sender } = message;
  const whose = (sender && (senderName(sender) ?? words('someone'))) || contactName;
  return (
    <Dialog.Root open onOpenChange={(open) => open || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={css.shade} />
        <Dialog.Popup className={css.viewer} onKeyDown={press}>
          <header className={css.bar}>
            <div className={css.what}>
              <Dialog.Title className={css.name}>
                <bdi title={name}>{name || t('title')}</bdi>
              </Dialog.Title>
              <Dialog.Description className={css.when}>
                <bdi>{message.direction === 'in' ? whose : t('us')}</bdi>
                {` · ${times.full(message.sentAt)}`}
                {all.length > 1 && ` · ${t('of', { at: index + 1, count: all.length })}`}
              </Dialog.Description>
            </div>
            {zooms && (
              <>
                <IconButton
                  label={t('smaller')}
                  keys="-"
                  disabled={zoom <= 1}
                  onClick={() => zoomBy(1 / 1.4)}
                >
                  <ZoomOut size={17} />
                </IconButton>
                <span className={css.zoom} aria-live="polite">
                  {Math.round(zoom * 100)}%
                </span>
                <IconButton
                  label={t('larger')}
                  keys="+"
                  disabled={zoom >= mostZoom}
                  onClick={() => zoomBy(1.4)}
                >
                  <ZoomIn size={17} />
                </IconButton>
              </>
            )}
            <SaveButton attachment={attachment} stop>
              <Download size={17} />
            </SaveButton>
            <IconButton label={t('close')} keys="Esc" onClick={onClose}>
              <X size={18} />
            </IconButton>
          </header>
          <div className={css.stage} key={message.id}>
            {attachment.kind === 'image' && (
              <Zoomable
                src={addressOf(attachment.id)}
                alt={message.text ? plainly(message.text) : name || t('title')}
                zoom={zoom}
                onZoom={setZoom}
              />
            )}
            {attachment.kind === 'video' && (
              // biome-ignore lint/a11y/useMediaCaption: what people send one another has no captions.
              <video
                className={css.video}
                src={addressOf(attachment.id)}
                aria-label={name || t('title')}
                controls
                autoPlay
              />
            )}
            {isPdf(attachment) && (
              <Suspense fallback={<Spinner />}>
                <PdfPages address={addressOf(attachment.id)} name={name} zoom={zoom} />
              </Suspense>
            )}
          </div>
          {all.length > 1 && (
            <>
              <IconButton
                label={t('previous')}
                side="right"
                className={css.previous}
                disabled={index === 0}
                onClick={() => step(-1)}
              >
                <ChevronLeft size={22} />
              </IconButton>
              <IconButton
                label={t('next')}
                side="left"
                className={css.next}
                disabled={index === all.length - 1}
                onClick={() => step(1)}
              >
                <ChevronRight size={22} />
              </IconButton>
            </>
          )}
          {message.text && isViewable(attachment.kind) && (
            <p className={css.caption} dir="auto">
              <FormattedText text={message.text} openLink={actions.openLink} />
            </p>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
