import { Check, Minus, Tag as TagIcon } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { useOpening, useStores } from '../shell/context.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuGroup, MenuItem } from '../ui/menu.tsx';
import { TagDot } from '../ui/tag-chip.tsx';
import { tagState } from './several.ts';

/** A tag on the contacts of all that are chosen, or off them where every one has it. */
export function SelectionTags({ chosen }: { chosen: readonly ConversationSummary[] }) {
  const t = useTranslations('selection');
  const { actions } = useStores();
  const tags = useOpening((state) => state.tags);
  if (tags.size === 0) return null;
  const pick = (tagId: Id, on: boolean) =>
    void actions.tagAll(
      chosen.map(({ conversation }) => conversation.id),
      tagId,
      on,
    );
  return (
    <Menu
      side="top"
      trigger={
        <IconButton label={t('tag')} side="top">
          <TagIcon size={15} />
        </IconButton>
      }
    >
      <MenuGroup label={t('tagLabel', { count: chosen.length })}>
        {[...tags.values()].map(({ id, name, hue }) => {
          const state = tagState(chosen, id);
          return (
            <MenuItem
              key={id}
              icon={<TagDot hue={hue} />}
              note={<Note state={state} />}
              onPick={() => pick(id, state !== 'all')}
            >
              {name}
            </MenuItem>
          );
        })}
      </MenuGroup>
    </Menu>
  );
}

function Note({ state }: { state: ReturnType<typeof tagState> }) {
  const t = useTranslations('selection');
  if (state === 'none') return null;
  const Sign = state === 'all' ? Check : Minus;
  return (
    <>
      <Sign size={14} aria-hidden="true" />
      <span className="out-of-sight">{t(state === 'all' ? 'tagAll' : 'tagSome')}</span>
    </>
  );
}
