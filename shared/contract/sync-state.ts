import { type Static, Type } from 'typebox';
import { Calling } from './call.ts';
import { nullable } from './scalars.ts';
import { DriverName, WhatsappState } from './whatsapp.ts';

/**
 * offline: no connection to the server, everything works from the cache;
 * syncing: connected and catching up; online: the cache has what the server has.
 */
export const SyncState = Type.Object({
  connection: Type.Union([
    Type.Literal('offline'),
    Type.Literal('syncing'),
    Type.Literal('online'),
  ]),
  /** Commands accepted here and not yet carried out by the server. */
  waiting: Type.Integer({ minimum: 0 }),
  /** Changes still to be fetched while syncing; 0 when unknown. */
  behind: Type.Integer({ minimum: 0 }),
  whatsapp: nullable(WhatsappState),
  /** The way to WhatsApp, as last heard; null: not heard yet. */
  whatsappDriver: nullable(DriverName),
  /** What that way does about calls; null: not heard yet. */
  calling: nullable(Calling),
  /** Set when this app is too old for its server: the oldest version that it takes. */
  updateTo: nullable(Type.String()),
  /** Offline, since the server answers but is in trouble: its database is away. */
  trouble: Type.Optional(Type.Boolean()),
});
export type SyncState = Static<typeof SyncState>;
