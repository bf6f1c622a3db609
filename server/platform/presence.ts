/**
 * Who looks at which conversation: kept in memory, told to the consoles as it changes. A console
 * says every few seconds that it is still there; one that does not is gone.
 */

import {
  type Looking,
  type Presence,
  type PresenceNews,
  presenceLife,
  typingLife,
} from '#shared/contract/presence.ts';
import type { Id } from '#shared/contract/scalars.ts';

export type Presences = {
  /** What one console says of itself. */
  says(consoleId: string, userId: Id, looking: Looking): void;
  /** The contact types in their conversation, or no longer. */
  contactTypes(conversationId: Id, is: boolean): void;
  left(consoleId: string): void;
  /** What somebody who has just come is told. */
  whole(except: string): PresenceNews;
  close(): void;
};

/** Changes are told together, so often (ms). */
const tellGap = 100;
const sweepGap = 1_000;

export type Timing = { life: number; typing: number; sweep: number };
const usual: Timing = { life: presenceLife, typing: typingLife, sweep: sweepGap };

type Held = Presence & { heard: number; typed: number };

/** @param looked hears of each conversation that somebody of ours begins to look at */
export function openPresences(
  tell: (news: PresenceNews) => void,
  looked: (conversationId: Id) => void = () => {},
  timing: Timing = usual,
): Presences {
  const consoles = new Map<string, Held>();
  const changed = new Map<string, Presence>();
  let telling: NodeJS.Timeout | null = null;

  const note = (one: Presence): void => {
    changed.set(one.consoleId, one);
    telling ??= setTimeout(() => {
      telling = null;
      tell({ whole: false, consoles: [...changed.values()] });
      changed.clear();
    }, tellGap);
  };
  const shown = ({ heard: _, typed: __, ...one }: Held): Presence => one;
  const leave = (consoleId: string): void => {
    const held = consoles.get(consoleId);
    if (!held) return;
    consoles.delete(consoleId);
    note({ ...shown(held), conversationId: null, typing: false });
  };
  const sweep = setInterval(() => {
    const now = Date.now();
    for (const held of [...consoles.values()]) {
      if (now - held.heard > timing.life) leave(held.consoleId);
      else if (held.typing && now - held.typed > timing.typing) {
        held.typing = false;
        note(shown(held));
      }
    }
  }, timing.sweep);
  sweep.unref();

  const says = (
    consoleId: string,
    userId: Id | null,
    { conversationId, typing }: Looking,
  ): void => {
    const before = consoles.get(consoleId);
    if (conversationId === null) {
      leave(consoleId);
      return;
    }
    const now = Date.now();
    const typed = typing ? now : (before?.typed ?? 0);
    const held = { consoleId, userId, conversationId, typing, heard: now, typed };
    consoles.set(consoleId, held);
    if (before?.conversationId !== conversationId || before.typing !== typing) note(shown(held));
    if (userId !== null && before?.conversationId !== conversationId) looked(conversationId);
  };
  return {
    says,
    contactTypes: (conversationId, is) =>
      says(`contact ${conversationId}`, null, {
        conversationId: is ? conversationId : null,
        typing: is,
      }),
    left: leave,
    whole: (except) => ({
      whole: true,
      consoles: [...consoles.values()].filter((one) => one.consoleId !== except).map(shown),
    }),
    close() {
      clearInterval(sweep);
      if (telling) clearTimeout(telling);
    },
  };
}
