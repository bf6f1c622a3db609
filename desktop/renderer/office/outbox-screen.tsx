import { MailOpen } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { OutboxEmail } from '#shared/contract/email.ts';
import { useStores, useTimes } from '../shell/context.ts';
import { useWhy } from '../shell/why-refused.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { StatusDot } from '../ui/status-dot.tsx';
import css from './outbox-screen.module.css';
import { Fetched, Page } from './page.tsx';
import { useAsked } from './use-asked.ts';

const tones = { kept: 'warm', queued: 'warm', sent: 'good', failed: 'hot' } as const;

/** What Recado's own e-mail says to people, and what became of it. */
export function OutboxScreen() {
  const t = useTranslations('outgoing');
  const office = useTranslations('office');
  const asked = useAsked('GET /outbox/emails');
  return (
    <Page
      title={office('outbox')}
      about={t('about')}
      actions={
        <Button busy={asked.busy && asked.value !== null} onClick={asked.again}>
          {office('fresh')}
        </Button>
      }
    >
      <Fetched asked={asked}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <EmptyState
              icon={<MailOpen size={28} strokeWidth={1.5} />}
              title={t('none')}
              text={t('noneText')}
            />
          ) : (
            <Emails key={items[0]?.id} first={items} next={nextCursor} />
          )
        }
      </Fetched>
    </Page>
  );
}

function Emails({ first, next }: { first: readonly OutboxEmail[]; next: string | null }) {
  const office = useTranslations('office');
  const why = useWhy();
  const ask = useStores().office;
  const [older, setOlder] = useState<readonly OutboxEmail[]>([]);
  const [cursor, setCursor] = useState(next);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState('');
  useEffect(() => setCursor(next), [next]);
  async function further() {
    if (cursor === null) return;
    setBusy(true);
    const answer = await ask('GET /outbox/emails', { query: { cursor } });
    setBusy(false);
    setTrouble(answer.ok ? '' : `${office('notLoaded')} ${why(answer)}`);
    if (!answer.ok) return;
    setOlder((before) => [...before, ...answer.value.items]);
    setCursor(answer.value.nextCursor);
  }
  return (
    <>
      <ul className={css.list}>
        {[...first, ...older].map((email) => (
          <Email key={email.id} email={email} />
        ))}
      </ul>
      {cursor !== null && (
        <Button className={css.more} busy={busy} onClick={() => void further()}>
          {office('more')}
        </Button>
      )}
      <p role="alert" className={css.trouble}>
        {trouble}
      </p>
    </>
  );
}

function Email({ email }: { email: OutboxEmail }) {
  const t = useTranslations('outgoing');
  const times = useTimes();
  const { to, subject, text, state, failure, createdAt } = email;
  return (
    <li className={css.email}>
      <details>
        <summary className={css.summary}>
          <StatusDot tone={tones[state]} />
          <span className={css.subject}>
            <bdi>{subject}</bdi>
            <span className={css.to}>
              <bdi>{to}</bdi> · {t(state)}
            </span>
          </span>
          <time className={css.time} dateTime={createdAt}>
            {times.full(createdAt)}
          </time>
        </summary>
        {failure !== null && <p className={css.failure}>{t('failure', { failure })}</p>}
        {text === null ? (
          <p className={css.gone}>{t('gone')}</p>
        ) : (
          <pre className={css.text}>{text}</pre>
        )}
      </details>
    </li>
  );
}
