import { expect, it } from 'vitest';
import { figureIn, table } from './figures.ts';

it('reads a figure from a line and leaves every other line alone', () => {
  expect(figureIn('path', 'listening on 4680')).toBeNull();
  expect(figureIn('path', '{"figure":broken')).toBeNull();
  expect(
    figureIn('path', '{"figure":"p95","value":12.345,"unit":"ms","limit":"< 20","met":true}'),
  ).toEqual({
    bench: 'path',
    figure: 'p95',
    value: 12.345,
    unit: 'ms',
    limit: '< 20',
    met: true,
  });
});

it('shows what was measured beside what was promised', () => {
  const figure = {
    bench: 'path',
    figure: 'p95',
    value: 32.345,
    unit: 'ms',
    limit: '< 20',
    met: false,
  };
  expect(table([figure])).toBe(
    'bench  figure  measured  promised\npath   p95     32.35 ms  < 20      NOT MET',
  );
});
