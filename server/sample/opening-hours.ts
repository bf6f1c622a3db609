/** The clinic's hours: São Paulo, three hours behind UTC all year. */
const offset = 3 * 3_600_000;
const day = 24 * 3_600_000;

const closesAt = (weekday: number): number | null =>
  weekday === 0 ? null : weekday === 6 ? 12 : 18;

/** Whether the clinic is open at this moment, with `minutes` left before it closes. */
export function isOpen(at: number, minutes = 0): boolean {
  const local = new Date(at - offset);
  const closing = closesAt(local.getUTCDay());
  const hour = local.getUTCHours() + (local.getUTCMinutes() + minutes) / 60;
  return closing !== null && local.getUTCHours() >= 8 && hour <= closing;
}

/**
 * A moment `daysAgo` days before `now` at `share` (0 to 1) of the opening time, leaving an hour to
 * talk. A Sunday becomes the Saturday before.
 */
export function momentOf(now: number, daysAgo: number, share: number): number {
  const midnight = Math.floor((now - offset) / day) * day - daysAgo * day;
  const weekday = new Date(midnight).getUTCDay();
  const open = weekday === 0 ? midnight - day : midnight;
  const closing = closesAt(new Date(open).getUTCDay()) ?? 12;
  return open + 8 * 3_600_000 + Math.floor(share * (closing - 9) * 3_600) * 1_000 + offset;
}

/** What one says on meeting at this hour. */
export function greeting(at: number): string {
  const hour = new Date(at - offset).getUTCHours();
  return hour < 12 ? 'Bom dia' : hour < 18 ? 'Boa tarde' : 'Boa noite';
}
