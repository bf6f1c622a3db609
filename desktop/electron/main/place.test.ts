import { expect, it } from 'vitest';
import { placeOf } from './place.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const second = { x: 1920, y: 0, width: 1280, height: 1024 };
const there = { x: 2000, y: 40, width: 1000, height: 700 };

it('stands where it stood, maximized or not', () => {
  expect(placeOf(there, [screen, second])).toEqual({ ...there, maximized: false });
  expect(placeOf({ ...there, maximized: true }, [screen, second])).toEqual({
    ...there,
    maximized: true,
  });
});

it('comes back when its monitor is gone, in its size', () => {
  expect(placeOf(there, [screen])).toEqual({ width: 1000, height: 700, maximized: false });
  expect(placeOf({ ...there, x: 0, y: -400 }, [screen])).not.toHaveProperty('y');
  expect(placeOf({ ...there, x: 1900 }, [screen])).not.toHaveProperty('x');
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
  expect(placeOf(saved, [screen])).toEqual({ width: 1280, height: 800, maximized: false });
});

it('is never too small to be used', () => {
  expect(placeOf({ x: 10, y: 10, width: 1, height: 1 }, [screen])).toEqual({
    x: 10,
    y: 10,
    width: 720,
    height: 480,
    maximized: false,
  });
});
