import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { OwnSignIn } from '#shared/contract/own-account.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { useClock, useStores, useTimes } from '../shell/context.ts';
import { useWhy } from '../shell/why-refused.ts';
import { Chip } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import css from './account.module.css';

/** Minutes to within which the server knows when a place was seen last, and a little. */
const seenWithin = 10;

/** Where this person is signed in; each can be ended from here. */
export function OwnPlaces({ close }: { close: () => void }) {
  const t = useTranslations('own');
  const why = useWhy();
  const { asks, dialogs } = useStores();
  const [places, setPlaces] = useState<readonly OwnSignIn[] | null>(null);
  const [trouble, setTrouble] = useState<Pick<ConsoleRefusal, 'code'> | null>(null);
  const [asking, setAsking] = useState<Id | null>(null);
  const [ended, setEnded] = useState('');
  const title = useRef<HTMLHeadingElement>(null);
  const load = useCallback(async () => {
    setTrouble(null);
    const answer = await asks('ownSignIns', {});
    if (answer.ok) setPlaces(answer.value);
    else setTrouble(answer);
  }, [asks]);
  useEffect(() => void load(), [load]);
  const nameOf = ({ device }: OwnSignIn) => device || t('unknown');

  async function end(place: OwnSignIn) {
    setTrouble(null);
    const answer = await asks('endOwnSignIn', { id: place.id });
    setAsking(null);
    title.current?.focus();
    if (!answer.ok) return setTrouble(answer);
    setEnded(t('ended', { device: nameOf(place) }));
    setPlaces((now) => now?.filter(({ id }) => id !== place.id) ?? null);
  }
  function ask(place: OwnSignIn) {
    setEnded('');
    if (!place.current) return setAsking(place.id);
    // This console's own has its question already, with what would be lost.
    close();
    dialogs.show('signOut');
  }
  return (
    <section className={css.part} aria-labelledby="own-places">
      <h3 id="own-places" ref={title} tabIndex={-1} className={css.title}>
        {t('places')}
      </h3>
      {places === null && trouble === null && (
        <p className={css.soft} aria-busy="true">
          <Spinner /> {t('loading')}
        </p>
      )}
      {trouble && (
        <p role="alert" className={css.bad}>
          {why(trouble)}
        </p>
      )}
      {places === null && trouble && <Button onClick={() => void load()}>{t('retry')}</Button>}
      <ul className={css.places}>
        {places?.map((place) => (
          <li key={place.id} className={css.place}>
            {asking === place.id ? (
              <Ask
                device={nameOf(place)}
                onBack={() => {
                  setAsking(null);
                  title.current?.focus();
                }}
                onGo={() => end(place)}
              />
            ) : (
              <>
                <Place place={place} name={nameOf(place)} />
                <Button
                  size="small"
                  aria-label={t('endOf', { device: nameOf(place) })}
                  onClick={() => ask(place)}
                >
                  {t('end')}
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      <p role="status" className={css.good}>
        {ended}
      </p>
    </section>
  );
}

function Place({ place, name }: { place: OwnSignIn; name: string }) {
  const t = useTranslations('own');
  const times = useTimes();
  const { createdAt, seenAt, current } = place;
  const words = useClock((now) => {
    const at = (moment: string) => ({
      day: times.date(moment, now),
      time: times.clock(moment),
    });
    const fresh = now - Date.parse(seenAt) < seenWithin * 60_000;
    const seen = fresh ? t('seenNow') : t('seen', at(seenAt));
    return [t('since', at(createdAt)), ...(current ? [] : [seen])].join(' · ');
  });
  return (
    <div className={css.words}>
      <p className={css.device}>
        <bdi>{name}</bdi>
        {current && <Chip tone="accent">{t('here')}</Chip>}
      </p>
      <p className={css.soft}>{words}</p>
    </div>
  );
}

type AskProps = { device: string; onBack: () => void; onGo: () => Promise<void> };

function Ask({ device, onBack, onGo }: AskProps) {
  const t = useTranslations('own');
  const [busy, setBusy] = useState(false);
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  return (
    <>
      <p className={css.words}>{t('endAsk', { device })}</p>
      <Button ref={back} size="small" onClick={onBack}>
        {t('cancel')}
      </Button>
      <Button
        kind="danger"
        size="small"
        busy={busy}
        onClick={() => {
          setBusy(true);
          void onGo();
        }}
      >
        {t('end')}
      </Button>
    </>
  );
}
