import { useMemo } from 'react';
import { encode } from 'uqr';
import css from './whatsapp.module.css';

/** Dark modules as one path; a camera wants dark on light in both themes. */
export function pathOf(modules: readonly (readonly boolean[])[]): string {
  return modules
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
}

export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, data } = useMemo(() => encode(text, { ecc: 'L', border: 3 }), [text]);
  return (
    <svg
      className={css.qr}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
      data-qr
    >
      <path d={pathOf(data)} />
    </svg>
  );
}
