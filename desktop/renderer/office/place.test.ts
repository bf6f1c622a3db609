import { expect, it } from 'vitest';
import { createPlaces, firstPlace, hashOf, placeOf } from './place.ts';

it('an address is a place and back; what is none is the first', () => {
  const place = { section: 'services', query: { by: 'finished', text: 'a&b=ç #?' } } as const;
  expect(placeOf(hashOf(place))).toEqual(place);
  expect(placeOf('#/people')).toEqual({ section: 'people', query: {} });
  for (const hash of ['', '#', '#/', '#/nowhere', '#/__proto__', 'services', '#/services/2']) {
    expect(placeOf(hash)).toEqual(firstPlace);
  }
});

/** A browser's page at this place. */
function pageAt(hash: string) {
  const way = [hash];
  let back = () => {};
  const page = {
    location: { hash },
    history: {
      pushState(_state: unknown, _title: string, to: string) {
        way.push(to);
        page.location.hash = to;
      },
      replaceState(_state: unknown, _title: string, to: string) {
        way[way.length - 1] = to;
        page.location.hash = to;
      },
    },
    addEventListener: (_name: string, listener: () => void) => {
      back = () => {
        way.pop();
        page.location.hash = way.at(-1) ?? '';
        listener();
      };
    },
  };
  return { page: page as never, way, back: () => back() };
}

it('going on adds to the way back, narrowing does not', () => {
  const { page, way, back } = pageAt('#/reports');
  const places = createPlaces(page);
  expect(places.getState().section).toBe('reports');
  places.go('services', { by: 'finished' });
  places.narrow({ by: 'open' });
  expect(places.getState()).toEqual({ section: 'services', query: { by: 'open' } });
  expect(way).toEqual(['#/reports', '#/services?by=open']);
  back();
  expect(places.getState()).toEqual({ section: 'reports', query: {} });
});

it('who is held goes when they are let go, whichever way they wanted', () => {
  const { page, back } = pageAt('#/reports');
  const places = createPlaces(page);
  places.go('settings', { part: 'timing' });
  const held: (() => void)[] = [];
  const release = places.hold((go) => held.push(go));
  places.go('outbox');
  places.narrow({ part: 'tags' });
  back();
  expect(places.getState()).toEqual({ section: 'settings', query: { part: 'timing' } });
  expect(hashOf(places.getState())).toBe((page as { location: Location }).location.hash);
  expect(held).toHaveLength(3);
  release();
  held[2]?.();
  expect(places.getState().section).toBe('reports');
  places.go('people');
  expect(places.getState().section).toBe('people');
});
