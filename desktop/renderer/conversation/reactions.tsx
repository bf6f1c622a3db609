import { useTranslations } from 'use-intl';
import type { ShownMessage } from '#shared/contract/bridge.ts';
import { senderName } from '../format/names.ts';
import { useList, useOpening, useStores } from '../shell/context.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import css from './reactions.module.css';
import { useTools } from './tools.ts';

type Props = { message: ShownMessage; contactName: string };

/** One of the contact (of a group: of each), one of the team; the team's own is taken back with a press. */
export function Reactions({ message, contactName }: Props) {
  const t = useTranslations('message');
  const { actions } = useStores();
  const { mayWrite } = useTools();
  const me = useList((state) => state.me);
  const colleagues = useOpening((state) => state.colleagues);
  const all = (message.reactions ?? []).filter(({ emoji }) => emoji !== '');
  if (all.length === 0 || message.deletedAt) return null;
  return (
    <div className={css.reactions}>
      {all.map(({ direction, emoji, userId, sender }, n) => {
        const name =
          direction === 'in'
            ? sender
              ? (senderName(sender) ?? t('someone'))
              : contactName
            : userId === me
              ? t('you')
              : ((userId && colleagues.get(userId)?.name) ?? t('us'));
        const label = t('reacted', { name, emoji });
        if (direction === 'in' || !mayWrite) {
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: nobody of a group has a name of their own.
            <span key={`in ${n}`} className={css.one} role="img" aria-label={label} title={label}>
              {emoji}
            </span>
          );
        }
        return (
          <Tooltip key={direction} text={`${label}. ${t('takeBack')}`}>
            <button
              type="button"
              tabIndex={-1}
              className={css.one}
              aria-label={`${label}. ${t('takeBack')}`}
              onClick={() => void actions.react(message, '')}
            >
              {emoji}
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
}
