import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import css from './dialog.module.css';

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  /** For two columns. */
  wide?: boolean;
  /** As much as the window has: a place to work in. Its content scrolls by itself. */
  large?: boolean;
  closeLabel: string;
  /** Buttons, the one that goes on last. */
  actions?: ReactNode;
  children?: ReactNode;
};

export function Dialog({
  open,
  onClose,
  title,
  description,
  wide,
  large,
  closeLabel,
  actions,
  children,
}: Props) {
  return (
    <Base.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Base.Portal>
        <Base.Backdrop className={css.shade} />
        <Base.Popup className={classes(css.popup, wide && css.wide, large && css.large)}>
          <Base.Title className={css.title}>{title}</Base.Title>
          {description && (
            <Base.Description className={css.description}>{description}</Base.Description>
          )}
          {children}
          {actions && <footer className={css.actions}>{actions}</footer>}
          {/* Last, so that what the dialog asks for has the focus first. */}
          <Base.Close className={css.close} aria-label={closeLabel}>
            <X size={16} />
          </Base.Close>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
