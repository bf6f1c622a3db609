/** What the desk's commands do, and when each may be done. */
import type { CallKey, DeskCommand, SimpleCommand } from './commands.ts';
import type { Stores } from './stores.ts';

type Own = Exclude<DeskCommand, { do: CallKey }>;
type Simple = Record<SimpleCommand, (stores: Stores) => void>;

function focus(selector: string): boolean {
  const element = document.querySelector<HTMLElement>(selector);
  element?.focus();
  return element !== null;
}
/** What was looked for before is replaced by what is typed next. */
function takeUp(selector: string): void {
  focus(selector);
  document.querySelector<HTMLInputElement>(selector)?.select();
}
/** Does something with the conversation in front, where there is one. */
const withFront =
  (act: (stores: Stores, id: string) => unknown) =>
  (stores: Stores): void => {
    const { active } = stores.tabs.getState();
    if (active !== null) void act(stores, active);
  };

const simple: Simple = {
  close: withFront(({ tabs }, id) => tabs.close(id)),
  closeOthers: withFront(({ tabs }, id) => tabs.closeOthers(id)),
  pin: withFront(({ tabs }, id) => tabs.togglePin(id)),
  reopen: ({ tabs }) => tabs.reopen(),
  start: withFront(({ actions }, id) => actions.start(id)),
  finish: withFront(({ actions }, id) => actions.finish(id)),
  read: withFront(({ actions }, id) => actions.markRead(id)),
  transfer: (stores) => {
    if (mayDo({ do: 'transfer' }, stores)) stores.dialogs.show('transfer');
  },
  filter: ({ search }) => {
    if (focus('[data-filter]')) return;
    // The search stands in its place.
    search.hide();
    requestAnimationFrame(() => focus('[data-filter]'));
  },
  search: ({ search }) => {
    search.show();
    takeUp('[data-search]');
  },
  find: withFront(({ find }, id) => {
    find.show(id);
    takeUp('[data-find]');
  }),
  date: withFront(({ dialogs }) => dialogs.show('date')),
  firstUnread: withFront(({ jumps }, id) => jumps.to(id, 'unread')),
  newest: withFront(({ jumps }, id) => jumps.to(id, 'newest')),
  back: withFront(({ jumps }, id) => jumps.back(id)),
  list: () => {
    if (!focus('[data-conversation][tabindex="0"]')) focus('aside [role=tab][aria-selected=true]');
  },
  write: () => void focus('#conversation [data-composer]'),
  note: withFront(({ notes }, id) => notes.toggle(id)),
  canned: ({ canned }) => canned.manage(),
  palette: ({ dialogs }) => dialogs.show('palette'),
  whatsapp: ({ dialogs }) => dialogs.show('whatsapp'),
  supervisor: ({ dialogs }) => dialogs.show('supervisor'),
  office: ({ openOffice }) => openOffice(),
  teams: ({ dialogs }) => dialogs.show('teams'),
  outbox: ({ dialogs }) => dialogs.show('outbox'),
  tags: ({ dialogs }) => dialogs.show('tags'),
  evaluation: ({ dialogs }) => dialogs.show('evaluation'),
  copies: ({ dialogs }) => dialogs.show('copies'),
  newConversation: ({ dialogs }) => dialogs.show('newConversation'),
  panel: ({ opening }) =>
    void opening.prefer({ panel: !(opening.getState().opening?.preferences.panel ?? false) }),
  signOut: ({ dialogs }) => dialogs.show('signOut'),
  settings: ({ askSettings }) => askSettings(),
  shortcuts: ({ dialogs }) => dialogs.show('shortcuts'),
};

export function carryOut(command: Own, stores: Stores): void {
  const { tabs, list, opening } = stores;
  switch (command.do) {
    case 'neighbour': {
      const next = list.neighbour(tabs.getState().active, command.step);
      if (next !== null) tabs.show(next);
      break;
    }
    case 'tab':
      tabs.step(command.step);
      break;
    case 'move':
      tabs.moveActive(command.step);
      break;
    case 'number':
      tabs.number(command.n);
      break;
    case 'language':
      void opening.prefer({ language: command.language });
      break;
    case 'theme':
      void opening.prefer({ theme: command.theme });
      break;
    case 'availability':
      void stores.teams.setAvailability(command.availability);
      break;
    default:
      simple[command.do](stores);
  }
}

/** Whether it would do anything now. */
export function mayDo(command: DeskCommand, stores: Stores): boolean {
  const { tabs, list } = stores;
  const { active, open, closed } = tabs.getState();
  const { opening } = stores.opening.getState();
  const { entries, me } = list.getState();
  const entry = active === null ? undefined : entries.get(active);
  const admin = opening?.user?.role === 'admin';
  const state = entry?.service?.state;
  const disposes = state === 'open' && (entry?.service?.attendantId === me || admin);
  switch (command.do) {
    case 'start':
      return state === 'waiting';
    case 'finish':
      return disposes;
    case 'transfer':
      return disposes || state === 'waiting';
    case 'read':
      return (entry?.unread ?? 0) > 0;
    case 'close':
    case 'pin':
    case 'write':
    case 'note':
    case 'find':
    case 'date':
    case 'firstUnread':
    case 'newest':
      return active !== null;
    case 'back':
      return active !== null && (stores.jumps.getState().ways.get(active)?.length ?? 0) > 0;
    case 'closeOthers':
    case 'move':
    case 'tab':
      return active !== null && open.length > 1;
    case 'reopen':
      return closed.length > 0;
    case 'availability':
      return opening?.sync.connection !== 'offline';
    case 'panel':
      return active !== null;
    case 'tags':
    case 'evaluation':
    case 'copies':
    case 'whatsapp':
    case 'supervisor':
    case 'office':
    case 'teams':
      return admin;
    default:
      return true;
  }
}
