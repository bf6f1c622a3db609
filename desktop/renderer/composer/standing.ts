import type { Id } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';

/** What writing means now: answer; start and answer; begin a new service; or not allowed. */
export type ComposerStanding = 'answer' | 'start' | 'begin' | 'held';

export function standingOf(service: Service | null, me: Id): ComposerStanding {
  if (service?.state === 'waiting') return 'start';
  if (service?.state === 'open') return service.attendantId === me ? 'answer' : 'held';
  return 'begin';
}
