import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { createContext, type ReactNode, useContext } from 'react';
import { classes } from './classes.ts';
import css from './dialog.module.css';

/** True: what is a dialog elsewhere stands here as a part of the page, always open. */
export const Within = createContext(false);

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
  const within = useContext(Within);
  if (within) {
    return (
      // What is opened from here lies over the page again.
      <Within value={false}>
        <section className={classes(css.within, large && css.whole)} aria-label={title}>
          <h2 className={css.title}>{title}</h2>
          {description && <div className={css.description}>{description}</div>}
          {children}
          {actions && <footer className={css.actions}>{actions}</footer>}
        </section>
      </Within>
    );
  }
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
