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

/** The place is the page's address: back, forward and loading anew lead where one was. */
export function createPlaces(page: Page) {
  const store = createStore<Place>(() => placeOf(page.location.hash));
  const look = () => store.setState(placeOf(page.location.hash), true);
  page.addEventListener('popstate', look);
  return {
    ...store,
    /** Back leads to where one was. */
    go(section: OfficeSection, query: Place['query'] = {}): void {
      page.history.pushState(null, '', hashOf({ section, query }));
      look();
    },
    /** The same place, otherwise narrowed: back leads past it. */
    narrow(query: Place['query']): void {
      page.history.replaceState(null, '', hashOf({ ...store.getState(), query }));
      look();
    },
  };
}
export type Places = ReturnType<typeof createPlaces>;
