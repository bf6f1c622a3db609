import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { classes } from './classes.ts';
import css from './tab-strip.module.css';

type StripProps = {
  label: string;
  active: string | null;
  ids: readonly string[];
  onActivate: (id: string) => void;
  onClose: (id: string) => void;
  render: (id: string) => ReactNode;
};

/** One tab stop; arrows, Home and End move, Delete closes, as does the middle button. */
export function TabStrip({ label, active, ids, onActivate, onClose, render }: StripProps) {
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active === null) return;
    strip.current
      ?.querySelector('[aria-selected=true]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active]);

  function move(event: KeyboardEvent) {
    const at = ids.indexOf(active ?? '');
    const to = {
      ArrowRight: (at + 1) % ids.length,
      ArrowLeft: (at - 1 + ids.length) % ids.length,
      Home: 0,
      End: ids.length - 1,
    }[event.key];
    const next = to === undefined ? undefined : ids[to];
    if (next !== undefined) {
      event.preventDefault();
      onActivate(next);
      strip.current?.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
    } else if (event.key === 'Delete' && active !== null) onClose(active);
  }

  return (
    <div ref={strip} role="tablist" aria-label={label} className={css.strip} onKeyDown={move}>
      {ids.map((id) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the strip itself listens to the keys.
        <div
          key={id}
          role="tab"
          data-tab={id}
          aria-selected={id === active}
          aria-controls={id === active ? 'conversation' : undefined}
          tabIndex={id === active || (active === null && id === ids[0]) ? 0 : -1}
          className={classes(css.tab, id === active && css.active)}
          onClick={() => onActivate(id)}
          onMouseDown={(event) => event.button === 1 && event.preventDefault()}
          onAuxClick={(event) => event.button === 1 && onClose(id)}
        >
          {render(id)}
        </div>
      ))}
    </div>
  );
}

type LabelProps = {
  name: string;
  face?: ReactNode;
  dot: string | null;
  closeHint: string;
  onClose: () => void;
};

/** What stands in a tab. The cross is for the mouse; keyboards have Delete and Ctrl+W. */
export function TabLabel({ name, face, dot, closeHint, onClose }: LabelProps) {
  return (
    <>
      {dot !== null && (
        <span className={css.dot}>
          <span className="out-of-sight">{dot}</span>
        </span>
      )}
      {face}
      <bdi className={css.name} title={name}>
        {name}
      </bdi>
      <span
        className={css.close}
        title={closeHint}
        aria-hidden="true"
        data-testid="close-tab"
        onClick={(event) => {
          event.stopPropagation();
          onClose();
        }}
      >
        <X size={13} />
      </span>
    </>
  );
}
