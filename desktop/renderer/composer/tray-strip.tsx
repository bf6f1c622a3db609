import { CircleAlert, Film, Music, X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { type AttachmentKind, largestAttachment } from '#shared/contract/attachment.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { DocumentIcon } from '../attachments/document-icon.tsx';
import { useSizes, useStores } from '../shell/context.ts';
import { plainly } from '../text/formatting.ts';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { ProgressRing } from '../ui/progress-ring.tsx';
import type { TrayItem } from './tray.ts';
import css from './tray-strip.module.css';

type Props = {
  id: Id;
  items: readonly TrayItem[];
  chosen: string | null;
  onChoose: (key: string) => void;
};

/** The files that go with the next message: looked at, named, taken out again. */
export function TrayStrip({ id, items, chosen, onChoose }: Props) {
  const t = useTranslations('attach');
  const item = items.find(({ key }) => key === chosen);
  if (items.length === 0) return null;
  return (
    <section className={css.strip} aria-label={t('chosen', { count: items.length })}>
      <ul className={css.items}>
        {items.map((one) => (
          <Item key={one.key} id={id} item={one} chosen={one === item} onChoose={onChoose} />
        ))}
      </ul>
      {item && <About id={id} item={item} />}
    </section>
  );
}

function Item({
  id,
  item,
  chosen,
  onChoose,
}: Omit<Props, 'items' | 'chosen'> & { item: TrayItem; chosen: boolean }) {
  const t = useTranslations('attach');
  const { actions } = useStores();
  const name = plainly(item.file.name);
  return (
    <li className={classes(css.item, chosen && css.chosen, item.trouble !== null && css.wrong)}>
      <button
        type="button"
        className={css.face}
        aria-pressed={chosen}
        aria-label={name}
        title={name}
        onClick={() => onChoose(item.key)}
      >
        <Face item={item} />
        {item.caption !== '' && !chosen && <span className={css.dot} aria-hidden="true" />}
      </button>
      {item.handing !== null && (
        <span className={css.handing}>
          <ProgressRing part={item.handing} label={t('handing', { name })} />
        </span>
      )}
      <IconButton
        label={t('remove', { name })}
        side="top"
        className={css.remove}
        onClick={() => actions.removeFile(id, item.key)}
      >
        <X size={12} />
      </IconButton>
    </li>
  );
}

function Face({ item }: { item: TrayItem }) {
  if (item.kind === 'image') return <img src={item.url} alt="" className={css.picture} />;
  if (item.kind === 'video') return <Film size={22} strokeWidth={1.5} />;
  if (item.kind === 'audio') return <Music size={22} strokeWidth={1.5} />;
  return <DocumentIcon mediaType={item.file.type} name={item.file.name} />;
}

const labels = {
  image: 'asPicture',
  video: 'asVideo',
  audio: 'asAudio',
  voice: 'asAudio',
  sticker: 'asPicture',
  document: 'asDocument',
} as const satisfies Record<AttachmentKind, string>;

/** Name, size, what it goes as, and what is wrong with it. */
function About({ id, item }: { id: Id; item: TrayItem }) {
  const t = useTranslations('attach');
  const size = useSizes();
  const { tray } = useStores();
  const { file, kind, naturalKind, trouble } = item;
  const other = kind === 'document' ? naturalKind : 'document';
  return (
    <div className={css.about}>
      <p className={css.facts}>
        <bdi className={css.name} title={file.name}>
          {plainly(file.name)}
        </bdi>
        <span className={css.size}>
          {size(file.size)} · {t(labels[kind])}
        </span>
      </p>
      {trouble !== null && (
        <p className={css.trouble} role="alert">
          <CircleAlert size={13} aria-hidden="true" />
          {trouble === 'too-large'
            ? t(`tooLarge.${kind}`, { limit: size(largestAttachment[kind]) })
            : t(trouble === 'unreadable' ? 'unreadable' : 'notTaken')}
        </p>
      )}
      {naturalKind !== 'document' && (
        <Button
          kind="plain"
          size="small"
          disabled={item.handing !== null}
          onClick={() => tray.sendAs(id, item.key, other)}
        >
          {t(other === 'document' ? 'sendAsDocument' : `sendAs.${labels[other]}`)}
        </Button>
      )}
    </div>
  );
}
