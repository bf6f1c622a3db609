/** One search in the making: answers of this machine and of the server as one list, the latest text only. */
import { createStore } from 'zustand/vanilla';
import type { Desk, SearchHit, SearchPage } from '#shared/contract/bridge.ts';
import type { Id } from '#shared/contract/scalars.ts';

export type FoundContact = SearchPage['contacts'][number];
type Where = 'here' | 'server';

export type Lookup = {
  text: string;
  /** The text that what stands below was found for. */
  answered: string;
  contacts: readonly FoundContact[];
  /** Newest first, down to where every source has been read. */
  hits: readonly SearchHit[];
  /** Nothing has answered this text yet. */
  looking: boolean;
  /** asking: the server is; idle: nothing was asked. */
  server: 'idle' | 'asking' | 'whole' | 'offline' | 'late';
  /** Some of what is cached is not looked through yet. */
  indexing: boolean;
  /** There is more further down. */
  more: boolean;
};

const nothing: Lookup = {
  text: '',
  answered: '',
  contacts: [],
  hits: [],
  looking: false,
  server: 'idle',
  indexing: false,
  more: false,
};

/** Nobody is asked over the network at every letter. */
const serverPause = 250;

/** What waits to be sent is the newest of all. */
function order(a: SearchHit, b: SearchHit): number {
  const [waits, alsoWaits] = [a.message.position === null, b.message.position === null];
  if (waits !== alsoWaits) return waits ? -1 : 1;
  if (a.message.sentAt === b.message.sentAt) return 0;
  return a.message.sentAt < b.message.sentAt ? 1 : -1;
}

/** What was read of each source: a hit below the end of another's page would later move down. */
type Read = Record<Where, { hits: SearchHit[]; next: string | null }>;
const unread = (): Read => ({
  here: { hits: [], next: null },
  server: { hits: [], next: null },
});

export function visible(read: Read): SearchHit[] {
  const ends = Object.values(read).flatMap(({ hits, next }) =>
    next === null ? [] : (hits.at(-1)?.message.sentAt ?? []),
  );
  const bound = ends.reduce((latest, at) => (at > latest ? at : latest), '');
  const all = new Map([...read.server.hits, ...read.here.hits].map((hit) => [hit.message.id, hit]));
  return [...all.values()]
    .filter(({ message }) => message.position === null || message.sentAt >= bound)
    .sort(order);
}

export function createLookup(desk: Pick<Desk, 'call'>, limit: number) {
  const store = createStore<Lookup>(() => nothing);
  let turn = 0;
  let read = unread();
  let contacts: readonly FoundContact[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let inside: Id | undefined;
  let busy = false;

  const settle = (part: Partial<Lookup> = {}) =>
    store.setState({
      contacts,
      hits: visible(read),
      more: read.here.next !== null || read.server.next !== null,
      ...part,
    });

  async function ask(where: Where, mine: number): Promise<void> {
    const asked = store.getState().text;
    const answer = await desk
      .call('search', {
        text: asked,
        where,
        ...(inside !== undefined && { conversationId: inside }),
        before: read[where].next,
        limit,
      })
      .catch(() => null);
    if (turn !== mine) return;
    const page = answer?.ok ? answer.value : null;
    read[where] = {
      hits: [...read[where].hits, ...(page?.hits ?? [])],
      next: page?.next ?? null,
    };
    const known = new Set(contacts.map((one) => one.conversationId));
    const fresh = page?.contacts.filter((one) => !known.has(one.conversationId)) ?? [];
    contacts = [...contacts, ...fresh];
    if (where === 'here')
      settle({ answered: asked, looking: false, indexing: page?.reach === 'indexing' });
    else settle({ server: page && page.reach !== 'indexing' ? page.reach : 'late' });
  }

  return {
    ...store,
    /** Looks for this text, in one conversation or in all. */
    async look(text: string, conversationId?: Id): Promise<void> {
      turn += 1;
      const mine = turn;
      clearTimeout(timer);
      inside = conversationId;
      read = unread();
      contacts = [];
      if (text.trim() === '') {
        store.setState({ ...nothing, text });
        return;
      }
      // What was found for the text before stays until the next answer: nothing flickers.
      store.setState({ text, looking: true, server: 'asking' });
      timer = setTimeout(() => void ask('server', mine), serverPause);
      await ask('here', mine);
    },
    /** The next pages of what has any. */
    async further(): Promise<void> {
      if (busy) return;
      busy = true;
      const mine = turn;
      const open = (['here', 'server'] as const).filter((where) => read[where].next !== null);
      await Promise.all(open.map((where) => ask(where, mine)));
      busy = false;
    },
    /** It was fetched: what the server found is here now. */
    fetched(conversationId: Id): void {
      const now = <T extends { here: boolean }>(one: T): T => ({ ...one, here: true });
      for (const where of ['here', 'server'] as const) {
        read[where].hits = read[where].hits.map((hit) =>
          hit.message.conversationId === conversationId ? now(hit) : hit,
        );
      }
      contacts = contacts.map((one) => (one.conversationId === conversationId ? now(one) : one));
      settle();
    },
    reset(): void {
      turn += 1;
      clearTimeout(timer);
      read = unread();
      contacts = [];
      store.setState(nothing);
    },
  };
}
export type LookupStore = ReturnType<typeof createLookup>;
