import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Overview } from '#shared/contract/overview.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { nameOf } from '../../format/names.ts';
import { useStores } from '../../shell/context.ts';
import css from './overview.module.css';

export const contactName = ({ name, phone }: Overview['waiting'][number]['contact']): string =>
  nameOf({ name: name ?? null, whatsappName: null, phone: phone ?? null });

type Props = { id: Id; name: string; children?: ReactNode };

/** Whose it is; shows it in the console's own window. */
export function Conversation({ id, name, children }: Props) {
  const t = useTranslations('overview');
  const { showConversation } = useStores();
  const [failed, setFailed] = useState(false);
  return (
    <button
      type="button"
      className={css.open}
      title={t('show', { name })}
      onClick={() => void showConversation(id).then((shown) => setFailed(!shown))}
    >
      <bdi>{name}</bdi>
      {children}
      {failed && (
        <span role="alert" className={css.trouble}>
          {t('notShown')}
        </span>
      )}
    </button>
  );
}
