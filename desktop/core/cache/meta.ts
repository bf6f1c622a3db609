import type { Preferences } from '#shared/contract/bridge.ts';
import type { Calling } from '#shared/contract/call.ts';
import { type CopySettings, usualCopies } from '#shared/contract/copies.ts';
import type { Lost } from '#shared/contract/lost.ts';
import type { RefusedCommand } from '#shared/contract/outbox.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Template } from '#shared/contract/template.ts';
import type { DriverName } from '#shared/contract/whatsapp.ts';
import type { Db } from './database.ts';

export type Cursor = { epoch: Id; seq: number };

/** Facts of the cache as a whole, each a JSON value under its name. */
type Facts = {
  /** Null while no snapshot is complete. */
  cursor: Cursor | null;
  workspace: string | null;
  sample: boolean;
  /** As the server last said; null: never. */
  whatsappDriver: DriverName | null;
  calling: Calling | null;
  templates: Template[] | null;
  tabs: Id[];
  activeTab: Id | null;
  panel: boolean;
  pinnedTabs: Id[];
  listView: NonNullable<Preferences['listView']>;
  recent: string[];
  /** The latest first. */
  refused: RefusedCommand[];
  /** The version of the app that left out rows which it did not understand. */
  leftOutBy: string | null;
  /** Something of what waited here, or was being written, could not be read any more. */
  lost: Lost | null;
  /** Somebody was erased, and what SQLite keeps of deleted rows is still to be cleared away. */
  toClear: boolean;
  /** As the server last said. */
  copies: CopySettings;
};
const absent: Facts = {
  cursor: null,
  workspace: null,
  sample: false,
  whatsappDriver: null,
  calling: null,
  templates: null,
  tabs: [],
  activeTab: null,
  panel: false,
  pinnedTabs: [],
  listView: {},
  recent: [],
  refused: [],
  leftOutBy: null,
  lost: null,
  toClear: false,
  copies: usualCopies,
};

export function openMeta(db: Db) {
  const put = db.prepare(
    'insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
  );
  const get = db.prepare('select value from meta where key = ?').pluck();
  return {
    get<K extends keyof Facts>(key: K): Facts[K] {
      const value = get.get(key) as string | undefined;
      return value === undefined ? absent[key] : (JSON.parse(value) as Facts[K]);
    },
    set: <K extends keyof Facts>(key: K, value: Facts[K]) =>
      void put.run(key, JSON.stringify(value)),
  };
}
