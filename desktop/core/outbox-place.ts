/** What waits and what was refused, for the person to look at and see to. */
import type { OutboxPlace } from '#shared/contract/outbox.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { OpenDesk } from './desk.ts';
import { titleOf } from './notices.ts';
import { refuse } from './refuse.ts';

/** By the time at which it was given. How far was read goes along unseen. */
export function outboxPlace({ account, shown }: OpenDesk): OutboxPlace {
  const { outbox, cache } = account;
  const waiting = [...outbox.conversations()].flatMap((id) => {
    const [summary] = shown.some([id]);
    const contactName = summary ? titleOf(summary) : '';
    return outbox
      .of(id)
      .filter(({ command }) => command.type !== 'markRead')
      .map(({ command, givenAt }) => ({ command, givenAt, contactName }));
  });
  return {
    waiting: waiting.sort((a, b) => (a.givenAt < b.givenAt ? -1 : 1)),
    refused: cache.tables.meta.get('refused'),
  };
}

/** @throws CallRefused invalid, once it may have gone */
export function takeBack({ account }: OpenDesk, commandId: Id): null {
  if (account.outbox.takeBack(commandId)) return null;
  throw refuse('invalid', 'This may have gone already.', { path: '/commandId' });
}

export function forgetRefused({ account }: OpenDesk, commandId: Id): null {
  const { cache } = account;
  const { meta } = cache.tables;
  const left = meta.get('refused').filter(({ command }) => command.id !== commandId);
  cache.keep(() => meta.set('refused', left));
  return null;
}
