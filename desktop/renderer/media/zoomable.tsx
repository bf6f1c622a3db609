import { type PointerEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import css from './viewer.module.css';

export const mostZoom = 6;
const margin = 32;

type Size = { width: number; height: number };
type Props = { src: string; alt: string; zoom: number; onZoom: (zoom: number) => void };

/** The size at which a picture is seen whole, never larger than it is. */
export function fitted(picture: Size, room: Size): Size {
  const scale = Math.min(1, room.width / picture.width, room.height / picture.height);
  return { width: picture.width * scale, height: picture.height * scale };
}

/** A picture that the wheel makes larger where the pointer is, and the hand moves about. */
export function Zoomable({ src, alt, zoom, onZoom }: Props) {
  const t = useTranslations('viewer');
  const place = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Size | null>(null);
  const [picture, setPicture] = useState<Size | null>(null);
  const [broken, setBroken] = useState(false);
  /** The point that stays where it is while the zoom changes, as parts of the picture. */
  const fixed = useRef({ x: 0.5, y: 0.5, clientX: 0, clientY: 0, by: false });

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const watch = new ResizeObserver(([seen]) => {
      if (seen)
        setRoom({
          width: seen.contentRect.width - margin,
          height: seen.contentRect.height - margin,
        });
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      const image = element.querySelector('img')?.getBoundingClientRect();
      if (!image || image.width === 0) return;
      fixed.current = {
        x: (event.clientX - image.left) / image.width,
        y: (event.clientY - image.top) / image.height,
        clientX: event.clientX,
        clientY: event.clientY,
        by: true,
      };
      onZoom(Math.min(mostZoom, Math.max(1, zoom * Math.exp(-event.deltaY / 400))));
    };
    // React's own wheel listener is passive: the page behind would scroll.
    element.addEventListener('wheel', turn, { passive: false });
    return () => element.removeEventListener('wheel', turn);
  }, [zoom, onZoom]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of the zoom.
  useLayoutEffect(() => {
    const element = place.current;
    const image = element?.querySelector('img')?.getBoundingClientRect();
    if (!element || !image) return;
    const { x, y, clientX, clientY, by } = fixed.current;
    const box = element.getBoundingClientRect();
    element.scrollLeft += image.left + x * image.width - (by ? clientX : box.left + box.width / 2);
    element.scrollTop += image.top + y * image.height - (by ? clientY : box.top + box.height / 2);
    fixed.current = { x: 0.5, y: 0.5, clientX: 0, clientY: 0, by: false };
  }, [zoom]);

  function drag(event: PointerEvent<HTMLDivElement>) {
    if ((event.buttons & 1) === 0 || zoom === 1) return;
    event.currentTarget.scrollLeft -= event.movementX;
    event.currentTarget.scrollTop -= event.movementY;
  }
  const size = room && picture && fitted(picture, room);
  if (broken) return <p className={css.trouble}>{t('cannotShow')}</p>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the bar above has a button for each of these.
    <div
      ref={place}
      className={css.place}
      data-zoomed={zoom > 1 || undefined}
      tabIndex={zoom > 1 ? 0 : undefined}
      onPointerMove={drag}
      onDoubleClick={() => onZoom(zoom > 1 ? 1 : 2.5)}
    >
      <img
        className={css.picture}
        src={src}
        alt={alt}
        draggable={false}
        style={
          size
            ? { width: size.width * zoom, height: size.height * zoom }
            : { width: 1, height: 1, opacity: 0 }
        }
        onLoad={({ currentTarget: image }) =>
          setPicture({ width: image.naturalWidth, height: image.naturalHeight })
        }
        onError={() => setBroken(true)}
      />
    </div>
  );
}
