import { Check, CheckCheck, CircleAlert, Clock3 } from 'lucide-react';
import { classes } from './classes.ts';
import css from './ticks.module.css';

export type TickState = 'waiting' | 'queued' | 'sent' | 'delivered' | 'read' | 'played' | 'failed';

const icons = {
  waiting: Clock3,
  queued: Clock3,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  played: CheckCheck,
  failed: CircleAlert,
} as const;

/** How far a message has come. `label` says it in words. */
export function Ticks({ state, label }: { state: TickState; label: string }) {
  const Icon = icons[state];
  return (
    <span
      className={classes(
        css.ticks,
        (state === 'read' || state === 'played') && css.read,
        state === 'failed' && css.failed,
      )}
      role="img"
      aria-label={label}
      title={label}
      data-state={state}
    >
      <Icon size={state === 'waiting' || state === 'queued' ? 12 : 14} strokeWidth={2.2} />
    </span>
  );
}
