/** Groups are ignored unless an admin wants them shown. */
import { Refused } from '#shared/contract/refusal.ts';
import type { Sql } from '../platform/postgres/pool.ts';
import type { DriverEvent } from '../whatsapp/driver.ts';
import { type Locked, settingsOf } from './store.ts';

async function areShown(sql: Sql): Promise<boolean> {
  return (await settingsOf(sql, ['groups'])).groups === 'shown';
}

type Group = { group?: string };
const ofGroup = (event: DriverEvent): boolean => (event as Group).group !== undefined;
/** About what went out from here, whatever holds now. */
const ours = new Set<DriverEvent['type']>(['status', 'failure', 'acted']);

/** Without those of groups, where they are ignored. */
export async function withoutIgnored(sql: Sql, events: DriverEvent[]): Promise<DriverEvent[]> {
  const isNew = (event: DriverEvent) => ofGroup(event) && !ours.has(event.type);
  if (!events.some(isNew) || (await areShown(sql))) return events;
  return events.filter((event) => !isNew(event));
}

/** @throws Refused groups-ignored, for a group while they are ignored */
export async function checkGroup(sql: Sql, { group }: Locked): Promise<void> {
  if (!group || (await areShown(sql))) return;
  throw new Refused(
    'groups-ignored',
    'Groups are ignored: an admin can have them shown, where WhatsApp is set up.',
  );
}
