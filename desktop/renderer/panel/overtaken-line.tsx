import { useTranslations } from 'use-intl';
import type { Contact } from '#shared/contract/contact.ts';
import { useList, useOpening } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import css from './panel.module.css';

type Props = { contact: Contact; field: string; onRestore: (value: string | null) => void };

/** Under a field that two people changed at once, for these two: what was replaced, to be put back. */
export function OvertakenLine({ contact, field, onRestore }: Props) {
  const t = useTranslations('panel');
  const told = useTranslations('told');
  const me = useList((state) => state.me);
  const colleagues = useOpening((state) => state.colleagues);
  const edit = contact.edits?.[field];
  const over = edit?.over;
  if (!edit || !over || (edit.by !== me && over.by !== me)) return null;
  const other = edit.by === me ? over.by : edit.by;
  const who = colleagues.get(other)?.name ?? told('someone');
  const was = over.was ?? told('nothing');
  return (
    <p className={css.overtaken}>
      <span>{t(edit.by === me ? 'overTheirs' : 'overMine', { who, was })}</span>
      <Button size="small" kind="plain" onClick={() => onRestore(over.was)}>
        {t('restore')}
      </Button>
    </p>
  );
}
