import { expect, it } from 'vitest';
import { deviceOf } from './device.ts';

it.each([
  ['recepcao-01', 'win32', 'recepcao-01 · Windows'],
  ['iMac-da-Ana.local', 'darwin', 'iMac-da-Ana.local · macOS'],
  ['  \u0007caixa ', 'linux', 'caixa · Linux'],
  ['', 'linux', 'Linux'],
  ['servidor', 'freebsd', 'servidor · freebsd'],
] as const)('%s on %s is told as %s', (host, platform, told) =>
  expect(deviceOf(host, platform)).toBe(told),
);

it('fits what the server takes, its system kept and no character cut in two', () => {
  const told = deviceOf('💻'.repeat(100), 'linux');
  expect(told.length).toBeLessThanOrEqual(120);
  expect(told).toMatch(/^(?:💻)+ · Linux$/u);
});
