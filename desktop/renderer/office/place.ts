import { createStore } from 'zustand/vanilla';
import { type OfficeSection, officeSections } from '#shared/contract/office.ts';

/** Where one is in the office. `query`: what the section's screen is narrowed to, of its own making. */
export type Place = { section: OfficeSection; query: Readonly<Record<string, string>> };
export const firstPlace: Place = { section: 'overview', query: {} };

const isSection = (name: string): name is OfficeSection =>
  officeSections.some((one) => one === name);

/** `#/services?by=finished`; what is no place is the first one. */
export function placeOf(hash: string): Place {
  const [, section = '', query = ''] = /^#\/([a-z]+)(?:\?(.*))?$/.exec(hash) ?? [];
  if (!isSection(section)) return firstPlace;
  return { section, query: Object.fromEntries(new URLSearchParams(query)) };
}

export function hashOf({ section, query }: Place): string {
  const asked = new URLSearchParams(query).toString();
  return `#/${section}${asked && `?${asked}`}`;
}

/** What is used of the browser's window. */
export type Page = Pick<Window, 'addEventListener' | 'open'> & {
  location: Pick<Location, 'hash'>;
  history: Pick<History, 'pushState' | 'replaceState'>;
};

/** Holds whoever goes elsewhere back; `go` is what takes them there, once it holds them no more. */
type Keeper = (go: () => void) => void;

/** The place is the page's address: back, forward and loading anew lead where one was. */
export function createPlaces(page: Page) {
  const store = createStore<Place>(() => placeOf(page.location.hash));
  let keeper: Keeper | null = null;
  const look = () => store.setState(placeOf(page.location.hash), true);
  const move = (how: 'pushState' | 'replaceState', place: () => Place): void => {
    const go = () => {
      page.history[how](null, '', hashOf(place()));
      look();
    };
    if (keeper) keeper(go);
    else go();
  };
  page.addEventListener('popstate', () => {
    const wanted = placeOf(page.location.hash);
    if (!keeper || hashOf(wanted) === hashOf(store.getState())) return look();
    // The browser has gone already.
    page.history.pushState(null, '', hashOf(store.getState()));
    move('pushState', () => wanted);
  });
  return {
    ...store,
    /** Back leads to where one was. */
    go: (section: OfficeSection, query: Place['query'] = {}): void =>
      move('pushState', () => ({ section, query })),
    /** The same place, otherwise narrowed: back leads past it. */
    narrow: (query: Place['query']): void =>
      move('replaceState', () => ({ ...store.getState(), query })),
    /** Until it is called: whoever wants to go elsewhere is held. */
    hold(by: Keeper): () => void {
      keeper = by;
      return () => {
        if (keeper === by) keeper = null;
      };
    },
  };
}
export type Places = ReturnType<typeof createPlaces>;
