import { expect, it } from 'vitest';
import { sampleOf, type ToneName } from './tone.ts';

const loudest = (name: ToneName): number => {
  let most = 0;
  for (let at = 0; at < 5; at += 1 / 4_000) most = Math.max(most, Math.abs(sampleOf(name, at)));
  return most;
};

it('is heard, never shouts, and is quiet beside a call', () => {
  expect(loudest('ring')).toBeGreaterThan(0.1);
  expect(loudest('ring')).toBeLessThan(0.5);
  expect(loudest('quiet')).toBeLessThan(loudest('ring') / 3);
  expect(loudest('dialled')).toBeLessThan(loudest('ring') / 3);
});

it('begins and ends in silence, so that nothing clicks', () => {
  for (const name of ['ring', 'quiet', 'dialled'] as const) {
    expect(Math.abs(sampleOf(name, 0))).toBeLessThan(0.001);
    expect(sampleOf(name, 2.9)).toBe(0);
  }
});
