import fc from 'fast-check';
import { expect, it } from 'vitest';
import { displaysKey, placeOf, readPlaces, savedPlace, withPlace } from './place.ts';

const usual = { width: 1280, height: 800, minWidth: 720, minHeight: 480 };

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const second = { x: 1920, y: 0, width: 1280, height: 1024 };
const there = { x: 2000, y: 40, width: 1000, height: 700 };

it('stands where it stood, maximized or not', () => {
  expect(placeOf(there, [screen, second], usual)).toEqual({ ...there, maximized: false });
  expect(placeOf({ ...there, maximized: true }, [screen, second], usual)).toEqual({
    ...there,
    maximized: true,
  });
});

it('comes back when its monitor is gone, in its size', () => {
  expect(placeOf(there, [screen], usual)).toEqual({ width: 1000, height: 700, maximized: false });
  expect(placeOf({ ...there, x: 0, y: -400 }, [screen], usual)).not.toHaveProperty('y');
  expect(placeOf({ ...there, x: 1900 }, [screen], usual)).not.toHaveProperty('x');
});

it.each([
  undefined,
  null,
  5,
  'x',
  [],
  {},
  { ...there, width: '9' },
  { ...there, x: 0.5 },
  { ...there, height: Number.NaN },
])('takes the usual place for %j', (saved) => {
  expect(placeOf(saved, [screen], usual)).toEqual({ width: 1280, height: 800, maximized: false });
});

it('is never too small to be used', () => {
  expect(placeOf({ x: 10, y: 10, width: 1, height: 1 }, [screen], usual)).toEqual({
    x: 10,
    y: 10,
    width: 720,
    height: 480,
    maximized: false,
  });
});

it('is no larger than the screens that are left', () => {
  expect(placeOf({ ...there, width: 3_000, height: 2_000 }, [second], usual)).toEqual({
    ...{ x: 2000, y: 40, width: 1280, height: 1024 },
    maximized: false,
  });
});

it('comes into sight whatever was saved and whatever screens there are', () => {
  const number = fc.integer({ min: -6_000, max: 6_000 });
  const bounds = fc.record({ x: number, y: number, width: number, height: number });
  const area = fc.record({
    ...{ x: number, y: number },
    width: fc.integer({ min: 800, max: 4_000 }),
    height: fc.integer({ min: 600, max: 3_000 }),
  });
  fc.assert(
    fc.property(bounds, fc.array(area, { minLength: 1, maxLength: 3 }), (saved, areas) => {
      const place = placeOf(saved, areas, usual);
      const { x, y, width } = place;
      expect(width).toBeGreaterThanOrEqual(usual.minWidth);
      if (x === undefined || y === undefined) return;
      const grip = areas.some(
        (one) =>
          Math.min(x + width, one.x + one.width) - Math.max(x, one.x) >= 100 &&
          y >= one.y &&
          y + 30 <= one.y + one.height,
      );
      expect(grip).toBe(true);
    }),
  );
});

it('remembers each window for each set of displays, in whatever order they are named', () => {
  const [office, home] = [displaysKey([screen, second]), displaysKey([screen])];
  expect(displaysKey([second, screen])).toBe(office);
  let places = withPlace({}, 'console', office, { x: 1 });
  places = withPlace(places, 'console', home, { x: 2 });
  places = withPlace(places, 'admin', home, { x: 3 });
  expect(savedPlace(places, 'console', office)).toEqual({ x: 1 });
  expect(savedPlace(places, 'console', home)).toEqual({ x: 2 });
  expect(savedPlace(places, 'admin', office)).toEqual({ x: 3 });
  expect(savedPlace(places, 'reports', home)).toBeNull();
  for (let n = 0; n < 20; n += 1) places = withPlace(places, 'console', `set ${n}`, { x: n });
  expect(Object.keys(places.console ?? {})).toHaveLength(8);
  expect(readPlaces(JSON.parse(JSON.stringify(places)))).toEqual(places);
  for (const junk of [null, 7, 'x', [1], { console: 7 }]) {
    expect(savedPlace(readPlaces(junk), 'console', home)).toBeNull();
  }
});
