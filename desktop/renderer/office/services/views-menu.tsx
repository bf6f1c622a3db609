import {
  Bookmark,
  BookmarkPlus,
  Check,
  ChevronDown,
  Pencil,
  Save,
  Trash2,
  Users,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Id } from '#shared/contract/scalars.ts';
import type { ServiceView } from '#shared/contract/service-view.ts';
import { useOpening, useStores } from '../../shell/context.ts';
import { useWhy } from '../../shell/why-refused.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuGroup, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { useAsked } from '../use-asked.ts';
import { type Narrowing, narrowingOf, queryOf, sameNarrowing } from './narrowing.ts';
import { DeleteDialog, ViewDialog } from './view-dialogs.tsx';
import css from './views-menu.module.css';

type Props = {
  narrowing: Narrowing;
  /** The view that was picked last. */
  picked: Id | null;
  onPick: (view: ServiceView) => void;
};
type Asking = { what: 'new' } | { what: 'change' | 'delete'; view: ServiceView };

const everything = { query: { limit: 200 } };
const filterIn = (view: ServiceView): Narrowing => narrowingOf(queryOf(view.filter));

/** Filters with a name: picked, saved, renamed, shared with the other admins, deleted. */
export function ViewsMenu({ narrowing, picked, onPick }: Props) {
  const t = useTranslations('serviceViews');
  const why = useWhy();
  const ask = useStores().office;
  const me = useOpening((state) => state.opening?.user?.id);
  const asked = useAsked('GET /service-views', everything);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const views = asked.value?.items ?? [];
  const current =
    views.find((view) => view.id === picked) ??
    views.find((view) => sameNarrowing(filterIn(view), narrowing));
  const changed = current !== undefined && !sameNarrowing(filterIn(current), narrowing);

  async function saveChanges(view: ServiceView) {
    const answer = await ask('PATCH /service-views/:id', {
      ...{ params: { id: view.id }, body: { filter: narrowing } },
    });
    setTrouble(answer.ok ? null : `${t('notSaved')} ${why(answer)}`);
    if (answer.ok) onPick(answer.value);
    asked.again();
  }
  const group = (label: string, some: readonly ServiceView[]) =>
    some.length > 0 && (
      <MenuGroup label={label}>
        {some.map((view) => (
          <MenuItem
            key={view.id}
            note={view.id === current?.id && <Check size={14} aria-label={t('shown')} />}
            onPick={() => onPick(view)}
          >
            <bdi>{view.name}</bdi>
          </MenuItem>
        ))}
      </MenuGroup>
    );
  return (
    <>
      <Menu
        trigger={
          <Button icon={<Bookmark size={15} />} className={css.trigger}>
            <span className={css.name}>
              {current ? t(changed ? 'changed' : 'is', { name: current.name }) : t('title')}
            </span>
            <ChevronDown size={14} />
          </Button>
        }
      >
        {views.length === 0 && (
          <p className={css.none}>{asked.trouble ? why(asked.trouble) : t('none')}</p>
        )}
        {group(
          t('own'),
          views.filter(({ shared, owner }) => !shared && owner.id === me),
        )}
        {group(
          t('shared'),
          views.filter(({ shared }) => shared),
        )}
        <MenuLine />
        {current && changed && (
          <MenuItem icon={<Save size={15} />} onPick={() => void saveChanges(current)}>
            {t('saveChanges', { name: current.name })}
          </MenuItem>
        )}
        <MenuItem icon={<BookmarkPlus size={15} />} onPick={() => setAsking({ what: 'new' })}>
          {t('saveNew')}
        </MenuItem>
        {current && (
          <>
            <MenuItem
              icon={current.shared ? <Users size={15} /> : <Pencil size={15} />}
              onPick={() => setAsking({ what: 'change', view: current })}
            >
              {t('change', { name: current.name })}
            </MenuItem>
            <MenuItem
              icon={<Trash2 size={15} />}
              danger
              onPick={() => setAsking({ what: 'delete', view: current })}
            >
              {t('delete', { name: current.name })}
            </MenuItem>
          </>
        )}
      </Menu>
      {trouble !== null && (
        <span className={css.trouble} role="alert">
          {trouble}
        </span>
      )}
      {asking?.what === 'delete' && (
        <DeleteDialog view={asking.view} onClose={() => setAsking(null)} onDone={asked.again} />
      )}
      {(asking?.what === 'new' || asking?.what === 'change') && (
        <ViewDialog
          view={asking.what === 'change' ? asking.view : null}
          narrowing={narrowing}
          onClose={() => setAsking(null)}
          onDone={(view) => {
            asked.again();
            if (asking.what === 'new') onPick(view);
          }}
        />
      )}
    </>
  );
}
