/** All the ways to a message that is not in sight: results of a search, the panel, quotes, dates, what is new. */
import { createStore } from 'zustand/vanilla';
import type { Desk, ShownMessage } from '#shared/contract/bridge.ts';
import type { Located, SoughtPlace } from '#shared/contract/place.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { TabsStore } from '../tabs/store.ts';
import type { ThreadsStore } from './store.ts';
import type { UnreadStore } from './unread.ts';

export type Target =
  /** Its position is a hint: what came in between may have moved it. */
  | { messageId: Id; position?: number | null }
  /** The moment at which a service began. */
  | { serviceId: Id; at: Instant }
  /** The first message of a day, else the next one, else the last of all. */
  | { day: Instant; until: Instant }
  | 'unread'
  | 'newest';

/** What the view of one conversation holds on to; null: its end. */
export type Held = { key: string; top: number } | null;
/** The first row of these that is there; `held` is where it was left. */
export type Jump = {
  conversationId: Id;
  nth: number;
  /** Of a search: who goes from hit to hit goes back to where they began. */
  searched: boolean;
  to: { keys: readonly string[]; align: 'center' | 'start' } | { held: Held };
};
/** Why it did not lead where it was meant to. `at`: where it led instead. */
export type Told = {
  conversationId: Id;
  why: 'gone' | 'offline' | 'late' | 'nothingNew' | 'dayLater' | 'dayEarlier' | 'dayOffline';
  day?: Instant;
  at?: Instant;
};
type State = {
  jump: Jump | null;
  /** Where somebody is on the way, while it takes its time. */
  going: Id | null;
  told: Told | null;
  /** Where jumps began, the last at the end. */
  ways: ReadonlyMap<Id, readonly Held[]>;
};
type Destination = { to: Jump['to']; told?: Omit<Told, 'conversationId'>; conversationId?: Id };
type Nowhere = { why: Told['why'] };

const start: State = { jump: null, going: null, told: null, ways: new Map() };
const mostWays = 20;
/** Long enough to be read twice. */
const toldMs = 12_000;

type Deps = {
  desk: Pick<Desk, 'call'>;
  threads: ThreadsStore;
  tabs: Pick<TabsStore, 'show'>;
  unread: Pick<UnreadStore, 'enter' | 'getState'>;
};

/** The list of a conversation goes where `jump` says; the last one asked for is the one that counts. */
export function createJumps({ desk, threads, tabs, unread }: Deps) {
  const store = createStore<State>(() => start);
  let nth = 0;
  /** Whose last jump was to a hit. */
  const searching = new Set<Id>();
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const tell = (told: Told | null) => {
    clearTimeout(quiet);
    if (told) quiet = setTimeout(() => store.setState({ told: null }), toldMs);
    return { told };
  };

  const has = (id: Id, messageId: Id) =>
    threads
      .getState()
      .threads.get(id)
      ?.messages.some((one) => one.id === messageId) ?? false;
  async function locate(conversationId: Id, sought: SoughtPlace): Promise<Located> {
    const answer = await desk.call('locate', { conversationId, sought }).catch(() => null);
    return answer?.ok ? answer.value : { place: null, by: 'late' };
  }
  const why = ({ by }: Located): Told['why'] => (by === 'known' ? 'gone' : by);
  const rows = (...keys: string[]) => ({ keys, align: 'center' as const });

  async function toMessage(
    id: Id,
    { messageId, position }: Extract<Target, { messageId: Id }>,
    wanted: () => boolean,
  ): Promise<Destination | Nowhere> {
    await threads.open(id);
    if (position !== undefined && !has(id, messageId)) await threads.reach(id, position, wanted);
    if (has(id, messageId)) return { to: rows(messageId) };
    const found = await locate(id, { messageId });
    if (!found.place || !wanted()) return { why: why(found) };
    const now = found.place.conversationId;
    await threads.reach(now, found.place.position, wanted);
    if (!has(now, messageId)) return { why: now === id ? 'late' : 'gone' };
    return { to: rows(messageId), conversationId: now };
  }

  async function toMoment(
    id: Id,
    target: Extract<Target, { at: Instant } | { day: Instant }>,
    wanted: () => boolean,
  ): Promise<Destination | Nowhere> {
    const from = 'day' in target ? target.day : target.at;
    const found = await locate(id, { from });
    if (!found.place || !wanted()) return { why: why(found) };
    const { messageId, position, sentAt } = found.place;
    await threads.reach(id, position, wanted);
    if (!has(id, messageId)) return { why: found.by === 'known' ? 'late' : found.by };
    if ('serviceId' in target) {
      const { serviceId } = target;
      return { to: rows(`queued ${serviceId}`, `started ${serviceId}`, messageId) };
    }
    const to = { keys: [messageId], align: 'start' as const };
    const said = { day: target.day, at: sentAt };
    if (found.by !== 'known') return { to, told: { why: 'dayOffline', ...said } };
    if (sentAt < target.day) return { to, told: { why: 'dayEarlier', ...said } };
    if (sentAt >= target.until) return { to, told: { why: 'dayLater', ...said } };
    return { to };
  }

  async function toUnread(id: Id): Promise<Destination | Nowhere> {
    await threads.open(id);
    // What it says is new stays so until the conversation is left, read or not.
    const divider = () => unread.getState().dividers.get(id);
    if (!divider()) await unread.enter(id);
    const messageId = divider()?.messageId;
    if (messageId === undefined) return { why: 'nothingNew' };
    return { to: { keys: [messageId], align: 'start' } };
  }

  function find(id: Id, target: Target, wanted: () => boolean): Promise<Destination | Nowhere> {
    if (target === 'unread') return toUnread(id);
    if (target === 'newest') return threads.open(id).then(() => ({ to: { held: null } }));
    if ('messageId' in target) return toMessage(id, target, wanted);
    return toMoment(id, target, wanted);
  }

  /** `aloud`: what went wrong is told over the messages. True unless it cannot be had. */
  async function travel(asked: Id, target: Target, aloud: boolean): Promise<boolean> {
    nth += 1;
    const mine = nth;
    const wanted = () => mine === nth;
    tabs.show(asked);
    store.setState({ going: asked, ...tell(null) });
    const end = await find(asked, target, wanted);
    // Somebody went elsewhere meanwhile.
    if (!wanted()) return true;
    store.setState({ going: null });
    if ('why' in end) {
      if (aloud) store.setState(tell({ conversationId: asked, why: end.why }));
      return false;
    }
    const conversationId = end.conversationId ?? asked;
    if (conversationId !== asked) tabs.show(conversationId);
    store.setState({
      jump: { conversationId, nth: mine, searched: !aloud, to: end.to },
      ...tell(end.told ? { conversationId, ...end.told } : null),
    });
    return true;
  }

  return {
    ...store,
    show: tabs.show,
    /** To a message of any conversation, its tab in front. False: it could not be had, and the caller says so. */
    go: ({
      conversationId,
      id,
      position,
    }: Pick<ShownMessage, 'conversationId' | 'id' | 'position'>) =>
      travel(conversationId, { messageId: id, position }, false),
    to: (conversationId: Id, target: Target) => travel(conversationId, target, true),
    /** To where the last jump began. */
    back(conversationId: Id): void {
      const ways = store.getState().ways.get(conversationId) ?? [];
      const held = ways.at(-1);
      if (held === undefined) return;
      nth += 1;
      store.setState({
        going: null,
        ...tell(null),
        ways: new Map(store.getState().ways).set(conversationId, ways.slice(0, -1)),
        jump: { conversationId, nth, searched: false, to: { held } },
      });
    },
    /** Whoever is on the way stays where they are. */
    stop(): void {
      nth += 1;
      store.setState({ going: null, ...tell(null) });
    },
    /** The conversation is looked at no more. */
    leave(conversationId: Id): void {
      if (store.getState().told?.conversationId === conversationId) store.setState(tell(null));
    },
    /** The list is there. `from`: what it held on to before. */
    done(conversationId: Id, from?: Held): void {
      const { ways, jump } = store.getState();
      const known = ways.get(conversationId) ?? [];
      const next = jump?.searched === true && searching.has(conversationId) && known.length > 0;
      if (jump?.searched) searching.add(conversationId);
      else searching.delete(conversationId);
      store.setState({
        jump: null,
        ...(from !== undefined &&
          !next && {
            ways: new Map(ways).set(conversationId, [...known, from].slice(-mostWays)),
          }),
      });
    },
    /** The end was come to by hand: there is nowhere to go back to. */
    arrived(conversationId: Id): void {
      const { ways } = store.getState();
      if ((ways.get(conversationId)?.length ?? 0) === 0) return;
      store.setState({ ways: new Map(ways).set(conversationId, []) });
    },
    reset(): void {
      nth += 1;
      searching.clear();
      store.setState({ ...start, ...tell(null) });
    },
  };
}
export type Jumps = ReturnType<typeof createJumps>;
