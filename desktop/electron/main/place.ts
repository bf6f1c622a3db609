/** Where the window stands: where it was, as long as it can be seen there. */
export type Bounds = { x: number; y: number; width: number; height: number };
export type Place = { width: number; height: number; x?: number; y?: number; maximized: boolean };

const usual: Place = { width: 1280, height: 800, maximized: false };
const least = { width: 720, height: 480 };

const isBounds = (value: unknown): value is Bounds =>
  typeof value === 'object' &&
  value !== null &&
  ['x', 'y', 'width', 'height'].every((key) => Number.isInteger(Reflect.get(value, key)));

/** Enough of the title bar to take hold of it. */
const canBeHeld = (window: Bounds, area: Bounds): boolean =>
  Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x) >= 100 &&
  window.y >= area.y &&
  window.y + 30 <= area.y + area.height;

/** `saved`: what was written at the last close, of any content. `areas`: the work areas there are. */
export function placeOf(saved: unknown, areas: readonly Bounds[]): Place {
  if (!isBounds(saved)) return usual;
  const { x, y } = saved;
  const size = {
    width: Math.max(saved.width, least.width),
    height: Math.max(saved.height, least.height),
    maximized: Reflect.get(saved, 'maximized') === true,
  };
  // A monitor may be gone since.
  return areas.some((area) => canBeHeld({ x, y, ...size }, area)) ? { x, y, ...size } : size;
}
