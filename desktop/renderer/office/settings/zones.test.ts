import { expect, it } from 'vitest';
import { matches, offsetOf, zoneOf, zonesAt } from './zones.ts';

const winter = new Date('2026-07-01T12:00:00Z');
const summer = new Date('2026-01-01T12:00:00Z');

it('a zone has the offset of its season', () => {
  expect(offsetOf('America/Sao_Paulo', winter)).toBe('GMT-03:00');
  expect(offsetOf('Europe/Lisbon', winter)).toBe('GMT+01:00');
  expect(offsetOf('Europe/Lisbon', summer)).toBe('GMT+00:00');
  expect(offsetOf('Asia/Kathmandu', summer)).toBe('GMT+05:45');
});

it('is found by what one would type', () => {
  const zone = zoneOf('America/Sao_Paulo', winter);
  expect(zone).toMatchObject({ place: 'Sao Paulo', region: 'America' });
  for (const typed of [
    '',
    'são paulo',
    'America/Sao_Paulo',
    'sao_pa',
    '-3',
    'gmt-03:00',
    'PAULO',
  ]) {
    expect([typed, matches(zone, typed)]).toEqual([typed, true]);
  }
  for (const typed of ['manaus', '-4', 'sao luis']) expect(matches(zone, typed)).toBe(false);
});

it('the world has them all, each once, with the one that is chosen', () => {
  const zones = zonesAt(winter, 'Asia/Calcutta').map(({ id }) => id);
  expect(zones).toContain('America/Noronha');
  expect(zones).toContain('Asia/Calcutta');
  expect(new Set(zones).size).toBe(zones.length);
  expect(zonesAt(winter, 'Nowhere/At_All').map(({ id }) => id)).not.toContain('Nowhere/At_All');
});
