/** An update of the installed app, on its way. */
import { type Static, Type } from 'typebox';
import { nullable } from './scalars.ts';

export const AppUpdate = Type.Object({
  /**
   * none: this is the newest; ready: restarting brings it, and so does the next quit; waiting: the
   * person wants it, and it waits for a call or for the outbox; failed: see `reason`.
   */
  state: Type.Enum(['none', 'checking', 'downloading', 'ready', 'waiting', 'failed']),
  version: nullable(Type.String()),
  /** Plain text. */
  notes: Type.String(),
  /** Per cent of the download. */
  progress: Type.Integer({ minimum: 0, maximum: 100 }),
  /** damaged: not what was published, by its hash or signature; nothing of it is kept. */
  reason: nullable(Type.Enum(['unreachable', 'damaged', 'other'])),
});
export type AppUpdate = Static<typeof AppUpdate>;
