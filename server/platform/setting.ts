/** What is set for the whole workspace: one row of `settings` for each, an object of its schema. */
import { type Static, type TObject, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Doer } from './audit.ts';
import type { Pool, Sql, Tx } from './postgres/pool.ts';
import { changeSetting } from './settings.ts';

export type Setting<S extends TObject> = {
  /** Its row. */
  key: string;
  schema: S;
  /** What holds where nobody chose. */
  usual: Static<S>;
  /** Of these the audit says only that they changed. */
  unsaid?: readonly string[];
  /** What its fields must be to each other. @throws Refused invalid */
  check?(whole: Static<S>): void;
  read: (stored: unknown) => Static<S>;
};

/** A field that is stored and does not fit (an older version's) is as if nobody had chosen it. */
export function openSetting<S extends TObject>(given: Omit<Setting<S>, 'read'>): Setting<S> {
  const checks = Object.entries(given.schema.properties).map(
    ([name, schema]) => [name, Compile(Type.Object({ value: schema }))] as const,
  );
  return {
    ...given,
    read: (stored) => {
      const known = (stored ?? {}) as Record<string, unknown>;
      const fitting = checks.flatMap(([name, check]) =>
        Object.hasOwn(known, name) && check.Check({ value: known[name] })
          ? [[name, known[name]] as const]
          : [],
      );
      return { ...(given.usual as object), ...Object.fromEntries(fitting) } as Static<S>;
    },
  };
}

export async function readSetting<S extends TObject>(
  sql: Sql,
  setting: Setting<S>,
): Promise<Static<S>> {
  const { rows } = await sql.query<{ value: unknown }>(
    'select value from settings where key = $1',
    [setting.key],
  );
  return setting.read(rows[0]?.value);
}

/**
 * What is not in the patch stays as it is, whoever else changes it meanwhile; what would not fit
 * together changes nothing. @throws Refused invalid
 */
export function patchSetting<S extends TObject>(
  pool: Pool,
  by: Doer,
  setting: Setting<S>,
  patch: Partial<Static<S>>,
): Promise<Static<S>> {
  const { key, unsaid = [] } = setting;
  return changeSetting<Static<S> & object>(pool, by, {
    area: key,
    read: async (tx) => (await readSetting(tx, setting)) as Static<S> & object,
    write: (tx) => writeSetting(tx, setting, patch),
    unsaid: unsaid as never,
  });
}

/** As a part of a change. @throws Refused invalid */
export async function writeSetting<S extends TObject>(
  tx: Tx,
  { key, read, check }: Setting<S>,
  patch: Partial<Static<S>>,
): Promise<void> {
  const { rows } = await tx.query<{ value: object }>(
    `insert into settings (key, value) values ($1, $2)
     on conflict (key) do update set value = settings.value || excluded.value
     returning value`,
    [key, JSON.stringify(storable(patch))],
  );
  check?.(read(rows[0]?.value));
}

/** Postgres takes no NUL, and half a surrogate pair is no text. */
const storable = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_, part) =>
    typeof part === 'string' ? part.replaceAll('\u0000', '').toWellFormed() : part,
  );
