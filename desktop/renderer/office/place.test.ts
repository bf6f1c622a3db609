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

it('going on adds to the way back, narrowing does not', () => {
  const way = ['#/reports'];
  let back = () => {};
  const page = {
    location: { hash: '#/reports' },
    history: {
      pushState(_state: unknown, _title: string, hash: string) {
        way.push(hash);
        page.location.hash = hash;
      },
      replaceState(_state: unknown, _title: string, hash: string) {
        way[way.length - 1] = hash;
        page.location.hash = hash;
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
  const places = createPlaces(page as never);
  expect(places.getState().section).toBe('reports');
  places.go('services', { by: 'finished' });
  places.narrow({ by: 'open' });
  expect(places.getState()).toEqual({ section: 'services', query: { by: 'open' } });
  expect(way).toEqual(['#/reports', '#/services?by=open']);
  back();
  expect(places.getState()).toEqual({ section: 'reports', query: {} });
});
