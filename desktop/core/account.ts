/** One person on one server: the cache, and while signed in what keeps it in step. */
import type { AttachmentProgress } from '#shared/contract/attachment-progress.ts';
import type { LiveCall } from '#shared/contract/call.ts';
import type { Command } from '#shared/contract/command.ts';
import type { Presence } from '#shared/contract/presence.ts';
import type { Refusal } from '#shared/contract/refusal.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import type { Welcome } from '#shared/contract/socket.ts';
import type { SyncState } from '#shared/contract/sync-state.ts';
import type { WhatsappSession, WhatsappState } from '#shared/contract/whatsapp.ts';
import { type Attachments, openAttachments } from './attachments/attachments.ts';
import { keepBounded } from './bound.ts';
import type { Touched } from './cache/apply.ts';
import { type Cache, openCache } from './cache/cache.ts';
import { clearSlowly } from './cache/clear-slowly.ts';
import { isDamage } from './cache/database.ts';
import { indexSlowly } from './cache/index-slowly.ts';
import type { Log } from './log.ts';
import { type OwnPresence, openPresence } from './presence.ts';
import {
  readCalls,
  readPresence,
  readWelcome,
  readWhatsapp,
  readWhatsappSession,
  readWorkspace,
} from './sync/arrivals.ts';
import { type Feed, openFeed } from './sync/feed.ts';
import { type Link, type LinkTiming, openLink, usualTiming } from './sync/link.ts';
import { type Outbox, openOutbox } from './sync/outbox.ts';
import { isOlder } from './sync/version.ts';

export type Account = {
  address: string;
  cache: Cache;
  feed: Feed;
  outbox: Outbox;
  attachments: Attachments;
  presence: OwnPresence;
  ask: Link['ask'];
  sync(): SyncState;
  /** None while offline. */
  calls(): LiveCall[];
  reconnect(): void;
  /** From here on nothing is sent; the cache stays open. */
  signedOut(): void;
  close(): void;
};

export type OpenAccount = {
  folder: string;
  migrations?: string;
  /** Encrypts everything below the folder; see openCache. */
  key: { hex: string; fresh: boolean };
  /** The cache was found damaged while working. */
  suspect?: boolean;
  address: string;
  user: SignedInUser;
  /** Null: what is cached can be read, nothing is sent. */
  token: string | null;
  version: string;
  log: Log;
  timing?: LinkTiming;
  /** Bytes of a file in one request. */
  uploadChunk?: number;
  on: {
    /** Rows of the server; `live`: pushed just now, not fetched after an absence. */
    changed(touched: Touched, live: boolean): void;
    /** What was given here, or the answer to it. */
    own(touched: Touched): void;
    refused(command: Command, refusal: Refusal): void;
    /** What is in the cache is another whole now. */
    rebuilt(): void;
    sync(): void;
    attachments(all: AttachmentProgress[]): void;
    welcomed(welcome: Welcome): void;
    /** What the workspace is called from now on. */
    workspace(name: string): void;
    whatsappSession(session: WhatsappSession): void;
    calls(calls: LiveCall[]): void;
    presence(others: Presence[]): void;
    /** The server ended the sign-in. */
    signedOut(): void;
    /** The cache is damaged and has to be opened again. */
    damaged(): void;
  };
};

/** A server that wants a newer app is asked again now and then: it may have gone back. */
const tooOldPause = 5 * 60_000;

export function openAccount(to: OpenAccount): Account {
  const { on, log } = to;
  const cache = openCache(to);
  let link: Link | null = null;
  let whatsapp: WhatsappState | null = null;
  let whatsappDriver = cache.tables.meta.get('whatsappDriver');
  let calling = cache.tables.meta.get('calling');
  let calls: LiveCall[] = [];
  let updateTo: string | null = null;
  let later: NodeJS.Timeout | null = null;
  let welcomed = false;
  let trouble = false;
  let closed = false;
  let damaged = false;

  const failed = (error: unknown): void => {
    if (closed || damaged) return;
    if (isDamage(error)) {
      damaged = true;
      endLink();
      // Not in the middle of the statement that met it.
      setImmediate(() => closed || on.damaged());
    } else log.error({ err: error }, 'the cache could not be written');
  };
  const ask: Link['ask'] = (event, question, withinMs) =>
    link ? link.ask(event, question, withinMs) : Promise.reject(new Error('not connected'));
  const attachments = openAttachments({
    folder: to.folder,
    key: to.key,
    cache,
    address: to.address,
    token: to.token,
    log,
    emit: on.attachments,
    chunk: to.uploadChunk,
  });
  const feed = openFeed({
    cache,
    ask,
    version: to.version,
    log,
    changed: (touched, live) => {
      outbox.noteTouched(touched);
      // Not of a whole snapshot: those are fetched when somebody looks at them.
      if (!feed.rebuilding()) attachments.arrived(touched.attachments);
      if (touched.erased.length > 0) erase(touched);
      attachments.forget(touched.oldFiles);
      for (const id of touched.goneFiles) attachments.letGo(id);
      indexing.wake();
      on.changed(touched, live);
    },
    rebuilt: () => {
      on.rebuilt();
      outbox.pump();
    },
    moved: () => on.sync(),
    failed: (error) => {
      if (isDamage(error)) failed(error);
    },
  });
  const outbox: Outbox = openOutbox({
    cache,
    send: (command) => ask('command', command),
    ready: () => welcomed && !feed.rebuilding(),
    absorb: feed.absorb,
    log,
    now: () => new Date().toISOString(),
    changed: (touched) => {
      indexing.wake();
      on.own(touched);
      on.sync();
    },
    refused: on.refused,
    unauthenticated: () => {
      endLink();
      on.signedOut();
    },
    failed,
    files: attachments.uploads,
  });
  const presence = openPresence({
    say: (looking) => link?.say('presence', looking),
    ownId: () => link?.id(),
    told: on.presence,
  });
  /** What waits for them is not sent any more, and nothing of it stays. */
  function erase({ erased }: Touched): void {
    outbox.erase(new Set(erased.flatMap(({ conversationIds }) => conversationIds)));
    clearing.begin();
  }
  attachments.keepOnly(outbox.files());
  const clearing = clearSlowly({ cache, folder: to.folder, failed });
  const indexing = indexSlowly(cache, () => feed.state().phase === 'catching', failed);

  const endBounding = keepBounded({
    cache,
    waiting: () => ({
      conversations: new Set(outbox.conversations()),
      files: new Set([...outbox.files(), ...attachments.uploads.ids()]),
    }),
    files: { size: attachments.total, remove: attachments.letGo },
    failed,
  });

  function connect(token: string): void {
    updateTo = null;
    link = openLink({
      address: to.address,
      token,
      version: to.version,
      log,
      timing: to.timing ?? usualTiming,
      on: {
        welcome: (payload) => welcome(payload, token),
        changes: (payload) => {
          if (!updateTo) feed.push(payload);
        },
        whatsapp: (payload) => {
          whatsapp = readWhatsapp(payload) ?? whatsapp;
          on.sync();
        },
        workspace: (payload) => {
          const name = readWorkspace(payload);
          if (name !== null && welcomed) on.workspace(name);
        },
        whatsappSession: (payload) => {
          const session = readWhatsappSession(payload);
          if (session) on.whatsappSession(session);
        },
        presence: (payload) => {
          const news = readPresence(payload);
          if (news && welcomed) presence.heard(news);
        },
        calls: (payload) => {
          const now = readCalls(payload);
          if (now && welcomed) hear(now);
        },
        signedOut: () => {
          endLink();
          on.signedOut();
        },
        trouble: (is) => {
          if (is === trouble) return;
          trouble = is;
          on.sync();
        },
        down: () => {
          welcomed = false;
          whatsapp = null;
          attachments.offline();
          feed.down();
          // After the state: whoever speaks is told why the call is gone from the list.
          hear([]);
          presence.offline();
        },
      },
    });
  }
  function welcome(payload: unknown, token: string): void {
    const said = readWelcome(payload);
    const minimum = (payload as { minimumApp?: unknown } | null)?.minimumApp;
    if (typeof minimum === 'string' && isOlder(to.version, minimum)) {
      log.warn({ minimum }, 'this app is too old for its server');
      endLink();
      updateTo = minimum;
      later = setTimeout(() => connect(token), tooOldPause);
      on.sync();
      return;
    }
    if (!said || said.user.id !== to.user.id) {
      log.error({ fits: said !== null }, 'a welcome that is not for this account was ignored');
      return;
    }
    welcomed = true;
    whatsapp = said.whatsapp;
    calls = said.calls ?? [];
    noteWay(said);
    on.welcomed(said);
    feed.welcome(said);
    on.sync();
    hear(calls);
    attachments.online();
    presence.online();
    outbox.wake();
  }
  function hear(now: LiveCall[]): void {
    calls = now;
    on.calls(now);
  }
  function noteWay(said: Welcome): void {
    const before = { whatsappDriver, calling };
    whatsappDriver = said.whatsappDriver ?? null;
    calling = said.calling ?? null;
    if (whatsappDriver === before.whatsappDriver && calling === before.calling) return;
    try {
      const { meta } = cache.tables;
      cache.write(() => {
        meta.set('calling', calling);
        if (whatsappDriver === before.whatsappDriver) return;
        meta.set('whatsappDriver', whatsappDriver);
        // The templates of another way are none of this one's.
        meta.set('templates', null);
      });
    } catch (error) {
      failed(error);
    }
  }
  function endLink(): void {
    const open = link;
    link = null;
    if (later) clearTimeout(later);
    later = null;
    welcomed = false;
    attachments.offline();
    open?.close();
  }
  if (to.token !== null) connect(to.token);

  return {
    address: to.address,
    cache,
    feed,
    outbox,
    attachments,
    presence,
    ask,
    sync() {
      const { phase, behind } = feed.state();
      return {
        connection: phase === 'down' ? 'offline' : phase === 'current' ? 'online' : 'syncing',
        waiting: outbox.given(),
        behind,
        whatsapp,
        whatsappDriver,
        calling,
        updateTo,
        ...(trouble && { trouble }),
      };
    },
    calls: () => calls,
    reconnect() {
      if (link) link.reconnect();
      else if (later && to.token !== null) {
        clearTimeout(later);
        later = null;
        connect(to.token);
      }
      outbox.wake();
    },
    signedOut: endLink,
    close() {
      closed = true;
      indexing.close();
      clearing.close();
      endBounding();
      endLink();
      outbox.close();
      presence.close();
      attachments.close();
      cache.close();
    },
  };
}
