import { useTranslations } from 'use-intl';
import type { Id } from '#shared/contract/scalars.ts';
import { useOpening } from '../shell/context.ts';
import { TagChip } from '../ui/tag-chip.tsx';
import css from './tags.module.css';

const none: readonly Id[] = [];
type Props = {
  ids: readonly Id[] | undefined;
  small?: boolean;
  most?: number;
  onOff?: (id: Id) => void;
};

/** Tags that are there, by name; what an admin has taken away is not shown. */
export function TagLine({ ids = none, small, most, onOff }: Props) {
  const t = useTranslations('tags');
  const tags = useOpening((state) => state.tags);
  const shown = [...tags.values()].filter(({ id }) => ids.includes(id));
  const few = most === undefined ? shown : shown.slice(0, most);
  if (shown.length === 0) return null;
  return (
    <>
      {few.map(({ id, name, hue }) => (
        <TagChip
          key={id}
          name={name}
          hue={hue}
          small={small ?? false}
          off={onOff && { label: t('remove', { name }), run: () => onOff(id) }}
        />
      ))}
      {shown.length > few.length && (
        <span className={css.more} title={shown.map(({ name }) => name).join(', ')}>
          <span aria-hidden="true">+{shown.length - few.length}</span>
          <span className="out-of-sight">{t('more', { count: shown.length - few.length })}</span>
        </span>
      )}
    </>
  );
}
