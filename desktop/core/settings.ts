/** What a person chose on this machine, read so that one bad value costs no other. */
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Settings, usualSettings } from '#shared/contract/settings.ts';

const checks = new Map(
  Object.entries<TSchema>(Settings.properties).map(([name, schema]) => [name, Compile(schema)]),
);

/** `stored`: of any content, and of any version of this app. */
export function readSettings(stored: unknown, usual: Partial<Settings> = {}): Settings {
  if (typeof stored !== 'object' || stored === null) return { ...usualSettings, ...usual };
  const good = Object.entries(stored).filter(([name, value]) => checks.get(name)?.Check(value));
  return { ...usualSettings, ...usual, ...Object.fromEntries(good) };
}
