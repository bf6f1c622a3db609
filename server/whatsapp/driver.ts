/** The one interface that every way to WhatsApp is behind. */
import type { Instant } from '#shared/contract/scalars.ts';
import type { DriverName, WhatsappSession } from '#shared/contract/whatsapp.ts';
import type { Log } from '../platform/log.ts';

export type InboundMessage = {
  type: 'message';
  /** Chosen by the sender: unique within a conversation only. */
  whatsappId: string;
  /** E.164. */
  phone: string;
  name: string | null;
  kind: 'text' | 'unknown';
  text: string | null;
  sentAt: Instant;
};
export type StatusUpdate = {
  type: 'status';
  whatsappId: string;
  phone: string;
  status: 'sent' | 'delivered' | 'read' | 'played';
  at: Instant;
};
/** WhatsApp will not take this message, whatever one does. */
export type Failure = {
  type: 'failure';
  whatsappId: string;
  phone: string;
  reason: string;
  at: Instant;
};
export type DriverEvent = InboundMessage | StatusUpdate | Failure;

export type Outgoing = { whatsappId: string; phone: string; kind: 'text'; text: string };
export type Sent = { ok: true } | { ok: false; permanent: boolean; reason: string };

export type DriverHooks = {
  /** Journals the events, in order; they are on disk when it returns. Throws when they are not. */
  take(events: DriverEvent[]): void;
  state(now: Omit<WhatsappSession, 'driver' | 'since'>): void;
  log: Log;
};

export type Driver = {
  name: DriverName;
  start(): Promise<void>;
  stop(): Promise<void>;
  unlink(): Promise<void>;
  /** The same `whatsappId` again shows once on the phone. Throws only for faults of our own. */
  send(message: Outgoing): Promise<Sent>;
};
