import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { classes } from './classes.ts';
import css from './menu.module.css';
import { anchorOf, type Place } from './place.ts';

type Props = {
  trigger: ReactElement<Record<string, unknown>>;
  side?: 'top' | 'right' | 'bottom';
  align?: 'start' | 'center' | 'end';
  children: ReactNode;
};

export function Menu({ trigger, side = 'bottom', align = 'end', children }: Props) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} className={css.place}>
          <Base.Popup className={css.popup}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

type AtProps = { at: Place | null; label: string; onClose: () => void; children: ReactNode };

/** A menu where the hand is: it has no button of its own. */
export function MenuAt({ at, label, onClose, children }: AtProps) {
  return (
    <Base.Root modal={false} open={at !== null} onOpenChange={(open) => open || onClose()}>
      <Base.Portal>
        <Base.Positioner
          anchor={anchorOf(at)}
          side="bottom"
          align="start"
          sideOffset={4}
          className={css.place}
        >
          <Base.Popup className={css.popup} aria-label={label}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

type ItemProps = {
  icon?: ReactNode;
  note?: ReactNode;
  danger?: boolean;
  onPick: () => void;
  children: ReactNode;
};

export function MenuItem({ icon, note, danger, onPick, children }: ItemProps) {
  return (
    <Base.Item className={classes(css.item, danger && css.danger)} onClick={onPick}>
      {icon && <span className={css.icon}>{icon}</span>}
      <span className={css.words}>{children}</span>
      {note}
    </Base.Item>
  );
}

export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className={css.label}>{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

type ChoiceProps<V extends string> = {
  label: string;
  value: V;
  choices: readonly { value: V; label: string }[];
  onChoose: (value: V) => void;
};

export function MenuChoice<V extends string>({ label, value, choices, onChoose }: ChoiceProps<V>) {
  return (
    <Base.RadioGroup value={value} onValueChange={onChoose} aria-label={label}>
      <div className={css.label} aria-hidden="true">
        {label}
      </div>
      {choices.map((choice) => (
        <Base.RadioItem key={choice.value} value={choice.value} className={css.item} closeOnClick>
          <span className={css.words}>{choice.label}</span>
          <Base.RadioItemIndicator className={css.check}>
            <Check size={14} />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

export function MenuLine() {
  return <Base.Separator className={css.line} />;
}
