/** The time zones of the world as one chooses them. Pure. */
import { folded } from '../../format/names.ts';

export type Zone = {
  /** As the server knows it. */
  id: string;
  /** Its place: `São Paulo` is found by `sao paulo`. */
  place: string;
  region: string;
  /** Now, as `GMT-03:00`. */
  offset: string;
};

/** `GMT-03:00`, and `GMT+00:00` for the one in the middle. */
export function offsetOf(id: string, at: Date): string {
  const said = new Intl.DateTimeFormat('en', { timeZone: id, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return said === 'GMT' || said === undefined ? 'GMT+00:00' : said;
}

export function zoneOf(id: string, at: Date): Zone {
  const [region = '', ...place] = id.replaceAll('_', ' ').split('/');
  return { id, place: place.join(', ') || region, region, offset: offsetOf(id, at) };
}

/** All that this machine knows, and the one that is chosen. */
export function zonesAt(at: Date, chosen: string): Zone[] {
  const known = new Set([...Intl.supportedValuesOf('timeZone'), 'Etc/UTC', chosen]);
  return [...known]
    .filter((id) => id.includes('/') && isZone(id))
    .map((id) => zoneOf(id, at))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function isZone(id: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: id });
    return true;
  } catch {
    return false;
  }
}

/** By words of its place, its region or its offset (`-3`, `gmt-03`). */
export function matches({ id, place, region, offset }: Zone, typed: string): boolean {
  const short = offset.replace(/([+-])0/, '$1').replace(':00', '');
  const all = folded(`${id} ${region} ${place} ${offset} ${short}`).replaceAll('_', ' ');
  return folded(typed)
    .split(/[\s/_]+/)
    .every((word) => all.includes(word));
}
