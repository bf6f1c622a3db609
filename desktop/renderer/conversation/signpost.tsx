import { CornerUpLeft, X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useStore } from 'zustand';
import type { Id } from '#shared/contract/scalars.ts';
import { useClock, useStores, useTimes } from '../shell/context.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import type { Told } from './jumps.ts';
import css from './message-list.module.css';

/** Over the messages: that somebody is on the way, or why they are not where they meant to be. */
export function Signpost({ id }: { id: Id }) {
  const t = useTranslations('reading');
  const { jumps } = useStores();
  const going = useStore(jumps, (state) => state.going === id);
  const told = useStore(jumps, (state) => (state.told?.conversationId === id ? state.told : null));
  return (
    <div className={css.signpost} role="status">
      {(going || told) && (
        <div className={going ? css.going : css.told}>
          {told ? (
            <Words told={told} />
          ) : (
            <>
              <Spinner /> <span>{t('going')}</span>
            </>
          )}
          <IconButton label={t(told ? 'close' : 'stop')} onClick={jumps.stop}>
            <X size={14} />
          </IconButton>
        </div>
      )}
    </div>
  );
}

function Words({ told: { why, day, at } }: { told: Told }) {
  const t = useTranslations('reading');
  const times = useTimes();
  const named = useClock((now) => (day === undefined ? '' : times.date(day, now)));
  const shown = useClock((now) => (at === undefined ? '' : times.date(at, now)));
  return <span>{t(why, { day: named, shown })}</span>;
}

/** There after a jump, until the end is come to. */
export function BackButton({ id }: { id: Id }) {
  const t = useTranslations('reading');
  const { jumps } = useStores();
  const some = useStore(jumps, (state) => (state.ways.get(id)?.length ?? 0) > 0);
  if (!some) return null;
  return (
    <Tooltip text={t('back')} keys="Alt+B" side="top">
      <Button size="small" onClick={() => jumps.back(id)} icon={<CornerUpLeft size={14} />}>
        {t('back')}
      </Button>
    </Tooltip>
  );
}
