/** What differs between the installed app and the browser host. */
import type { Id } from '#shared/contract/scalars.ts';

export type Host = {
  kind: 'electron' | 'browser';
  /** Kept as safely as the machine can; under names that the core chooses. */
  secrets: {
    get(name: string): string | null;
    set(name: string, value: string): void;
    delete(name: string): void;
  };
  /** What encrypts what is cached: as lasting as the cache itself. `keeper`: where they lie. */
  keys: Host['secrets'] & { keeper: 'system' | 'file' };
  /** A click on it ends in `Console.show`. */
  notify(notice: { title: string; body: string; conversationId: Id }): void;
  /** Conversations with something unread among those waiting and one's own; 0 takes it away. */
  badge(count: number): void;
  /** Asks where to put a file of this name; null: nowhere. Absent where the page does it itself. */
  saveAs?(name: string): Promise<string | null>;
  /** Only ever given a http(s), mailto or tel address. */
  openExternal(url: string): void;
};
