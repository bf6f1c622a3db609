/** Steps of zoom, in per cent, as browsers have them. */
const steps = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300];

export type ZoomMove = 'in' | 'out' | 'reset';

/** `now` may lie between two steps. */
export function zoomAfter(now: number, move: ZoomMove): number {
  if (move === 'reset') return 100;
  const next =
    move === 'in' ? steps.find((step) => step > now) : steps.findLast((step) => step < now);
  return next ?? (move === 'in' ? 300 : 50);
}
