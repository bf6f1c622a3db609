import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { usualSettings } from '#shared/contract/settings.ts';
import { readSettings } from './settings.ts';
import { memoryHost, openTestConsole } from './test-console.ts';
import { freshFolder } from './test-folder.ts';

function begin(now = () => new Date(2026, 10, 18, 12, 0)) {
  const { folder, remove } = freshFolder();
  onTestFinished(remove);
  const outside = memoryHost();
  const open = () => {
    const at = openTestConsole(folder, outside, { now, undoSend: usualSettings.undoSend });
    onTestFinished(() => at.console.close());
    return at;
  };
  return { folder, outside, at: open(), open };
}

it('keeps what was chosen on this machine, tells every window, and the host', async () => {
  const { at, open, outside } = begin();
  expect((await at.call('open', {})).settings).toEqual(usualSettings);
  await at.call('saveSettings', { settings: { zoom: 120, sendWith: 'ctrl-enter' } });
  const expected = { ...usualSettings, zoom: 120, sendWith: 'ctrl-enter' };
  expect(at.all('settings').at(-1)).toEqual({ settings: expected, pausedUntil: null });
  expect(outside.applied.at(-1)).toEqual(expected);
  at.console.close();
  expect((await open().call('open', {})).settings).toEqual(expected);
});

it('begins as its host does, until the person chooses', async () => {
  const { at, outside, open } = begin();
  at.console.close();
  outside.host.usual = { closeToTray: false };
  const again = open();
  expect((await again.call('open', {})).settings).toEqual({ ...usualSettings, closeToTray: false });
  await again.call('saveSettings', { settings: { closeToTray: true } });
  again.console.close();
  expect((await open().call('open', {})).settings.closeToTray).toBe(true);
});

it.each([
  { zoom: 1_000 },
  { volume: -1 },
  { sounds: { waiting: '../x.mp3', mine: 'drop', mention: 'drop' } },
  { quietSpans: [{ days: [7], from: '10:00', to: '11:00' }] },
  { quietSpans: [{ days: [1], from: '25:00', to: '11:00' }] },
  { channel: 'nightly' },
  { unknown: true },
])('refuses %o', async (settings) => {
  const { at } = begin();
  expect(await at.ask('saveSettings', { settings: settings as never })).toMatchObject({
    code: 'invalid',
  });
});

it('a bad value in the file costs only itself, never the sign-in', async () => {
  expect(readSettings({ zoom: 'big', volume: 30, later: 1 })).toEqual({
    ...usualSettings,
    volume: 30,
  });
  for (const junk of [null, 7, 'x', [], undefined]) {
    expect(readSettings(junk)).toEqual(usualSettings);
  }
  const { at, folder, open } = begin();
  await at.call('savePreferences', { preferences: { theme: 'dark' } });
  await at.call('saveSettings', { settings: { volume: 10 } });
  at.console.close();
  const file = join(folder, 'console.json');
  const content = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...content, settings: { volume: 10, zoom: {} } }));
  const { settings, preferences } = await open().call('open', {});
  expect(preferences.theme).toBe('dark');
  expect(settings).toEqual({ ...usualSettings, volume: 10 });
});

it('leaves in peace for an hour and no longer, also through a restart', async () => {
  let now = new Date(2026, 10, 18, 12, 0);
  const { at, open, outside } = begin(() => now);
  await at.call('pauseNotifications', { length: 'hour' });
  const until = new Date(now.getTime() + 3_600_000).toISOString();
  expect(at.all('settings').at(-1)?.pausedUntil).toBe(until);
  expect(outside.statuses.at(-1)?.pausedUntil).toBe(until);
  at.console.close();
  now = new Date(2026, 10, 18, 12, 59);
  const again = open();
  expect((await again.call('open', {})).pausedUntil).toBe(until);
  now = new Date(2026, 10, 18, 13, 0);
  expect((await again.call('open', {})).pausedUntil).toBeNull();
  now = new Date(2026, 10, 18, 12, 59);
  await again.call('pauseNotifications', { length: 'none' });
  expect((await again.call('open', {})).pausedUntil).toBeNull();
});

it('hides into a tray where there is one and the person wants it, and says so once', async () => {
  const { at, outside, open } = begin();
  expect(at.console.closing()).toEqual({ hides: false, sayIt: false });
  outside.host.abilities = ['tray'];
  expect(at.console.closing()).toEqual({ hides: true, sayIt: true });
  expect(at.console.closing()).toEqual({ hides: true, sayIt: false });
  at.console.close();
  const again = open();
  expect(again.console.closing()).toEqual({ hides: true, sayIt: false });
  await again.call('saveSettings', { settings: { closeToTray: false } });
  expect(again.console.closing()).toEqual({ hides: false, sayIt: false });
});

it('lets the screens hand over before the end, and waits for none that does not answer', async () => {
  const { at } = begin();
  let gone = false;
  const left = at.console.leave().then(() => {
    gone = true;
  });
  expect(at.all('leaving')).toHaveLength(1);
  await Promise.resolve();
  expect(gone).toBe(false);
  await at.call('left', {});
  await left;
  // Nobody answers: it ends by itself.
  await at.console.leave();
});

it.each([
  ['America/Sao_Paulo', '2026-11-21T01:30:00Z', { day: 5, minute: 22 * 60 + 30 }],
  ['Pacific/Kiritimati', '2026-11-21T01:30:00Z', { day: 6, minute: 15 * 60 + 30 }],
  // The hour that comes twice when summer ends.
  ['Europe/Berlin', '2026-10-25T00:30:00Z', { day: 0, minute: 150 }],
  ['Europe/Berlin', '2026-10-25T01:30:00Z', { day: 0, minute: 150 }],
])('goes by the clock on the wall in %s', (TZ, instant, expected) => {
  const file = fileURLToPath(new URL('../../shared/rules/do-not-disturb.ts', import.meta.url));
  const printed = execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { wallTime } = await import(${JSON.stringify(file)});
       console.log(JSON.stringify(wallTime(new Date(${JSON.stringify(instant)}))));`,
    ],
    { env: { ...process.env, TZ }, encoding: 'utf8' },
  );
  expect(JSON.parse(printed)).toEqual(expected);
});
