import { BellOff, Mic, MicOff, Phone, PhoneOff } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { LiveCall } from '#shared/contract/call.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { useCalls, useStores } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { type Bar, canAnswer, type OwnCall } from './bars.ts';
import css from './call-bars.module.css';

/** What can be done about one call. `keys`: it is the one that the shortcuts mean. */
export function Acts({ bar, keys }: { bar: Bar; keys: boolean }) {
  switch (bar.kind) {
    case 'ringing':
      return <RingingActs call={bar.call} keys={keys} />;
    case 'elsewhere':
      return <Elsewhere id={bar.call.id} />;
    case 'own':
      return <OwnActs own={bar.own} />;
    case 'ended':
      return null;
  }
}

function WithKeys({ keys, children }: { keys: string | false; children: ReactNode }) {
  return (
    <>
      {children}
      {keys && (
        <span className={css.keys}>
          <Kbd keys={keys} />
        </span>
      )}
    </>
  );
}

function RingingActs({ call, keys }: { call: LiveCall; keys: boolean }) {
  const t = useTranslations('calls');
  const { calls } = useStores();
  const silenced = useCalls((state) => state.silenced.has(call.id));
  return (
    <span className={css.acts}>
      {!silenced && (
        <IconButton label={t('silence')} onClick={() => calls.silence(call.id)}>
          <BellOff size={16} />
        </IconButton>
      )}
      {/* Not where hanging up will be: a second press would do that. */}
      {canAnswer(call) && (
        <Button
          kind="primary"
          icon={<Phone size={15} />}
          aria-keyshortcuts={keys ? 'Alt+A' : undefined}
          onClick={() => void calls.take(call.id)}
        >
          <WithKeys keys={keys && 'Alt+A'}>{t('answer')}</WithKeys>
        </Button>
      )}
      <Button
        className={css.decline}
        icon={<PhoneOff size={15} />}
        title={t('declineHint')}
        aria-keyshortcuts={keys ? 'Alt+R' : undefined}
        onClick={() => void calls.decline(call.id)}
      >
        <WithKeys keys={keys && 'Alt+R'}>{t('decline')}</WithKeys>
      </Button>
    </span>
  );
}

function Elsewhere({ id }: { id: Id }) {
  const t = useTranslations('calls');
  const { calls } = useStores();
  return (
    <span className={css.acts}>
      <Button
        className={css.decline}
        icon={<PhoneOff size={15} />}
        onClick={() => void calls.hangUpElsewhere(id)}
      >
        {t('hangUp')}
      </Button>
    </span>
  );
}

function OwnActs({ own }: { own: OwnCall }) {
  const t = useTranslations('calls');
  const { calls } = useStores();
  return (
    <span className={css.acts}>
      {own.step !== 'microphone' && (
        <>
          {own.heard && <Level muted={own.muted} />}
          <IconButton
            label={t(own.muted ? 'unmute' : 'mute')}
            keys="Alt+U"
            className={classes(own.muted && css.off)}
            aria-pressed={own.muted}
            aria-keyshortcuts="Alt+U"
            onClick={calls.mute}
          >
            {own.muted ? <MicOff size={17} /> : <Mic size={17} />}
          </IconButton>
        </>
      )}
      <Button
        kind="danger"
        icon={<PhoneOff size={15} />}
        aria-keyshortcuts="Alt+H"
        onClick={calls.hangUp}
      >
        <WithKeys keys="Alt+H">{t('hangUp')}</WithKeys>
      </Button>
    </span>
  );
}

/** Often enough to follow a voice, ms. */
const levelEvery = 100;

/** How loud this side speaks, softly: five dots that light up. */
function Level({ muted }: { muted: boolean }) {
  const t = useTranslations('calls');
  const { calls } = useStores();
  const dots = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const timer = setInterval(() => {
      dots.current?.style.setProperty('--level', calls.level().toFixed(2));
    }, levelEvery);
    return () => clearInterval(timer);
  }, [calls]);
  if (muted) return <span className={css.state}>{t('muted')}</span>;
  return (
    <span ref={dots} className={css.level} title={t('level')} aria-hidden="true">
      <span className={css.loud} />
    </span>
  );
}
