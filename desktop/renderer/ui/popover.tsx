import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import { anchorOf, type Place } from './place.ts';
import css from './popover.module.css';

type Props = {
  trigger: ReactElement<Record<string, unknown>>;
  title: string;
  side?: 'top' | 'bottom';
  children: ReactNode;
};

export function Popover({ trigger, title, side = 'top', children }: Props) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          side={side}
          align="start"
          sideOffset={8}
          collisionPadding={8}
          className={css.place}
        >
          <Base.Popup className={css.popup}>
            <Base.Title className={css.title}>{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** A button inside that leads elsewhere: the popover is gone then. */
export function PopoverClose({ render }: { render: ReactElement<Record<string, unknown>> }) {
  return <Base.Close render={render} />;
}

type AtProps = { at: Place | null; title: string; onClose: () => void; children: ReactNode };

/** The same where the hand is, as small as what is in it; its title is for screen readers. */
export function PopoverAt({ at, title, onClose, children }: AtProps) {
  return (
    <Base.Root open={at !== null} onOpenChange={(open) => open || onClose()}>
      <Base.Portal>
        <Base.Positioner
          anchor={anchorOf(at)}
          side="top"
          align="center"
          sideOffset={6}
          collisionPadding={8}
          className={css.place}
        >
          <Base.Popup className={css.snug}>
            <Base.Title className="out-of-sight">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
