/** Says where this console looks, and knows where the others do. Nothing of it is kept. */
import {
  type Looking,
  type Presence,
  type PresenceNews,
  presenceBeat,
  typingLife,
} from '#shared/contract/presence.ts';
import type { Id } from '#shared/contract/scalars.ts';

export type OwnPresence = {
  /** The conversation in front; null: none, or the window is not. */
  inFront(conversationId: Id | null): void;
  /** A key was pressed there. */
  typing(conversationId: Id): void;
  heard(news: PresenceNews): void;
  /** The others, as last heard. */
  others(): Presence[];
  /** Connected anew: nobody has heard of us. */
  online(): void;
  offline(): void;
  close(): void;
};

export function openPresence(deps: {
  say(looking: Looking): void;
  /** What the server calls this connection. */
  ownId(): string | undefined;
  told(others: Presence[]): void;
}): OwnPresence {
  const consoles = new Map<string, Presence>();
  let conversationId: Id | null = null;
  let typed: { at: Id; timer: NodeJS.Timeout } | null = null;
  let said = '';

  const say = (beat: boolean): void => {
    const looking = { conversationId, typing: typed !== null && typed.at === conversationId };
    const now = JSON.stringify(looking);
    if (now === said && !(beat && conversationId !== null)) return;
    said = now;
    deps.say(looking);
  };
  const stopTyping = (): void => {
    if (typed) clearTimeout(typed.timer);
    typed = null;
  };
  const others = (): Presence[] => {
    const own = deps.ownId();
    return [...consoles.values()].filter(({ consoleId }) => consoleId !== own);
  };
  const beating = setInterval(() => say(true), presenceBeat);
  beating.unref();
  return {
    inFront(id) {
      conversationId = id;
      if (typed?.at !== id) stopTyping();
      say(false);
    },
    typing(at) {
      stopTyping();
      const timer = setTimeout(() => {
        stopTyping();
        say(false);
      }, typingLife);
      timer.unref();
      typed = { at, timer };
      say(false);
    },
    heard(news) {
      if (news.whole) consoles.clear();
      for (const one of news.consoles) {
        if (one.conversationId === null) consoles.delete(one.consoleId);
        else consoles.set(one.consoleId, one);
      }
      deps.told(others());
    },
    others,
    online() {
      said = '';
      if (conversationId !== null) say(true);
    },
    offline() {
      if (consoles.size === 0) return;
      consoles.clear();
      deps.told([]);
    },
    close() {
      clearInterval(beating);
      stopTyping();
    },
  };
}
