/** The composition root of the core: who is at the desk, the calls answered, the signals sent. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BridgeSignal, BridgeSignals, Opening, Preferences } from '#shared/contract/bridge.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { PauseLength } from '#shared/contract/settings.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { type AttachmentReply, type AttachmentRequest, nothingThere } from './attachments/reply.ts';
import { isDamage } from './cache/database.ts';
import { lockFolder } from './cache/folder-lock.ts';
import { isKey } from './cache/sqlite.ts';
import { type Calls, deskCalls, type OwnCall } from './calls.ts';
import { type OpenDesk, openDesk } from './desk.ts';
import { device } from './device.ts';
import { accountName, openHome } from './home.ts';
import type { Host } from './host.ts';
import { leadTo } from './lead-to.ts';
import type { Log } from './log.ts';
import { openOutside } from './outside.ts';
import { faultOf, isCall } from './questions.ts';
import { CallRefused, refuse } from './refuse.ts';
import { replyFromNotice } from './reply-from-notice.ts';
import type { LinkTiming } from './sync/link.ts';
import { serverOrigin, signIn, signOut } from './sync/server-rest.ts';
import { feedOf, openUpdates } from './updates.ts';
import { languageOf, words } from './words.ts';

export type CallAnswer = { ok: true; value: unknown } | ConsoleRefusal;
export type Listener = <S extends BridgeSignal>(signal: S, value: BridgeSignals[S]) => void;

export type Console = {
  /** Never rejects. What comes from the renderer is checked here. */
  call(name: string, question: unknown): Promise<CallAnswer>;
  /** Returns what ends the listening. */
  on(listener: Listener): () => void;
  /** What the console's own origin answers for `attachments/<id>`. Never rejects. */
  attachment(request: AttachmentRequest): Promise<AttachmentReply>;
  /** What it answers for `savings/<id>`. Never rejects. */
  saving(id: Id): Promise<AttachmentReply>;
  /** A notification was clicked, or a link led here; what is not there is shown to nobody. */
  show(conversationId: Id): void;
  /** A text was given to a notification: goes like any message, offline too. */
  reply(conversationId: Id, text: string): Promise<void>;
  zoom(): number;
  /** Picked in the host's own menus. */
  pause(length: PauseLength): void;
  pick(what: BridgeSignals['menu']['pick']): void;
  /** The window is being closed: whether it only goes to the tray, and whether that is to be said. */
  closing(): { hides: boolean; sayIt: boolean };
  /** Before the end: the screens hand over what only they have. Resolves when they have, or soon. */
  leave(): Promise<void>;
  close(): void;
};

export type OpenConsole = {
  /** Where everything of this console is kept; one console at a time. */
  folder: string;
  host: Host;
  /** This app's version, as the server compares it. */
  version: string;
  log: Log;
  /** Offered to a person who signs in for the first time. */
  defaultServer?: string;
  /** The folder of migrations/cache, for a bundle. */
  migrations?: string;
  timing?: LinkTiming;
  /** Where updates lie, if not on the server. */
  updateFeed?: string;
  now?: () => Date;
  /** Bytes of a file in one request. */
  uploadChunk?: number;
};

const usualServer = 'http://127.0.0.1:4680';
/** For screens that do not answer; what they had is in their last draft, a moment older. */
const longestLeave = 1_500;

/** @throws FolderInUse */
export function openConsole(to: OpenConsole): Console {
  const { folder, host, version, log } = to;
  const unlock = lockFolder(folder);
  const home = openHome(folder, log);
  const listeners = new Set<Listener>();
  const watched = new Set<Id>();
  let desk: OpenDesk | null = null;
  let opened = false;

  const emit: Listener = (signal, value) => {
    for (const listener of listeners) listener(signal, value);
  };
  const outside = openOutside({
    ...{ host, home, emit },
    now: to.now ?? (() => new Date()),
    sync: () => desk?.account.sync() ?? nobodysSync,
    signedIn: () => desk !== null,
    admin: () => desk?.user().role === 'admin',
  });
  const updates = openUpdates({
    updater: host.updater,
    feed: () => feedOf(home.get().server, to.updateFeed),
    channel: () => outside.settings().channel,
    atWork: () => ({
      calls: desk?.account.calls().filter(({ userId }) => userId === desk?.user().id).length ?? 0,
      sync: desk?.account.sync() ?? nobodysSync,
    }),
    tell: (update) => emit('appUpdate', update),
    log,
  });
  let allLeft: (() => void) | null = null;
  const tellOpening = () => {
    outside.look();
    emit('opening', opening());
  };

  function enter(address: string, user: SignedInUser, suspect = false): void {
    const secret = secretOf(address, user.id);
    desk = openDesk({
      folder: join(folder, 'accounts', accountName(address, user.id)),
      key: keyOf(accountName(address, user.id)),
      migrations: to.migrations,
      suspect,
      address,
      user,
      token: host.secrets.get(secret),
      version,
      log,
      timing: to.timing,
      uploadChunk: to.uploadChunk,
      host,
      emit,
      undoSend: () => outside.settings().undoSend,
      language: () => languageOf(home.get().language, host.locale),
      badge: outside.badge,
      wants: () => {
        const { notify, notifyStays } = outside.settings();
        return { notify, stays: notifyStays, hushed: outside.hushed() };
      },
      synced: outside.look,
      watched,
      reopened: tellOpening,
      renamed: (said) => home.change({ user: said }),
      signedOut: () => {
        host.secrets.delete(secret);
        tellOpening();
      },
      damaged: () => rebuild(address),
    });
  }
  /** Made where there is none, and kept before anything is written with it. */
  function keyOf(account: string): { hex: string; fresh: boolean } {
    const kept = host.keys.get(account);
    if (isKey(kept)) return { hex: kept, fresh: false };
    const hex = randomBytes(32).toString('hex');
    host.keys.set(account, hex);
    return { hex, fresh: true };
  }
  function leave(): void {
    desk?.close();
    desk = null;
    watched.clear();
  }
  function rebuild(address: string): void {
    const user = desk?.user();
    if (!user) return;
    log.error({}, 'the cache is damaged and is built anew');
    leave();
    enter(address, user, true);
    tellOpening();
  }
  /** The key first: without it nothing that a cut leaves behind can be read. */
  function wipeAccount(server: string, userId: Id): void {
    const account = accountName(server, userId);
    host.keys.delete(account);
    try {
      rmSync(join(folder, 'accounts', account), { recursive: true, force: true });
    } catch (error) {
      log.warn({ err: error }, 'what was cached could not be taken away; its key is gone');
    }
  }
  const here = (): OpenDesk => {
    if (!desk) throw refuse('unauthenticated', 'Sign in first.');
    return desk;
  };

  function preferences(): Preferences {
    const { language, theme } = home.get();
    const meta = desk?.account.cache.tables.meta;
    return {
      language,
      theme,
      tabs: meta?.get('tabs') ?? [],
      activeTab: meta?.get('activeTab') ?? null,
      panel: meta?.get('panel') ?? false,
      pinnedTabs: meta?.get('pinnedTabs') ?? [],
      listView: meta?.get('listView') ?? {},
      recent: meta?.get('recent') ?? [],
    };
  }
  function opening(): Opening {
    const tables = desk?.account.cache.tables;
    return {
      host: host.kind,
      version,
      serverAddress: home.get().server ?? to.defaultServer ?? usualServer,
      workspace: tables?.meta.get('workspace') ?? null,
      user: desk?.user() ?? null,
      signInNeeded: desk !== null && desk.token() === null,
      sample: tables?.meta.get('sample') ?? false,
      wipeOnSignOut: tables?.meta.get('copies').wipeOnSignOut ?? false,
      lost: tables?.meta.get('lost') ?? null,
      keyKeeper: host.keys.keeper,
      sync: desk?.account.sync() ?? nobodysSync,
      calls: desk?.account.calls() ?? [],
      teams: tables?.teams.all() ?? [],
      cannedReplies: tables?.cannedReplies.all() ?? [],
      presence: desk?.account.presence.others() ?? [],
      preferences: preferences(),
      settings: outside.settings(),
      abilities: [...host.abilities],
      pausedUntil: outside.pausedUntil(),
      appUpdate: updates.now(),
      colleagues: tables?.users.all() ?? [],
      tags: tables?.tags.all() ?? [],
    };
  }

  /** A link may name anything. False: there is none such here. */
  function show(conversationId: Id): boolean {
    const cache = desk?.account.cache;
    const tell = () => emit('show', { conversationId });
    return cache !== undefined && leadTo(cache, conversationId, { opened, tell });
  }

  const calls: Calls<OwnCall> & ReturnType<typeof deskCalls> = {
    ...deskCalls(here, host, watched, updates.typed),
    open() {
      opened = true;
      return opening();
    },
    async signIn({ server, ...who }) {
      const address = serverOrigin(server);
      const { token, user } = await signIn(address, { ...who, device: device() });
      leave();
      host.secrets.set(secretOf(address, user.id), token);
      home.change({ server: address, user });
      enter(address, user);
      tellOpening();
      return opening();
    },
    signOut() {
      const { server, user } = home.get();
      if (!server || !user) return null;
      const secret = secretOf(server, user.id);
      const token = host.secrets.get(secret);
      const wipe = desk?.account.cache.tables.meta.get('copies').wipeOnSignOut ?? false;
      leave();
      host.secrets.delete(secret);
      home.change({ user: null });
      if (wipe) wipeAccount(server, user.id);
      outside.badge(0);
      if (token !== null) void signOut(server, token);
      tellOpening();
      return null;
    },
    savePreferences({ preferences: { language, theme, ...own } }) {
      if (language !== undefined) home.change({ language });
      if (theme !== undefined) home.change({ theme });
      outside.look();
      const cache = desk?.account.cache;
      if (cache && Object.keys(own).length > 0) {
        const { meta } = cache.tables;
        cache.keep(() => {
          if (own.tabs !== undefined) meta.set('tabs', own.tabs);
          if (own.activeTab !== undefined) meta.set('activeTab', own.activeTab);
          if (own.panel !== undefined) meta.set('panel', own.panel);
          if (own.pinnedTabs !== undefined) meta.set('pinnedTabs', own.pinnedTabs);
          if (own.listView !== undefined) meta.set('listView', own.listView);
          if (own.recent !== undefined) meta.set('recent', own.recent);
        });
      }
      return null;
    },
    saveSettings({ settings }) {
      const before = outside.settings().channel;
      outside.save(settings);
      if (outside.settings().channel !== before) updates.check();
      return null;
    },
    pauseNotifications({ length }) {
      outside.pause(length);
      return null;
    },
    showConversation({ conversationId }) {
      here();
      if (!show(conversationId)) throw refuse('not-found', 'There is no such conversation.');
      host.openConsole?.();
      return null;
    },
    checkForUpdate() {
      updates.check();
      return null;
    },
    restartToUpdate() {
      updates.restart();
      return null;
    },
    left() {
      allLeft?.();
      return null;
    },
  };

  async function answer(name: string, question: unknown): Promise<CallAnswer> {
    try {
      if (!isCall(name)) throw refuse('not-found', `There is no call ${name.slice(0, 40)}.`);
      const fault = faultOf(name, question);
      if (fault) throw fault;
      // Just checked by the call's own schema.
      return { ok: true, value: await calls[name](question as never) };
    } catch (error) {
      if (error instanceof CallRefused) return error.refusal;
      log.error({ err: error, name }, 'a call could not be answered');
      const address = desk?.account.address;
      if (isDamage(error) && address) rebuild(address);
      return { ok: false, code: 'app-trouble', detail: 'Something went wrong in this app.' };
    }
  }

  const { server, user } = home.get();
  try {
    if (server && user) enter(server, user);
  } catch (error) {
    unlock();
    throw error;
  }
  return {
    call: answer,
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async attachment(request) {
      try {
        return (await desk?.account.attachments.reply(request)) ?? nothingThere;
      } catch (error) {
        log.error({ err: error }, 'an attachment could not be read');
        return nothingThere;
      }
    },
    saving: async (id) => (await desk?.savings.reply(id)) ?? nothingThere,
    show: (conversationId) => void show(conversationId),
    reply: (conversationId, text) =>
      replyFromNotice({
        ...{ conversationId, text, answer, host },
        summary: () => desk?.shown.some([conversationId])[0],
        words: words[languageOf(home.get().language, host.locale)],
      }),
    zoom: () => outside.settings().zoom,
    pause: outside.pause,
    pick: (pick) => emit('menu', { pick }),
    closing() {
      const hides = host.abilities.includes('tray') && outside.settings().closeToTray;
      const sayIt = hides && home.get().trayTold !== true;
      if (sayIt) home.change({ trayTold: true });
      return { hides, sayIt };
    },
    leave: () =>
      new Promise((resolve) => {
        const limit = setTimeout(resolve, longestLeave);
        allLeft = () => {
          clearTimeout(limit);
          resolve();
        };
        emit('leaving', null);
      }),
    close() {
      leave();
      updates.close();
      outside.close();
      listeners.clear();
      unlock();
    },
  };
}

const secretOf = (server: string, userId: Id) => `sign-in ${accountName(server, userId)}`;

const nobodysSync: Opening['sync'] = {
  connection: 'offline',
  waiting: 0,
  behind: 0,
  whatsapp: null,
  whatsappDriver: null,
  calling: null,
  updateTo: null,
};
