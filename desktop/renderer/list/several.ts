import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { nameOf } from '../format/names.ts';

export type Deed = 'finish' | 'transfer' | 'read';

/** Whether this person may do it to this conversation, as far as this console knows. */
export function mayBeDone(
  deed: Deed,
  { service, unread }: ConversationSummary,
  me: Id,
  admin: boolean,
): boolean {
  if (deed === 'read') return unread > 0;
  const disposes = service?.state === 'open' && (service.attendantId === me || admin);
  return disposes || (deed === 'transfer' && service?.state === 'waiting');
}

/** How many of them have it. */
export function tagState(
  entries: readonly ConversationSummary[],
  tagId: Id,
): 'all' | 'some' | 'none' {
  const having = entries.filter(({ contact }) => contact.tags?.includes(tagId)).length;
  return having === 0 ? 'none' : having === entries.length ? 'all' : 'some';
}

export type Outcome = { done: number; left: { id: Id; name: string }[] };

/** One command each, in the order of the list; what could not be done is named, and stays meant. */
export async function doToAll(
  entries: readonly ConversationSummary[],
  may: (entry: ConversationSummary) => boolean,
  act: (id: Id) => Promise<boolean>,
): Promise<Outcome> {
  const outcome: Outcome = { done: 0, left: [] };
  for (const entry of entries) {
    const { id } = entry.conversation;
    if (may(entry) && (await act(id))) outcome.done += 1;
    else outcome.left.push({ id, name: nameOf(entry.contact) });
  }
  return outcome;
}
