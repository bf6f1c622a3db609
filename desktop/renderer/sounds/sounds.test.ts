import { expect, it } from 'vitest';
import { soundNames, usualSettings } from '#shared/contract/settings.ts';
import { mayRing } from './ringing.ts';
import { type Heard, lengthOf, soundAt } from './sound-shapes.ts';
import { soundFor } from './sounds.ts';

const all = soundNames.filter((name): name is Heard => name !== 'none');
const rate = 48_000;
const samples = (name: Heard) =>
  Float64Array.from({ length: Math.ceil(lengthOf(name) * rate) }, (_, n) =>
    soundAt(name, n / rate),
  );

it.each(all)('%s is short, heard, never too loud, and ends in silence', (name) => {
  const wave = samples(name);
  expect(lengthOf(name)).toBeLessThanOrEqual(1.2);
  expect(wave.every((value) => Number.isFinite(value) && Math.abs(value) <= 1)).toBe(true);
  const loudest = wave.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(loudest).toBeGreaterThan(0.2);
  expect(Math.abs(wave.at(-1) ?? 1)).toBeLessThan(0.01);
  expect(Math.abs(wave[0] ?? 1)).toBeLessThan(0.01);
});

it('no two are the same', () => {
  expect(new Set(all.map((name) => samples(name).slice(0, 4_000).join()))).toHaveLength(all.length);
});

it('is heard as chosen, not at all where nothing was, and once for a heap', () => {
  const far = 10_000;
  expect(soundFor('waiting', usualSettings, far)).toMatchObject({ name: 'bell' });
  expect(soundFor('mine', usualSettings, far)).toMatchObject({ name: 'drop' });
  expect(soundFor('mine', usualSettings, 300)).toBeNull();
  expect(soundFor('mine', { ...usualSettings, volume: 0 }, far)).toBeNull();
  const sounds = { ...usualSettings.sounds, mine: 'none' as const };
  expect(soundFor('mine', { ...usualSettings, sounds }, far)).toBeNull();
  const [soft, loud] = [20, 90].map(
    (volume) => soundFor('mine', { ...usualSettings, volume }, far)?.gain ?? 0,
  );
  expect(soft).toBeLessThan(loud ?? 0);
  expect(loud).toBeLessThanOrEqual(1);
});

it('rings as chosen, and never while one is left in peace', () => {
  const now = new Date(2026, 10, 18, 23, 0);
  const later = new Date(2026, 10, 18, 23, 30).toISOString();
  const nights = { quietSpans: [{ days: [3], from: '22:00', to: '07:00' }] };
  expect(mayRing(usualSettings, null, now)).toBe(true);
  expect(mayRing({ ...usualSettings, ring: false }, null, now)).toBe(false);
  expect(mayRing(usualSettings, later, now)).toBe(false);
  expect(mayRing({ ...usualSettings, ...nights, quiet: true }, null, now)).toBe(false);
  expect(mayRing({ ...usualSettings, ...nights, quiet: false }, null, now)).toBe(true);
});
