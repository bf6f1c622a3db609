import { useEffect, useMemo, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { LiveCall } from '#shared/contract/call.ts';
import { usualSettings } from '#shared/contract/settings.ts';
import { Face } from '../contact/face.tsx';
import { useCalls, useOpening, useStores, useTabs } from '../shell/context.ts';
import { mayRing } from '../sounds/ringing.ts';
import { Avatar } from '../ui/avatar.tsx';
import { classes } from '../ui/classes.ts';
import { Acts } from './acts.tsx';
import { type Bar, barsOf, canAnswer, type OwnCall, phaseOf, toneOf } from './bars.ts';
import css from './call-bars.module.css';
import { ReplaceDialog } from './replace-dialog.tsx';
import { Spoken } from './spoken.tsx';
import { createTone } from './tone.ts';
import { useWho } from './use-who.ts';

/** Everything about calls that holds whatever is open: above the desk, one line for each. */
export function CallBars() {
  const t = useTranslations('calls');
  const state = useCalls((all) => all);
  const bars = useMemo(() => barsOf(state), [state]);
  useTone();
  const first = bars.find(({ kind }) => kind === 'ringing')?.key;
  return (
    <>
      <Announced bars={bars} />
      {bars.length > 0 && (
        <section className={css.bars} aria-label={t('label')}>
          {bars.map((bar) => (
            <Line key={bar.key} bar={bar} keys={bar.key === first || bar.kind === 'own'} />
          ))}
        </section>
      )}
      <ReplaceDialog />
    </>
  );
}

/** Sound follows what is shown, from one moment to the next. */
function useTone(): void {
  const wanted = useCalls(toneOf);
  const settings = useOpening((state) => state.opening?.settings ?? usualSettings);
  const pausedUntil = useOpening((state) => state.opening?.pausedUntil ?? null);
  const rings = wanted === 'dialled' || mayRing(settings, pausedUntil, new Date());
  const name = rings ? wanted : null;
  const tone = useRef<ReturnType<typeof createTone> | null>(null);
  useEffect(() => {
    tone.current ??= createTone();
    tone.current.play(name);
  }, [name]);
  useEffect(() => () => tone.current?.play(null), []);
}

/** Said at once to whoever does not see it, once per call. */
function Announced({ bars }: { bars: readonly Bar[] }) {
  const ringing = bars.flatMap((bar) => (bar.kind === 'ringing' ? bar.call : []));
  return (
    <div className="out-of-sight" role="alert" aria-relevant="additions">
      {ringing.map((call) => (
        <Announcement key={call.id} call={call} />
      ))}
    </div>
  );
}
function Announcement({ call }: { call: LiveCall }) {
  const t = useTranslations('calls');
  const { name } = useWho(call.conversationId);
  return <p>{t(canAnswer(call) ? 'announce' : 'announceOnPhone', { name })}</p>;
}

type LineProps = { bar: Bar; keys: boolean };

function Line({ bar, keys }: LineProps) {
  const t = useTranslations('calls');
  const { name, contact } = useWho(bar.conversationId);
  const { tabs } = useStores();
  const active = useTabs((state) => state.active === bar.conversationId);
  return (
    <fieldset
      className={classes(css.bar, css[bar.kind])}
      aria-label={t('bar', { name })}
      data-call-bar={bar.kind}
    >
      <span className={classes(bar.kind === 'ringing' && css.pulse)}>
        {contact ? (
          <Face contact={contact} size="large" />
        ) : (
          <Avatar name={name} id={bar.conversationId} size="large" />
        )}
      </span>
      <span className={css.words}>
        <button
          type="button"
          className={css.name}
          title={name}
          aria-label={t('open', { name })}
          aria-current={active || undefined}
          onClick={() => tabs.show(bar.conversationId)}
        >
          <bdi>{name}</bdi>
        </button>
        <Standing bar={bar} />
      </span>
      <Acts bar={bar} keys={keys} />
    </fieldset>
  );
}

function Standing({ bar }: { bar: Bar }) {
  const t = useTranslations('calls');
  switch (bar.kind) {
    case 'ringing':
      return (
        <span className={css.state}>
          {canAnswer(bar.call)
            ? t(bar.call.video ? 'isCallingVideo' : 'isCalling')
            : t('onPhoneOnly')}
        </span>
      );
    case 'elsewhere':
      return (
        <span className={css.state}>
          {t(
            bar.call.direction === 'out' && bar.call.state === 'ringing'
              ? 'elsewhereDialled'
              : 'elsewhereTalking',
          )}
        </span>
      );
    case 'ended':
      return (
        <span className={css.state} role="status">
          {t('ended')}
          {bar.seconds !== null && <Spoken seconds={bar.seconds} />}
        </span>
      );
    case 'own':
      return <OwnStanding own={bar.own} />;
  }
}

function OwnStanding({ own }: { own: OwnCall }) {
  const t = useTranslations('calls');
  const offline = useOpening((state) => state.opening?.sync.connection === 'offline');
  const phase = phaseOf(own);
  const trouble = !own.heard ? 'unheard' : offline && own.since !== null ? 'cut' : null;
  return (
    <span className={css.state}>
      {own.since !== null && <Spoken since={own.since} />}
      <span role="status" className={classes((trouble || phase === 'unsteady') && css.warm)}>
        {t(trouble ?? phase)}
      </span>
    </span>
  );
}
