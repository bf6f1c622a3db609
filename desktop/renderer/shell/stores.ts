import { createStore } from 'zustand/vanilla';
import type { Desk, Opening } from '#shared/contract/bridge.ts';
import type { Command } from '#shared/contract/command.ts';
import type { OfficeSection } from '#shared/contract/office.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Team } from '#shared/contract/team.ts';
import { handOver, type Parcel } from '../attachments/hand-over.ts';
import { createAttachmentsStore } from '../attachments/store.ts';
import { openPeer } from '../calls/peer.ts';
import { createReady } from '../calls/ready.ts';
import { createCallsStore } from '../calls/store.ts';
import { createCannedStore } from '../canned/store.ts';
import { createModesStore } from '../composer/modes.ts';
import { createNotesStore } from '../composer/notes.ts';
import { createDraftsStore } from '../composer/store.ts';
import { createTrayStore } from '../composer/tray.ts';
import { createJumps } from '../conversation/jumps.ts';
import { createThreadsStore } from '../conversation/store.ts';
import { createUnreadStore } from '../conversation/unread.ts';
import { createListStore, sameView, viewOf } from '../list/store.ts';
import { createPlayer } from '../media/player.ts';
import { createAskOffice } from '../office/ask.ts';
import { createPlaces, type Page } from '../office/place.ts';
import { createOutboxStore } from '../outbox/store.ts';
import { createPastStore } from '../panel/store.ts';
import { createPresenceStore } from '../presence/store.ts';
import { createSavingsStore } from '../savings/store.ts';
import { takeByLink } from '../savings/take-by-link.ts';
import { createFindStore } from '../search/find-store.ts';
import { createSearchStore } from '../search/store.ts';
import type { Section } from '../settings/sections.ts';
import { createCodeStore } from '../sign-in/code-store.ts';
import { createSignInStore } from '../sign-in/store.ts';
import { createSounds } from '../sounds/sounds.ts';
import { createTabsStore } from '../tabs/store.ts';
import { createTeamsStore } from '../teams/store.ts';
import { createTemplatesStore } from '../templates/store.ts';
import { createWhatsappStore } from '../whatsapp/store.ts';
import { createActions } from './actions.ts';
import { createAsks } from './asks.ts';
import { createClock } from './clock.ts';
import { createDialogs } from './dialogs.ts';
import { createOpeningStore } from './opening-store.ts';
import { createTold } from './told.ts';
import { createTroubles } from './troubles.ts';

/** Pause after which the open tabs, and how the list is looked at, are kept. */
const tabsPause = 300;

/** Which window this is: the office has no conversations in it, and neither sounds nor tabs. */
export type WindowName = 'console' | 'office';

/** Everything the screens stand on, fed by the bridge. The renderer's composition root. */
export function createStores(desk: Desk, page: Page, shown: WindowName = 'console') {
  const opening = createOpeningStore(desk);
  const office = createAskOffice(desk);
  const places = createPlaces(page);
  const savings = createSavingsStore(desk, () => opening.getState().opening?.host, takeByLink);
  const sounds = createSounds(() => opening.getState().opening?.settings ?? null);
  const settingsAsked = createStore<{ times: number; section: Section }>(() => ({
    times: 0,
    section: 'general',
  }));
  const list = createListStore(desk);
  const tabs = createTabsStore();
  const threads = createThreadsStore(desk);
  const drafts = createDraftsStore(desk);
  const unread = createUnreadStore(desk, threads);
  const jumps = createJumps({ desk, threads, tabs, unread });
  const past = createPastStore(desk);
  const told = createTold();
  const dialogs = createDialogs();
  const outbox = createOutboxStore(desk);
  const asks = createAsks(desk);
  const troubles = createTroubles();
  const clock = createClock();
  const attachments = createAttachmentsStore(desk);
  const modes = createModesStore();
  const notes = createNotesStore();
  const canned = createCannedStore(desk);
  const tray = createTrayStore(desk);
  const player = createPlayer();
  const whatsapp = createWhatsappStore(desk);
  const templates = createTemplatesStore(desk);
  const teams = createTeamsStore(desk);
  const presence = createPresenceStore();
  const me = () => opening.getState().opening?.user?.id ?? null;
  const takeTeams = (all: readonly Team[]) => {
    teams.take(all);
    list.teamsAre(all.filter(({ memberIds }) => memberIds.includes(me() ?? '')));
  };
  const search = createSearchStore(desk, jumps);
  const find = createFindStore(desk, jumps);
  const actions = createActions({
    ...{ desk, list, drafts, modes, tray, troubles, told, notes },
    thread: (id) => threads.getState().threads.get(id)?.messages ?? [],
    offline: () => !isOnline(opening.getState().opening),
    people: () => [...opening.getState().colleagues.values()].filter(({ active }) => active),
  });
  const calls = createCallsStore({
    desk,
    openPeer,
    me,
    online: () => isOnline(opening.getState().opening),
    ready: createReady({ list, start: actions.start }),
    hush: player.stop,
    openLink: actions.openLink,
  });
  /** Nothing of one person is left for the next. */
  const forget = () => {
    for (const store of [
      ...[drafts, threads, modes, tray, attachments, whatsapp, templates, past, search, find],
      ...[notes, canned, savings],
    ])
      store.reset();
    teams.reset();
    dialogs.close();
    outbox.reset();
    presence.reset();
    calls.reset();
    jumps.reset();
    unread.reset();
    player.stop();
  };

  let keeping: ReturnType<typeof setTimeout> | undefined;
  const keepTabs = () => {
    if (keeping === undefined) return;
    clearTimeout(keeping);
    keeping = undefined;
    const { open, active, pinned } = tabs.getState();
    void opening.prefer({
      tabs: [...open],
      activeTab: active,
      pinnedTabs: [...pinned],
      listView: viewOf(list.getState()),
    });
  };

  /** A new beginning: the same person keeps tabs and what they were writing. */
  async function begin(next: Opening): Promise<void> {
    const before = opening.getState().opening?.user?.id ?? null;
    opening.take(next);
    if (next.user === null) {
      list.reset();
      forget();
      return;
    }
    if (next.user.id !== before) {
      forget();
      if (shown === 'console') {
        const { tabs: open, activeTab, pinnedTabs } = next.preferences;
        tabs.restore(open, activeTab, pinnedTabs);
        list.restore(next.preferences.listView ?? {});
      }
    }
    takeTeams(next.teams);
    canned.take(next.cannedReplies);
    if (shown === 'office') return;
    calls.receive(next.calls);
    list.tagsAre(next.tags);
    presence.take(next.presence, next.user.id);
    const [there] = await Promise.all([list.load(next.user.id), threads.again()]);
    if (!there) return;
    const { entries } = list.getState();
    tabs.drop((id) => !entries.has(id));
    drafts.receive([...entries.values()]);
  }

  const signIn = createSignInStore(desk, begin);
  const codes = createCodeStore(desk);

  async function start(): Promise<void> {
    const answer = await desk.call('open', {}).catch(() => null);
    if (answer?.ok) await begin(answer.value);
    else opening.broken();
  }

  const askSettings = (section: Section = 'general') =>
    settingsAsked.setState(({ times }) => ({ times: times + 1, section }));

  /** Follows the bridge's signals; returns what ends it. */
  function follow(): () => void {
    const ends = [
      desk.on('opening', (next) => void begin(next)),
      desk.on('sync', opening.sync),
      desk.on('colleagues', opening.colleagues),
      desk.on('teams', takeTeams),
      desk.on('cannedReplies', canned.take),
      desk.on('tags', opening.tags),
      desk.on('settings', opening.settings),
      desk.on('whatsappSession', whatsapp.receive),
      desk.on('savings', savings.receive),
      clock.start(),
      ...(shown === 'office' ? [desk.on('office', ({ section }) => places.go(section))] : atDesk()),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  /** What only the console's own window hears. */
  function atDesk(): (() => void)[] {
    return [
      desk.on('presence', (others) => presence.take(others, me())),
      desk.on('tags', list.tagsAre),
      desk.on('summaries', (summaries) => {
        const { entries, me } = list.getState();
        for (const one of summaries) {
          actions.noteOvertaken(entries.get(one.conversation.id), one, me);
        }
        list.receive(summaries);
        drafts.receive(summaries);
      }),
      desk.on('gone', (ids) => {
        list.remove(ids);
        tabs.drop((id) => ids.includes(id));
      }),
      desk.on('messages', (rows) => {
        threads.receive(rows);
        past.receive(rows);
      }),
      desk.on('refused', ({ command, refusal, contactName }) =>
        troubles.add({
          type: command.type,
          refusal,
          contactName,
          conversationId: command.conversationId,
          note: writtenIn(command),
        }),
      ),
      desk.on('attachments', attachments.receive),
      desk.on('appUpdate', opening.appUpdate),
      desk.on('sound', ({ kind }) => sounds.play(kind)),
      desk.on('menu', () => askSettings()),
      desk.on('leaving', () => {
        keepTabs();
        void drafts.keepAll().finally(() => desk.call('left', {}));
      }),
      desk.on('calls', calls.receive),
      desk.on('show', ({ conversationId }) => tabs.show(conversationId)),
      list.subscribe((now, before) => {
        if (sameView(now, before) || !now.loaded || !before.loaded) return;
        clearTimeout(keeping);
        keeping = setTimeout(keepTabs, tabsPause);
      }),
      tabs.subscribe((now, before) => {
        if (
          now.open === before.open &&
          now.active === before.active &&
          now.pinned === before.pinned
        )
          return;
        threads.keep(now.open);
        for (const id of before.open) if (!now.open.includes(id)) actions.sendHeld(id);
        if (before.active !== null && before.active !== now.active) void drafts.keep(before.active);
        clearTimeout(keeping);
        keeping = setTimeout(keepTabs, tabsPause);
      }),
    ];
  }

  /** The window goes away, or may: what was not kept yet is kept now. */
  function keepAll(): void {
    keepTabs();
    void drafts.keepAll();
  }

  /** The window goes away: nobody takes back what was sent. */
  function goAway(): void {
    keepAll();
    actions.sendHeld(null);
  }

  /** The office in a window of its own, at this section. */
  function openOffice(section: OfficeSection = 'overview'): void {
    const host = opening.getState().opening;
    if (host?.abilities.includes('windows')) void desk.call('openOffice', { section });
    else page.open(`/?window=office#/${section}`, 'recado-office');
  }

  /** In the console's own window; false: it is not to be had there. */
  const showConversation = (conversationId: Id): Promise<boolean> =>
    desk.call('showConversation', { conversationId }).then(
      ({ ok }) => ok,
      () => false,
    );

  return {
    opening,
    office,
    places,
    savings,
    openOffice,
    showConversation,
    list,
    tabs,
    threads,
    drafts,
    troubles,
    clock,
    dialogs,
    outbox,
    signIn,
    codes,
    actions,
    sounds,
    settingsAsked,
    askSettings,
    attachments,
    modes,
    notes,
    canned,
    tray,
    player,
    whatsapp,
    templates,
    teams,
    presence,
    calls,
    jumps,
    unread,
    past,
    told,
    asks,
    search,
    find,
    handOver: (parcel: Parcel) => handOver(desk, parcel),
    start,
    follow,
    keepAll,
    goAway,
    signOut: async () => {
      // While the server can still be told.
      calls.hangUp();
      await drafts.keepAll();
      await desk.call('signOut', {});
      await start();
    },
  };
}

/** What was written and is kept nowhere else once the command is refused. */
function writtenIn(command: Command): string | undefined {
  if (command.type === 'addNote') return command.text;
  return 'note' in command ? command.note?.text : undefined;
}

const isOnline = (opening: Opening | null): boolean =>
  opening !== null && opening.sync.connection !== 'offline';

export type Stores = ReturnType<typeof createStores>;
