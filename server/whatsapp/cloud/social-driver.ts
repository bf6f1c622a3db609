/** The Cloud API over AWS. A file of its own: whoever goes straight to Meta loads none of AWS. */
import type { DriverHooks } from '../driver.ts';
import { type CloudDriver, driverOver, type Patience, usual } from './driver.ts';
import type { SocialSettings } from './settings.ts';
import { socialLine } from './social-line.ts';

export function socialDriver(
  settings: SocialSettings,
  hooks: DriverHooks,
  patience: Partial<Patience> = {},
): CloudDriver {
  return driverOver(socialLine(settings, patience.answer ?? usual.answer), hooks, patience);
}
