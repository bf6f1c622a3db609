/** What differs between the installed app and the browser host. */
import type { Language } from '#shared/contract/bridge.ts';
import type { OfficeSection } from '#shared/contract/office.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { HostAbility, Pause, Settings } from '#shared/contract/settings.ts';
import type { SyncState } from '#shared/contract/sync-state.ts';
import type { Updater } from './updates.ts';

/** One per conversation: a later one takes the place of what is still there. */
export type Notice = {
  conversationId: Id;
  title: string;
  body: string;
  /** How many messages it stands for; 0: a call. */
  count: number;
  /** A text may be given back to it, which ends in `Console.reply`. */
  replyable: boolean;
  /** Stays until it is sent away. */
  stays: boolean;
};

/** What is shown of the console where its window is not. */
export type HostStatus = Pick<SyncState, 'connection' | 'whatsapp'> & {
  language: Language;
  signedIn: boolean;
  admin: boolean;
  unread: number;
  pausedUntil: Pause;
};

export type Host = {
  kind: 'electron' | 'browser';
  /** What the system speaks, where that is known better than by this process. */
  locale?: string;
  abilities: readonly HostAbility[];
  /** Where this host begins otherwise than others do. */
  usual?: Partial<Settings>;
  /** Kept as safely as the machine can; under names that the core chooses. */
  secrets: {
    get(name: string): string | null;
    set(name: string, value: string): void;
    delete(name: string): void;
  };
  /** What encrypts what is cached: as lasting as the cache itself. `keeper`: where they lie. */
  keys: Host['secrets'] & { keeper: 'system' | 'file' };
  /** A click on it ends in `Console.show`. */
  notify(notice: Notice): void;
  /** What it told has been seen. */
  unnotify(conversationId: Id): void;
  /** Conversations with something unread among those waiting and one's own; 0 takes it away. */
  badge(count: number): void;
  /** On every change, and once at the start. */
  status?(status: HostStatus): void;
  /** On every change, and once at the start. */
  settings?(settings: Settings): void;
  updater?: Updater;
  /** Opens the office's window or brings it to the front. Absent where the page does it itself. */
  openOffice?(section: OfficeSection): void;
  /** Brings the console's own window to the front. Absent where nothing can. */
  openConsole?(): void;
  /** Asks where to put a file of this name; null: nowhere. Absent where the page does it itself. */
  saveAs?(name: string): Promise<string | null>;
  /** Only ever given a http(s), mailto or tel address. */
  openExternal(url: string): void;
};
