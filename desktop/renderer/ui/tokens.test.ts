import { describe, expect, it } from 'vitest';
import css from './tokens.css?raw';

const tokens = new Map(
  [...css.matchAll(/--([\w-]+):\s*(?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/g)].map((m) => [
    m[1] ?? '',
    { light: m[2] ?? m[4] ?? '', dark: m[3] ?? m[4] ?? '' },
  ]),
);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const surfaces = ['rail', 'sunken', 'surface', 'raised', 'hover', 'selected'];
const pairs: [text: string, ground: string, atLeast: number][] = [
  ...surfaces.flatMap((ground): [string, string, number][] => [
    ['text', ground, 7],
    ['text-soft', ground, 4.5],
    ['text-faint', ground, 4.5],
    ['accent-text', ground, 4.5],
    ['hot', ground, 4.5],
    ['warm', ground, 4.5],
  ]),
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-hover', 4.5],
  ['on-accent', 'danger', 4.5],
  ['on-accent', 'danger-hover', 4.5],
  ['warm', 'good-soft', 4.5],
  ['text-soft', 'good-soft', 4.5],
  ['text', 'good-soft', 4.5],
  ['text-soft', 'accent-soft', 4.5],
  ['good', 'good-soft', 4.5],
  ['warm', 'warm-soft', 4.5],
  ['hot', 'hot-soft', 4.5],
  ['accent-text', 'accent-soft', 4.5],
  ['text', 'bubble-in', 7],
  ['text', 'bubble-out', 7],
  ['text-faint', 'bubble-in', 4.5],
  ['bubble-out-soft', 'bubble-out', 4.5],
  ['tick-read', 'bubble-out', 4.5],
  ['line-field', 'surface', 3],
  ['focus', 'surface', 3],
  ['chart-a', 'surface', 3],
  ['chart-b', 'surface', 3],
  ['text', 'heat-1', 4.5],
  ['text', 'heat-2', 4.5],
  ['text', 'heat-3', 4.5],
  ['heat-4-text', 'heat-4', 4.5],
  ...[0, 1, 2, 3, 4, 5, 6, 7].map((n): [string, string, number] => [
    `hue-${n}-text`,
    `hue-${n}`,
    4.5,
  ]),
];

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each(pairs)('%s on %s is at least %d to 1', (text, ground, atLeast) => {
    const ink = tokens.get(text)?.[theme] ?? '';
    const paper = tokens.get(ground)?.[theme] ?? '';
    expect(contrast(ink, paper)).toBeGreaterThanOrEqual(atLeast);
  });
});
