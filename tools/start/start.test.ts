import { describe, expect, it } from 'vitest';
import { mayOpenBrowser } from './console.ts';
import { failedLately, hasDisplay } from './electron.ts';
import { shownLine } from './log-line.ts';
import { addressOf } from './server.ts';

describe('where the server is reached', () => {
  it.each([
    [{}, 'http://127.0.0.1:4680'],
    [{ RECADO_PORT: '5000' }, 'http://127.0.0.1:5000'],
    [{ RECADO_HOST: '0.0.0.0' }, 'http://127.0.0.1:4680'],
    [{ RECADO_HOST: '192.168.0.9' }, 'http://192.168.0.9:4680'],
    [{ RECADO_HOST: '::1' }, 'http://[::1]:4680'],
  ])('%j', (env, address) => expect(addressOf(env)).toBe(address));
});

describe('Electron', () => {
  it('is not looked for where no window can be shown', () => {
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
    expect(hasDisplay({}, 'darwin')).toBe(true);
  });

  it('is not fetched again within a week of a failure, unless it is another version', () => {
    const now = Date.parse('2026-11-20T12:00:00Z');
    const stamp = JSON.stringify({ version: '45.4.1', at: '2026-11-18T12:00:00Z' });
    expect(failedLately(null, '45.4.1', now)).toBe(false);
    expect(failedLately(stamp, '45.4.1', now)).toBe(true);
    expect(failedLately(stamp, '45.4.2', now)).toBe(false);
    expect(failedLately(stamp, '45.4.1', now + 6 * 24 * 3_600_000)).toBe(false);
    expect(failedLately('damaged', '45.4.1', now)).toBe(false);
  });
});

it('opens a browser only where a person sits in front of it', () => {
  const display = { DISPLAY: ':0' };
  expect(mayOpenBrowser(display, true)).toBe(true);
  expect(mayOpenBrowser(display, false)).toBe(false);
  expect(mayOpenBrowser({ ...display, RECADO_NO_OPEN: '1' }, true)).toBe(false);
  expect(mayOpenBrowser({ ...display, CI: 'true' }, true)).toBe(false);
});

describe('a line of the log', () => {
  it('is shown in words', () => {
    const line = JSON.stringify({ level: 50, msg: 'query failed', err: { message: 'gone' } });
    expect(shownLine(line)).toEqual({ level: 50, text: 'query failed: gone' });
  });
  it('is shown as it is when it is no JSON', () => {
    expect(shownLine('RECADO_PORT: must be a port')).toEqual({
      level: 0,
      text: 'RECADO_PORT: must be a port',
    });
    expect(shownLine('{half')).toEqual({ level: 0, text: '{half' });
  });
});
