import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';

export type Held = ReadonlyMap<Id, readonly ConversationSummary[]>;

/** The open services of each attendant, the longest held first. */
export function heldBy(entries: Iterable<ConversationSummary>): Held {
  const held = new Map<Id, ConversationSummary[]>();
  for (const entry of entries) {
    const { service } = entry;
    if (service?.state !== 'open' || service.attendantId === null) continue;
    const own = held.get(service.attendantId);
    if (own) own.push(entry);
    else held.set(service.attendantId, [entry]);
  }
  const since = ({ service }: ConversationSummary) => service?.startedAt ?? '';
  for (const own of held.values()) own.sort((a, b) => (since(a) < since(b) ? -1 : 1));
  return held;
}
