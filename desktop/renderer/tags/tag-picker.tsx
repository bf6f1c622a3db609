import { Check, Settings2, Tag as TagIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import type { Id } from '#shared/contract/scalars.ts';
import { useOpening, useStores } from '../shell/context.ts';
import { Menu, MenuGroup, MenuItem, MenuLine } from '../ui/menu.tsx';
import { TagDot } from '../ui/tag-chip.tsx';
import css from './tags.module.css';

type Props = {
  label: string;
  ids: readonly Id[] | undefined;
  onPick: (id: Id, on: boolean) => void;
  trigger?: ReactElement<Record<string, unknown>>;
};

/** All tags; picking one puts it on or takes it off. */
export function TagPicker({ label, ids = [], onPick, trigger }: Props) {
  const t = useTranslations('tags');
  const { dialogs } = useStores();
  const tags = useOpening((state) => state.tags);
  const admin = useOpening((state) => state.opening?.user?.role === 'admin');
  return (
    <Menu
      align="start"
      trigger={
        trigger ?? (
          <button type="button" className={css.add}>
            <TagIcon size={11} aria-hidden="true" /> {t('add')}
            <span className="out-of-sight">: {label}</span>
          </button>
        )
      }
    >
      <MenuGroup label={label}>
        {[...tags.values()].map(({ id, name, hue }) => {
          const on = ids.includes(id);
          return (
            <MenuItem
              key={id}
              icon={<TagDot hue={hue} />}
              note={on && <Check size={14} aria-label={t('remove', { name })} />}
              onPick={() => onPick(id, !on)}
            >
              {name}
            </MenuItem>
          );
        })}
        {tags.size === 0 && (
          <p className={css.none}>
            {t('none')} {!admin && t('askAdmin')}
          </p>
        )}
      </MenuGroup>
      {admin && (
        <>
          <MenuLine />
          <MenuItem icon={<Settings2 size={14} />} onPick={() => dialogs.show('tags')}>
            {t('manage')}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
