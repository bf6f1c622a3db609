import type { Located, LocateQuestion } from '#shared/contract/place.ts';
import type { World } from './world.ts';

/** As the core would, with everything on this machine. */
export function placeIn(world: World, { conversationId, sought }: LocateQuestion): Located {
  const all = world.messages.get(conversationId) ?? [];
  const unread = world.summaries.get(conversationId)?.unread ?? 0;
  const found =
    'messageId' in sought
      ? all.find(({ id }) => id === sought.messageId)
      : 'from' in sought
        ? (all.find(({ sentAt }) => sentAt >= sought.from) ?? all.at(-1))
        : unread > 0
          ? all.filter(({ direction }) => direction === 'in').at(-unread)
          : undefined;
  const place = found && {
    ...{ conversationId, messageId: found.id, position: found.position, sentAt: found.sentAt },
  };
  return { place: place ?? null, by: 'known', ...('unread' in sought && { unread }) };
}
