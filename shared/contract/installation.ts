import { type Static, Type } from 'typebox';
import { nullable } from './scalars.ts';

/** What the server was started with, and no form changes; nothing secret is in it. */
export const Installation = Type.Object({
  version: Type.String(),
  storage: Type.Object({
    kind: Type.Enum(['folder', 's3', 'firebase']),
    /** The folder, or the bucket with its prefix. */
    place: Type.String(),
    /** Of another provider than the usual one, or of an emulator. */
    endpoint: nullable(Type.String()),
    /** Whether it signs in with what STORAGE_URL says; false: by the machine's own means, or not at all. */
    credentials: Type.Boolean(),
  }),
  /** embedded: the server runs its own Postgres. */
  database: Type.Enum(['embedded', 'external']),
  queue: Type.Enum(['postgres', 'redis']),
  /** Of the environment, those that say so; by name only. */
  variables: Type.Array(Type.String()),
});
export type Installation = Static<typeof Installation>;
