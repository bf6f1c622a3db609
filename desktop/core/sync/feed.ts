/**
 * Keeps the cache what the server has: pushes that follow the cursor, pulls where something is
 * missing, a snapshot where there is no cursor. Pushes are never applied while a pull is under way:
 * its page was read earlier than they were, and would put older rows over newer ones.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Change, OlderAnswer } from '#shared/contract/change.ts';
import type { Contact } from '#shared/contract/contact.ts';
import type { Conversation } from '#shared/contract/conversation.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Welcome } from '#shared/contract/socket.ts';
import type { Touched } from '../cache/apply.ts';
import type { Cache, Seen } from '../cache/cache.ts';
import type { Log } from '../log.ts';
import { type Batch, type Rows, readBatch, readPull, readSnapshot } from './arrivals.ts';
import { backoff } from './backoff.ts';
import type { Link } from './link.ts';

/** down: not connected; catching: changes are being fetched; current: the cache has everything. */
export type FeedState = { phase: 'down' | 'catching' | 'current'; behind: number };

export type Feed = {
  state(): FeedState;
  /** True while rows are being put in place of all others. */
  rebuilding(): boolean;
  welcome(welcome: Pick<Welcome, 'epoch' | 'head'>): void;
  push(payload: unknown): void;
  down(): void;
  /** Rows that were asked for beside the feed: added where they are missing. */
  absorb(rows: OlderAnswer & { conversations?: Conversation[]; contacts?: Contact[] }): void;
};

export type FeedDeps = {
  cache: Cache;
  ask: Link['ask'];
  /** This app's version: what it leaves out, a later one fetches again. */
  version: string;
  log: Log;
  /** `live`: pushed just now, not fetched after an absence. */
  changed(touched: Touched, live: boolean): void;
  /** What is in the cache is another whole now: begin again. */
  rebuilt(): void;
  moved(): void;
  /** The file under the cache is damaged. */
  failed(error: unknown): void;
};

const pageSize = 2_000;
const gapPatience = 50;
const mostHeld = 20_000;
const pullTiming = { first: 500, most: 10_000 };

export function openFeed(deps: FeedDeps): Feed {
  const { cache, log } = deps;
  const { meta } = cache.tables;
  let state: FeedState = { phase: 'down', behind: 0 };
  /** Counts connections: an answer to an earlier one is not listened to. */
  let turn = 0;
  let held: Batch[] = [];
  /** Pushes up to here were let go and have to be pulled. */
  let missed = 0;
  let gap: NodeJS.Timeout | null = null;
  let seen: Seen | null = null;

  const moveTo = (phase: FeedState['phase'], behind = 0): void => {
    if (state.phase === phase && state.behind === behind) return;
    state = { phase, behind };
    deps.moved();
  };
  const clearGap = (): void => {
    if (gap) clearTimeout(gap);
    gap = null;
  };
  const noteLeftOut = ({ leftOut }: Rows): void => {
    if (leftOut === 0) return;
    log.warn({ leftOut }, 'rows that this version does not understand were left out');
    meta.set('leftOutBy', deps.version);
  };
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      deps.failed(error);
    }
  };

  /** Applies what is held and follows; what remains does not. */
  const drain = (): void => {
    const cursor = meta.get('cursor');
    if (!cursor) return;
    let seq = cursor.seq;
    held.sort((a, b) => a.first - b.first);
    for (const batch of held) {
      if (batch.epoch !== cursor.epoch || batch.last <= seq) continue;
      if (batch.first > seq + 1) break;
      const touched = cache.apply(batch.changes, { epoch: batch.epoch, seq: batch.last });
      seq = batch.last;
      noteLeftOut(batch);
      deps.changed(touched, true);
    }
    held = held.filter((batch) => batch.epoch !== cursor.epoch || batch.last > seq);
  };
  const settlePushes = (): void => {
    drain();
    if (held.length === 0) {
      clearGap();
      return;
    }
    const mine = turn;
    gap ??= setTimeout(() => {
      gap = null;
      if (turn === mine && state.phase === 'current') void catchUp(turn);
    }, gapPatience);
  };

  async function catchUp(mine: number, tries = 0): Promise<void> {
    clearGap();
    moveTo('catching', state.behind);
    try {
      await fetchAll(mine);
    } catch (error) {
      if (turn !== mine) return;
      log.warn({ err: error }, 'catching up failed; trying again');
      guarded(() => deps.failed(error));
      setTimeout(() => turn === mine && void catchUp(mine, tries + 1), backoff(tries, pullTiming));
    }
  }
  async function fetchAll(mine: number): Promise<void> {
    for (;;) {
      const cursor = meta.get('cursor');
      if (!cursor) {
        await snapshot(mine);
        if (turn !== mine) return;
        continue;
      }
      const question = { epoch: cursor.epoch, since: cursor.seq, limit: pageSize };
      const page = readPull(await deps.ask('pull', question));
      if (turn !== mine) return;
      if (!page || page.epoch !== cursor.epoch) {
        meta.set('cursor', null);
        continue;
      }
      if (page.cursor <= cursor.seq && page.head > cursor.seq) throw new Error('an empty page');
      const touched = cache.apply(page.changes, { epoch: page.epoch, seq: page.cursor });
      noteLeftOut(page);
      deps.changed(touched, false);
      if (page.cursor >= Math.max(page.head, missed)) break;
      if (page.cursor >= page.head) missed = 0;
      moveTo('catching', Math.max(0, page.head - page.cursor));
      await nextTurn();
      if (turn !== mine) return;
    }
    missed = 0;
    moveTo('current');
    settlePushes();
  }
  async function snapshot(mine: number): Promise<void> {
    const gathered = emptySeen();
    seen = gathered;
    let begun: { epoch: Id; seq: number } | null = null;
    let after: string | null = null;
    // The cursor stays null until the last page: cut off in the middle, it begins again.
    do {
      const page = readSnapshot(await deps.ask('snapshot', { after }));
      if (turn !== mine) return;
      begun ??= { epoch: page.epoch, seq: page.cursor };
      if (page.epoch !== begun.epoch) return;
      note(gathered, page.changes);
      for (let done = 0; done < page.changes.length; done += pageSize) {
        deps.changed(cache.apply(page.changes.slice(done, done + pageSize)), false);
        await nextTurn();
        if (turn !== mine) return;
      }
      noteLeftOut(page);
      after = page.next;
    } while (after !== null);
    cache.retain(gathered, begun);
    seen = null;
    held = held.filter((batch) => batch.epoch === begun.epoch);
    deps.rebuilt();
  }

  return {
    state: () => state,
    rebuilding: () => meta.get('cursor') === null,
    welcome: ({ epoch, head }) =>
      guarded(() => {
        turn += 1;
        const leftOutBy = meta.get('leftOutBy');
        const cursor = meta.get('cursor');
        const understandsMore = leftOutBy !== null && leftOutBy !== deps.version;
        if (cursor && (understandsMore || cursor.epoch !== epoch)) meta.set('cursor', null);
        if (understandsMore) meta.set('leftOutBy', null);
        held = held.filter((batch) => batch.epoch === epoch);
        drain();
        const now = meta.get('cursor');
        if (now && now.seq === head) {
          moveTo('current');
          settlePushes();
          return;
        }
        moveTo('catching', now ? Math.max(0, head - now.seq) : 0);
        void catchUp(turn);
      }),
    push: (payload) =>
      guarded(() => {
        const batch = readBatch(payload);
        if (!batch) {
          log.warn({}, 'a push that is not as agreed was ignored');
          if (state.phase === 'current') void catchUp(turn);
          return;
        }
        held.push(batch);
        if (state.phase === 'current') {
          settlePushes();
        } else if (held.reduce((sum, { changes }) => sum + changes.length, 0) > mostHeld) {
          missed = Math.max(missed, ...held.map(({ last }) => last));
          held = [];
        }
      }),
    down: () => {
      turn += 1;
      clearGap();
      held = [];
      missed = 0;
      seen = null;
      moveTo('down');
    },
    absorb: ({ messages, services, conversations = [], contacts = [] }) => {
      const { erased } = cache.tables;
      for (const contact of contacts) {
        if (erased.has(contact.id)) continue;
        if (!cache.tables.contacts.one(contact.id)) cache.tables.contacts.put(contact);
        seen?.contacts.add(contact.id);
      }
      for (const conversation of conversations) {
        if (erased.has(conversation.id)) continue;
        if (!cache.tables.conversations.one(conversation.id)) {
          cache.tables.conversations.put(conversation);
        }
        seen?.conversations.add(conversation.id);
      }
      for (const message of messages) {
        if (erased.has(message.conversationId)) continue;
        cache.tables.messages.addMissing(message);
        seen?.messages.add(message.id);
      }
      for (const service of services) {
        if (erased.has(service.conversationId)) continue;
        if (!cache.tables.services.one(service.id)) cache.tables.services.put(service);
        seen?.services.add(service.id);
      }
    },
  };
}

const emptySeen = (): Seen => ({
  users: new Set(),
  teams: new Set(),
  tags: new Set(),
  canned_replies: new Set(),
  contacts: new Set(),
  conversations: new Set(),
  services: new Set(),
  messages: new Set(),
});

function note(seen: Seen, changes: Change[]): void {
  for (const { entity, id } of changes) {
    if (entity === 'cannedReply') seen.canned_replies.add(id);
    else if (entity !== 'readMark' && entity !== 'erasure') seen[`${entity}s`].add(id);
  }
}
