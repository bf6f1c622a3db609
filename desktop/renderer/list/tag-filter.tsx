import { Tag as TagIcon } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useList, useOpening, useStores } from '../shell/context.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuChoice } from '../ui/menu.tsx';
import { TagDot } from '../ui/tag-chip.tsx';

const all = 'all';

/** Only conversations whose contact or service has a tag. Not there while there are no tags. */
export function TagFilter() {
  const t = useTranslations('tags');
  const { list } = useStores();
  const tags = useOpening((state) => state.tags);
  const chosen = useList((state) => state.tag);
  const tag = chosen === null ? undefined : tags.get(chosen);
  if (tags.size === 0 && chosen === null) return null;
  return (
    <Menu
      trigger={
        <IconButton
          label={tag ? t('filterBy', { name: tag.name }) : t('filter')}
          aria-pressed={chosen !== null}
        >
          {tag ? <TagDot hue={tag.hue} /> : <TagIcon size={16} />}
        </IconButton>
      }
    >
      <MenuChoice
        label={t('filter')}
        value={chosen ?? all}
        choices={[
          { value: all, label: t('filterNone') },
          ...[...tags.values()].map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChoose={(value) => list.filterByTag(value === all ? null : value)}
      />
    </Menu>
  );
}
