import { Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Id } from '#shared/contract/scalars.ts';
import { hues, type Tag } from '#shared/contract/tag.ts';
import { useOpening, useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { TagDot } from '../ui/tag-chip.tsx';
import { TextField } from '../ui/text-field.tsx';
import css from './tags.module.css';

/** The hue that the fewest have. */
export function nextHue(tags: Iterable<Pick<Tag, 'hue'>>): number {
  const count = new Map<number, number>(hues.map((hue) => [hue, 0]));
  for (const { hue } of tags) count.set(hue, (count.get(hue) ?? 0) + 1);
  return [...count].reduce((least, one) => (one[1] < least[1] ? one : least))[0];
}

/** Admins make, rename, colour and delete the team's tags. */
export function TagsDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('tags');
  const app = useTranslations('app');
  const tags = useOpening((state) => state.tags);
  const { trouble, save, remove } = useTagCalls();
  return (
    <Dialog open={open} onClose={onClose} title={t('title')} closeLabel={app('close')}>
      {tags.size === 0 && <p className={css.none}>{t('none')}</p>}
      <ul className={css.list}>
        {[...tags.values()].map((tag) => (
          <Row key={tag.id} tag={tag} save={save} remove={remove} />
        ))}
      </ul>
      <NewTag save={save} />
      {trouble !== null && (
        <p className={css.trouble} role="alert">
          {trouble}
        </p>
      )}
    </Dialog>
  );
}

type Save = (id: Id | null, name: string, hue: number) => Promise<boolean>;

function useTagCalls() {
  const t = useTranslations('tags');
  const { asks } = useStores();
  const [trouble, setTrouble] = useState<string | null>(null);
  const told = (answer: { ok: boolean; code?: string }): boolean => {
    setTrouble(
      answer.ok
        ? null
        : answer.code === 'tag-taken'
          ? t('taken')
          : answer.code === 'server-unreachable'
            ? t('offline')
            : t('failed'),
    );
    return answer.ok;
  };
  const save: Save = async (id, name, hue) => told(await asks('saveTag', { id, name, hue }));
  const remove = async (id: Id) => told(await asks('removeTag', { id }));
  return { trouble, save, remove };
}

function Row({
  tag,
  save,
  remove,
}: {
  tag: Tag;
  save: Save;
  remove: (id: Id) => Promise<boolean>;
}) {
  const t = useTranslations('tags');
  const app = useTranslations('app');
  const [name, setName] = useState(tag.name);
  const [sure, setSure] = useState(false);
  async function rename() {
    const next = name.trim();
    if (next === '' || next === tag.name) return setName(tag.name);
    if (!(await save(tag.id, next, tag.hue))) setName(tag.name);
  }
  if (sure) {
    return (
      <li className={css.row}>
        <span className={css.sure}>
          <p>{t('deleteSure')}</p>
          <Button size="small" onClick={() => setSure(false)}>
            {app('cancel')}
          </Button>
          <Button size="small" kind="danger" onClick={() => void remove(tag.id)}>
            {t('deleteYes')}
          </Button>
        </span>
      </li>
    );
  }
  return (
    <li className={css.row}>
      <TextField
        bare
        label={t('name')}
        value={name}
        maxLength={40}
        onChange={(event) => setName(event.target.value)}
        onBlur={() => void rename()}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
      <Hues
        label={t('colourOf', { name: tag.name })}
        hue={tag.hue}
        onPick={(hue) => void save(tag.id, tag.name, hue)}
      />
      <IconButton label={t('delete', { name: tag.name })} onClick={() => setSure(true)}>
        <Trash2 size={15} />
      </IconButton>
    </li>
  );
}

function Hues(props: { label: string; hue: number; onPick: (hue: number) => void }) {
  const t = useTranslations('tags');
  const { label, hue, onPick } = props;
  return (
    <Menu
      trigger={
        <button type="button" className={css.hue} aria-label={label}>
          <TagDot hue={hue} />
        </button>
      }
    >
      {hues.map((one) => (
        <MenuItem key={one} icon={<TagDot hue={one} />} onPick={() => onPick(one)}>
          {t(`hues.h${one}`)}
        </MenuItem>
      ))}
    </Menu>
  );
}

function NewTag({ save }: { save: Save }) {
  const t = useTranslations('tags');
  const tags = useOpening((state) => state.tags);
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<number | null>(null);
  const hue = chosen ?? nextHue(tags.values());
  async function make(event: FormEvent) {
    event.preventDefault();
    if (name.trim() === '' || !(await save(null, name.trim(), hue))) return;
    setName('');
    setChosen(null);
  }
  return (
    <form className={css.new} onSubmit={(event) => void make(event)}>
      <TextField
        label={t('new')}
        value={name}
        maxLength={40}
        onChange={(event) => setName(event.target.value)}
      />
      <Hues label={t('colour')} hue={hue} onPick={setChosen} />
      <Button type="submit" kind="primary" icon={<Plus size={14} />} disabled={name.trim() === ''}>
        {t('create')}
      </Button>
    </form>
  );
}
