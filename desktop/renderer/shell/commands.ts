/** Everything that a key or the palette can do at the desk: told, shown and carried out from this one list. */

/** Heard whatever is open: who calls does not wait for a dialog. */
export const callKeys = ['answer', 'decline', 'hangUp', 'mute'] as const;
export type CallKey = (typeof callKeys)[number];
export const isCallKey = (command: DeskCommand): command is { do: CallKey } =>
  callKeys.some((key) => key === command.do);

/** What is meant, apart from how it is done. */
export type DeskCommand =
  | { do: 'neighbour'; step: 1 | -1 }
  | { do: 'tab'; step: 1 | -1 }
  | { do: 'move'; step: 1 | -1 }
  | { do: 'number'; n: number }
  | { do: 'language'; language: 'pt-BR' | 'en' }
  | { do: 'theme'; theme: 'system' | 'light' | 'dark' }
  | { do: 'availability'; availability: 'online' | 'away' }
  | { do: SimpleCommand }
  | { do: CallKey };

export type SimpleCommand =
  | 'close'
  | 'closeOthers'
  | 'pin'
  | 'reopen'
  | 'start'
  | 'finish'
  | 'transfer'
  | 'filter'
  | 'search'
  | 'find'
  | 'date'
  | 'firstUnread'
  | 'newest'
  | 'back'
  | 'list'
  | 'write'
  | 'note'
  | 'canned'
  | 'read'
  | 'palette'
  | 'whatsapp'
  | 'supervisor'
  | 'office'
  | 'teams'
  | 'outbox'
  | 'tags'
  | 'evaluation'
  | 'copies'
  | 'newConversation'
  | 'panel'
  | 'signOut'
  | 'settings'
  | 'shortcuts';

export const groups = ['lists', 'service', 'calls', 'writing', 'general'] as const;
export type Group = (typeof groups)[number];

export type Listed = {
  /** Its word in both languages. */
  name: string;
  group: Group;
  /** The first is told, the others do the same. Ctrl is also Cmd. */
  keys: readonly string[];
  /** Told where an ordinary browser keeps those for itself. */
  inBrowser?: string;
  /** Without one a part of the screen answers to the keys itself. */
  command?: DeskCommand;
  /** Not offered in the palette: it only makes sense as a key. */
  keyOnly?: boolean;
};

const listed = [
  { name: 'palette', group: 'lists', keys: ['Ctrl+K'], command: { do: 'palette' }, keyOnly: true },
  {
    name: 'nextEntry',
    group: 'lists',
    keys: ['Alt+J'],
    command: { do: 'neighbour', step: 1 },
  },
  {
    name: 'previousEntry',
    group: 'lists',
    keys: ['Alt+K'],
    command: { do: 'neighbour', step: -1 },
  },
  { name: 'list', group: 'lists', keys: ['Alt+L'], command: { do: 'list' } },
  { name: 'chooseMany', group: 'lists', keys: ['Shift+↓'] },
  { name: 'chooseAll', group: 'lists', keys: ['Ctrl+A'] },
  { name: 'filter', group: 'lists', keys: ['Alt+F'], command: { do: 'filter' } },
  { name: 'search', group: 'lists', keys: ['Ctrl+Shift+F'], command: { do: 'search' } },
  { name: 'find', group: 'lists', keys: ['Ctrl+F'], command: { do: 'find' } },
  { name: 'date', group: 'lists', keys: ['Alt+G'], command: { do: 'date' } },
  { name: 'firstUnread', group: 'lists', keys: ['Alt+PageUp'], command: { do: 'firstUnread' } },
  { name: 'newest', group: 'lists', keys: ['Alt+PageDown'], command: { do: 'newest' } },
  { name: 'back', group: 'lists', keys: ['Alt+B'], command: { do: 'back' } },
  {
    name: 'nextTab',
    group: 'lists',
    keys: ['Ctrl+Tab', 'Alt+.'],
    inBrowser: 'Alt+.',
    command: { do: 'tab', step: 1 },
  },
  {
    name: 'previousTab',
    group: 'lists',
    keys: ['Ctrl+Shift+Tab', 'Alt+,'],
    inBrowser: 'Alt+,',
    command: { do: 'tab', step: -1 },
  },
  { name: 'tabNumber', group: 'lists', keys: ['Ctrl+1…9', 'Alt+1…9'], inBrowser: 'Alt+1…9' },
  {
    name: 'tabLeft',
    group: 'lists',
    keys: ['Alt+Shift+J'],
    command: { do: 'move', step: -1 },
  },
  {
    name: 'tabRight',
    group: 'lists',
    keys: ['Alt+Shift+K'],
    command: { do: 'move', step: 1 },
  },
  { name: 'pin', group: 'lists', keys: ['Alt+P'], command: { do: 'pin' } },
  {
    name: 'closeTab',
    group: 'lists',
    keys: ['Ctrl+W', 'Alt+W'],
    inBrowser: 'Alt+W',
    command: { do: 'close' },
  },
  { name: 'closeOthers', group: 'lists', keys: [], command: { do: 'closeOthers' } },
  {
    name: 'reopen',
    group: 'lists',
    keys: ['Ctrl+Shift+T', 'Alt+Shift+T'],
    inBrowser: 'Alt+Shift+T',
    command: { do: 'reopen' },
  },
  {
    name: 'newConversation',
    group: 'service',
    keys: [],
    command: { do: 'newConversation' },
  },
  { name: 'start', group: 'service', keys: ['Alt+S'], command: { do: 'start' } },
  { name: 'finish', group: 'service', keys: ['Alt+E'], command: { do: 'finish' } },
  { name: 'transfer', group: 'service', keys: ['Alt+T'], command: { do: 'transfer' } },
  { name: 'panel', group: 'service', keys: ['Alt+I'], command: { do: 'panel' } },
  { name: 'read', group: 'service', keys: [], command: { do: 'read' } },
  { name: 'answer', group: 'calls', keys: ['Alt+A'], command: { do: 'answer' }, keyOnly: true },
  { name: 'decline', group: 'calls', keys: ['Alt+R'], command: { do: 'decline' }, keyOnly: true },
  { name: 'hangUp', group: 'calls', keys: ['Alt+H'], command: { do: 'hangUp' }, keyOnly: true },
  { name: 'mute', group: 'calls', keys: ['Alt+U'], command: { do: 'mute' }, keyOnly: true },
  { name: 'write', group: 'writing', keys: ['Alt+M'], command: { do: 'write' } },
  { name: 'note', group: 'writing', keys: ['Alt+N'], command: { do: 'note' } },
  { name: 'canned', group: 'writing', keys: [], command: { do: 'canned' } },
  { name: 'cannedList', group: 'writing', keys: ['/'] },
  { name: 'send', group: 'writing', keys: ['Enter'] },
  { name: 'newLine', group: 'writing', keys: ['Shift+Enter'] },
  { name: 'editLast', group: 'writing', keys: ['↑'] },
  { name: 'undoSend', group: 'writing', keys: ['Ctrl+Z'] },
  { name: 'leave', group: 'writing', keys: ['Esc'] },
  {
    name: 'goOnline',
    group: 'general',
    keys: [],
    command: { do: 'availability', availability: 'online' },
  },
  {
    name: 'goAway',
    group: 'general',
    keys: [],
    command: { do: 'availability', availability: 'away' },
  },
  { name: 'themeLight', group: 'general', keys: [], command: { do: 'theme', theme: 'light' } },
  { name: 'themeDark', group: 'general', keys: [], command: { do: 'theme', theme: 'dark' } },
  { name: 'themeSystem', group: 'general', keys: [], command: { do: 'theme', theme: 'system' } },
  {
    name: 'portuguese',
    group: 'general',
    keys: [],
    command: { do: 'language', language: 'pt-BR' },
  },
  { name: 'english', group: 'general', keys: [], command: { do: 'language', language: 'en' } },
  { name: 'supervisor', group: 'general', keys: [], command: { do: 'supervisor' } },
  { name: 'office', group: 'general', keys: ['Ctrl+Shift+O'], command: { do: 'office' } },
  { name: 'teams', group: 'general', keys: [], command: { do: 'teams' } },
  { name: 'tags', group: 'general', keys: [], command: { do: 'tags' } },
  { name: 'evaluation', group: 'general', keys: [], command: { do: 'evaluation' } },
  { name: 'copies', group: 'general', keys: [], command: { do: 'copies' } },
  { name: 'whatsapp', group: 'general', keys: [], command: { do: 'whatsapp' } },
  { name: 'outbox', group: 'general', keys: [], command: { do: 'outbox' } },
  { name: 'settings', group: 'general', keys: ['Ctrl+,'], command: { do: 'settings' } },
  { name: 'sheet', group: 'general', keys: ['?'], command: { do: 'shortcuts' } },
  { name: 'signOut', group: 'general', keys: [], command: { do: 'signOut' } },
] as const satisfies readonly Listed[];

export type CommandName = (typeof listed)[number]['name'];
export type DeskEntry = Listed & { name: CommandName };
export const commands: readonly DeskEntry[] = listed;
