import { type Static, Type } from 'typebox';
import { Instant } from './scalars.ts';

export const WhatsappState = Type.Union([
  Type.Literal('stopped'),
  Type.Literal('starting'),
  Type.Literal('pairing'),
  Type.Literal('open'),
  Type.Literal('reconnecting'),
  Type.Literal('failed'),
]);
export type WhatsappState = Static<typeof WhatsappState>;

export const DriverName = Type.Union([
  Type.Literal('simulator'),
  Type.Literal('linked'),
  Type.Literal('cloud'),
]);
export type DriverName = Static<typeof DriverName>;

/** The WhatsApp session, as admins see it and as every console shows its state. */
export const WhatsappSession = Type.Object({
  driver: DriverName,
  state: WhatsappState,
  qr: Type.Optional(Type.String()),
  pairingCode: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String()),
  /** Under which the number shows itself to contacts. */
  name: Type.Optional(Type.String()),
  since: Instant,
  /** For an admin, in English; `reasonCode` where it is one that consoles may have translated. */
  reason: Type.Optional(Type.String()),
  reasonCode: Type.Optional(Type.String()),
});
export type WhatsappSession = Static<typeof WhatsappSession>;

/** ignored: as if there were none; shown: each group is a conversation. */
export const GroupsMode = Type.Union([Type.Literal('ignored'), Type.Literal('shown')]);
export type GroupsMode = Static<typeof GroupsMode>;

/** What admins choose of WhatsApp. Absent: this way to WhatsApp has nothing of the kind. */
export const WhatsappSettings = Type.Object({ groups: Type.Optional(GroupsMode) });
export type WhatsappSettings = Static<typeof WhatsappSettings>;

export const whatsappMoves = ['start', 'stop', 'unlink'] as const;
export const WhatsappMove = Type.Enum([...whatsappMoves]);
export type WhatsappMove = (typeof whatsappMoves)[number];
