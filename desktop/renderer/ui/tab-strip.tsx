import { Pin, X } from 'lucide-react';
import {
  type DragEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';
import { classes } from './classes.ts';
import { type Place, placeOf } from './place.ts';
import css from './tab-strip.module.css';

type StripProps = {
  label: string;
  active: string | null;
  ids: readonly string[];
  /** Narrow, and without a cross. */
  pinned: ReadonlySet<string>;
  onActivate: (id: string) => void;
  onClose: (id: string) => void;
  /** To a place in the order. */
  onMove: (id: string, to: number) => void;
  onMenu: (id: string, at: Place) => void;
  render: (id: string) => ReactNode;
};

/**
 * One tab stop; arrows, Home and End go, with Ctrl and Shift they take the tab along; Delete closes,
 * as does the middle button; the menu key and Shift+F10 open its menu.
 */
export function TabStrip(props: StripProps) {
  const { label, active, ids, pinned, onActivate, onClose, onMove, onMenu, render } = props;
  const strip = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  useEffect(() => {
    if (active === null) return;
    strip.current
      ?.querySelector('[aria-selected=true]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active]);
  const tabOf = (id: string) => strip.current?.querySelector<HTMLElement>(`[data-tab="${id}"]`);

  function press(event: KeyboardEvent) {
    const at = ids.indexOf(active ?? '');
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined && event.ctrlKey && event.shiftKey && active !== null) {
      event.preventDefault();
      onMove(active, at + step);
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
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
      tabOf(next)?.focus();
    } else if (event.key === 'Delete' && active !== null) onClose(active);
  }

  function drop(event: DragEvent, id: string) {
    event.preventDefault();
    if (dragged !== null) onMove(dragged, ids.indexOf(id));
    setDragged(null);
    setOver(null);
  }

  return (
    <div ref={strip} role="tablist" aria-label={label} className={css.strip} onKeyDown={press}>
      {ids.map((id) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the strip itself listens to the keys.
        <div
          key={id}
          role="tab"
          data-tab={id}
          aria-selected={id === active}
          aria-controls={id === active ? 'conversation' : undefined}
          aria-keyshortcuts="Control+Shift+ArrowLeft Control+Shift+ArrowRight Delete"
          tabIndex={id === active || (active === null && id === ids[0]) ? 0 : -1}
          className={classes(
            css.tab,
            id === active && css.active,
            pinned.has(id) && css.pinned,
            id === over && dragged !== null && id !== dragged && css.over,
          )}
          draggable
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = 'move';
            // Some browsers drag nothing that carries nothing; it is no text to be dropped elsewhere.
            event.dataTransfer.setData('application/x-recado-tab', id);
            setDragged(id);
          }}
          onDragOver={(event) => {
            if (dragged === null) return;
            event.preventDefault();
            setOver(id);
          }}
          onDrop={(event) => drop(event, id)}
          onDragEnd={() => {
            setDragged(null);
            setOver(null);
          }}
          onClick={() => onActivate(id)}
          onContextMenu={(event) => {
            event.preventDefault();
            onMenu(id, placeOf(event.currentTarget));
          }}
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
  /** What is said of a pinned one; null: it is not. */
  pin: string | null;
  closeHint: string;
  onClose: () => void;
};

/** What stands in a tab. The cross is for the mouse; keyboards have Delete and Ctrl+W. */
export function TabLabel({ name, face, dot, pin, closeHint, onClose }: LabelProps) {
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
      {pin !== null ? (
        <span className={css.pin} title={pin}>
          <Pin size={12} aria-hidden="true" />
          <span className="out-of-sight">{pin}</span>
        </span>
      ) : (
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
      )}
    </>
  );
}
