import { useTranslations } from 'use-intl';
import type { Overview } from '#shared/contract/overview.ts';
import { patienceOf } from '../../format/time.ts';
import { useClock, useTimes } from '../../shell/context.ts';
import { Chip } from '../../ui/badge.tsx';
import { ListLink } from '../list-link.tsx';
import { Conversation, contactName } from './conversation.tsx';
import css from './overview.module.css';

/** What waits, the longest on top. */
export function Queue({ overview }: { overview: Overview }) {
  const t = useTranslations('overview');
  const { waiting, waitingNow } = overview;
  const more = waitingNow - waiting.length;
  return (
    <section className={css.column} aria-label={t('queue')}>
      <h2 className={css.heading}>{t('queue')}</h2>
      <ul className={css.list}>
        {waiting.map((one) => (
          <Waiting key={one.serviceId} one={one} />
        ))}
        {waiting.length === 0 && <li className={css.none}>{t('nothingWaits')}</li>}
        {more > 0 && (
          <li className={css.none}>
            <ListLink filter={{ state: 'waiting' }} label="">
              {t('moreWait', { count: more })}
            </ListLink>
          </li>
        )}
      </ul>
    </section>
  );
}

function Waiting({ one }: { one: Overview['waiting'][number] }) {
  const times = useTimes();
  const since = Date.parse(one.createdAt);
  const waited = useClock((now) => times.length(now - since));
  const patience = useClock((now) => patienceOf(now - since));
  return (
    <li className={css.row}>
      <Conversation id={one.conversationId} name={contactName(one.contact)}>
        {one.team && <span className={css.soft}>{one.team.name}</span>}
      </Conversation>
      <Chip tone={patience === 'calm' ? 'plain' : patience}>{waited}</Chip>
    </li>
  );
}
