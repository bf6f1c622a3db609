/** What this installation can do: decided by where it runs and how it was installed. */
import type { HostAbility } from '#shared/contract/settings.ts';

export type Installation = {
  platform: string;
  packaged: boolean;
  notifications: boolean;
  /** A Linux package that can be replaced by its user: an AppImage, or one that says what it is. */
  replaceable: boolean;
};

export function abilitiesOf(at: Installation): HostAbility[] {
  const { platform, packaged, notifications, replaceable } = at;
  const has: [HostAbility, boolean][] = [
    ['notifications', notifications],
    // macOS leaves that to the person's own system settings.
    ['stays', notifications && platform !== 'darwin'],
    ['tray', true],
    ['login', packaged],
    ['zoom', true],
    ['windows', true],
    ['updates', packaged && (platform !== 'linux' || replaceable)],
  ];
  return has.flatMap(([ability, there]) => (there ? [ability] : []));
}
