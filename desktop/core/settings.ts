/** What a person chose on this machine, read so that one bad value costs no other. */
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Settings } from '#shared/contract/settings.ts';

export const usualSettings: Settings = {
  zoom: 100,
  sendWith: 'enter',
  notify: true,
  notifyStays: false,
  volume: 70,
  sounds: { waiting: 'bell', mine: 'drop', mention: 'rise' },
  ring: true,
  quiet: false,
  quietSpans: [{ days: [1, 2, 3, 4, 5], from: '19:00', to: '08:00' }],
  startAtLogin: false,
  closeToTray: true,
  channel: 'stable',
};

const checks = new Map(
  Object.entries<TSchema>(Settings.properties).map(([name, schema]) => [name, Compile(schema)]),
);

/** `stored`: of any content, and of any version of this app. */
export function readSettings(stored: unknown): Settings {
  if (typeof stored !== 'object' || stored === null) return usualSettings;
  const good = Object.entries(stored).filter(([name, value]) => checks.get(name)?.Check(value));
  return { ...usualSettings, ...Object.fromEntries(good) };
}
