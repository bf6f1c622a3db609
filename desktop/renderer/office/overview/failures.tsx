import { useLocale, useTranslations } from 'use-intl';
import type { Overview } from '#shared/contract/overview.ts';
import { Chip } from '../../ui/badge.tsx';
import { Conversation, contactName } from './conversation.tsx';
import css from './overview.module.css';

/** Messages of today that did not go out: each conversation opens in the console. */
export function Failures({ overview: { failed, timeZone } }: { overview: Overview }) {
  const t = useTranslations('overview');
  const clock = new Intl.DateTimeFormat(useLocale(), { timeStyle: 'short', timeZone });
  return (
    <section className={css.column} aria-label={t('failures')}>
      <h2 className={css.heading}>
        {t('failures')} <Chip tone="hot">{failed.count}</Chip>
      </h2>
      <ul className={css.list}>
        {failed.conversations.map(({ conversationId, contact, count, lastAt }) => (
          <li key={conversationId} className={css.row}>
            <Conversation id={conversationId} name={contactName(contact)} />
            <span className={css.soft}>
              {t('times', { count, time: clock.format(Date.parse(lastAt)) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
