/** Where windows stand: each where it was with these displays, as long as it can be seen there. */
export type Bounds = { x: number; y: number; width: number; height: number };
export type Place = { width: number; height: number; x?: number; y?: number; maximized: boolean };

/** What a window of a name is like before anybody has moved it, and at the least. */
export type WindowSize = { width: number; height: number; minWidth: number; minHeight: number };

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isBounds = (value: unknown): value is Bounds =>
  isObject(value) &&
  ['x', 'y', 'width', 'height'].every((key) => Number.isInteger(Reflect.get(value, key)));

/** Enough of the title bar to take hold of it. */
const canBeHeld = (window: Bounds, area: Bounds): boolean =>
  Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x) >= 100 &&
  window.y >= area.y &&
  window.y + 30 <= area.y + area.height;

const largest = (areas: readonly Bounds[], side: 'width' | 'height'): number =>
  Math.max(0, ...areas.map((area) => area[side]));

/** `saved`: what was written at the last close, of any content. `areas`: the work areas there are. */
export function placeOf(saved: unknown, areas: readonly Bounds[], usual: WindowSize): Place {
  const within = (side: 'width' | 'height', wanted: number, least: number): number =>
    Math.max(Math.min(wanted, largest(areas, side) || wanted), least);
  const sized = ({ width, height }: { width: number; height: number }) => ({
    width: within('width', width, usual.minWidth),
    height: within('height', height, usual.minHeight),
  });
  if (!isBounds(saved)) return { ...sized(usual), maximized: false };
  const { x, y } = saved;
  const size = { ...sized(saved), maximized: Reflect.get(saved, 'maximized') === true };
  // A monitor may be gone since.
  return areas.some((area) => canBeHeld({ x, y, ...size }, area)) ? { x, y, ...size } : size;
}

/** One set of displays, however the system numbers them today. */
export const displaysKey = (areas: readonly Bounds[]): string =>
  areas
    .map(({ x, y, width, height }) => `${width}x${height}+${x}+${y}`)
    .sort()
    .join(' ');

export type Places = Record<string, Record<string, unknown>>;
/** Office, home, the projector: those used last are kept. */
const mostSets = 8;

/** `saved`: the file as it was read, of any content. */
export function readPlaces(saved: unknown): Places {
  if (!isObject(saved)) return {};
  return Object.fromEntries(
    Object.entries(saved).flatMap(([name, sets]) =>
      isObject(sets) ? [[name, { ...sets } as Record<string, unknown>]] : [],
    ),
  );
}

/** The window's place with these displays, else the one it had last with others. */
export function savedPlace(places: Places, name: string, key: string): unknown {
  const sets = places[name] ?? {};
  return sets[key] ?? Object.values(sets).at(-1) ?? null;
}

export function withPlace(places: Places, name: string, key: string, place: object): Places {
  const { [key]: _before, ...others } = places[name] ?? {};
  const sets = [...Object.entries(others), [key, place] as const].slice(-mostSets);
  return { ...places, [name]: Object.fromEntries(sets) };
}
