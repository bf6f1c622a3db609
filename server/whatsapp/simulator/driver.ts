/** The simulator as a driver: hands over what phones sent, misbehaves when told to. */
import { largestAttachment } from '#shared/contract/attachment.ts';
import {
  AttachmentGone,
  type Driver,
  type DriverEvent,
  type DriverHooks,
  type Outgoing,
  type OutgoingAttachment,
  type Sent,
} from '../driver.ts';
import { inOneTurn } from '../in-one-turn.ts';
import { openPhoneCalls, type PhoneCalls } from './calls.ts';
import { type Faults, reordered } from './faults.ts';
import { FileTooLarge, type KeptFile } from './files.ts';
import { misbehaving } from './media.ts';
import { type Peers, webrtcPeers } from './peer.ts';
import {
  type Act,
  type ActOutcome,
  type FromContact,
  mayCall,
  type PhoneChange,
  type ReceiptStatus,
  type ToContact,
} from './phone.ts';
import type { Picture } from './pictures-store.ts';
import type { SimulatorStore } from './store.ts';

export type Simulator = {
  /** Resolves with the message's id once it is on the disk. */
  write(message: FromContact): Promise<string>;
  receipt(phone: string, upTo: string, status: ReceiptStatus, only?: boolean): boolean;
  /** A reaction, an edit or a deletion, by the contact or on the number's own phone. */
  act(act: Act): ActOutcome;
  /** The contact types, or no longer: told and kept nowhere. */
  types(phone: string, is: boolean): void;
  calls: PhoneCalls;
  setPhone(phone: string, change: PhoneChange): void;
  /** The person looks like that from now on; null: nobody can tell any more. */
  setPicture(phone: string, picture: Picture | null): void;
  /** Does something in a group, and hands over what comes of it. */
  inGroup<T>(work: () => T): T;
  /** Changes what is given; answers what holds then. */
  faults(change: Faults): Omit<Faults, 'drop'>;
  /** Whether the session is open, and how it misbehaves. */
  state(): { open: boolean; faults: Omit<Faults, 'drop'> };
  /** Hears of phones that show something new, or of none when only the state is new. */
  onChange(listener: (phones: Iterable<string>) => void): () => void;
  store: SimulatorStore;
};

/** The number that the simulated session is linked to. */
const ownPhone = '+5511900000000';
const ownName = 'Recado (simulador)';
const atOnce = 500;
const retryMs = 500;
const reconnectMs = 200;
/** While things change places, so long is waited for more of them. */
const shuffleMs = 50;
/** As WhatsApp numbers it when it will not deliver to somebody. */
const undeliverable = 131026;

/** Something is new that is on no phone: whoever looks asks again. */
const noPhone = '';

const notYet = (reason: string): Sent => ({ ok: false, permanent: false, reason });
const never = (reason: string): Sent => ({ ok: false, permanent: true, reason });

export function simulatorDriver(
  store: SimulatorStore,
  hooks: DriverHooks,
  groupsShown: () => boolean = () => false,
  peers: Peers = webrtcPeers,
): { driver: Driver; simulator: Simulator } {
  const faults: Omit<Faults, 'drop'> = {};
  const listeners = new Set<(phones: Iterable<string>) => void>();
  const changed = (phones: Iterable<string>): void => {
    for (const listener of listeners) listener(phones);
  };
  let running = false;
  let open = false;
  /** Set while what waits is handed over later. */
  let later: NodeJS.Timeout | null = null;
  let reconnecting: NodeJS.Timeout | null = null;

  function handOver(): void {
    if (!open || later) return;
    const ms = (faults.delayMs ?? 0) || (faults.reorder ? shuffleMs : 0);
    if (ms > 0) handOverIn(ms);
    else handOverNow();
  }

  function handOverIn(ms: number): void {
    later ??= setTimeout(() => {
      later = null;
      handOverNow();
    }, ms);
  }

  /** What is new in a group is nothing to a driver that ignores them. */
  const isHeard = (event: DriverEvent): boolean =>
    !('group' in event) || event.type === 'status' || groupsShown();

  function handOverNow(): void {
    try {
      while (open && handOverSome());
    } catch (error) {
      // Not acknowledged: it is handed over again.
      hooks.log.error({ err: error }, 'what the simulator has could not be handed over');
      handOverIn(retryMs);
    }
  }

  /** @returns whether there may be more */
  function handOverSome(): boolean {
    const pending = store.pending(atOnce);
    if (pending.length === 0) return false;
    const events = pending.map((one) => one.event);
    const inOrder = (faults.reorder ? reordered(events) : events).filter(isHeard);
    if (inOrder.length > 0) hooks.take(inOrder);
    if (faults.duplicate && inOrder.length > 0) hooks.take(inOrder);
    store.acknowledge(pending);
    changed(new Set(pending.flatMap(({ phone }) => phone ?? [])));
    return true;
  }

  function disconnect(): void {
    open = false;
    for (const timer of [later, reconnecting]) if (timer) clearTimeout(timer);
    later = null;
    reconnecting = null;
    changed([]);
  }

  const connect = (): void => {
    open = true;
    hooks.state({ state: 'open', phone: ownPhone, name: ownName });
    changed([]);
    handOver();
  };

  const write = inOneTurn((messages: FromContact[]) => {
    const ids = store.write(messages);
    // After the answers: whoever wrote waits for the disk, and no longer.
    setImmediate(handOver);
    changed(new Set(messages.map(({ phone }) => phone)));
    return ids;
  });
  const receive = inOneTurn((messages: ToContact[]) => {
    store.receive(messages);
    changed(new Set(messages.map(({ phone }) => phone)));
    // The ticks follow once the caller knows that it was sent; or before, when told to misbehave.
    if (faults.reorder && !faults.delayMs) handOverNow();
    else setImmediate(() => setImmediate(handOver));
    return messages;
  });

  /** One of so many that are to go wrong. */
  function isNext(fault: 'failSends' | 'refuseSends' | 'goneMedia' | 'failMedia'): boolean {
    const left = faults[fault];
    if (!left) return false;
    faults[fault] = left - 1;
    changed([]);
    return true;
  }

  const calling = openPhoneCalls({
    ...{ store, peers, handOver, changed, isOpen: () => open, isRunning: () => running },
    warn: (error, says) => hooks.log.warn({ err: error }, says),
  });

  const driver: Driver = {
    name: 'simulator',
    calls: calling.calls,
    async start() {
      running = true;
      connect();
    },
    async stop() {
      running = false;
      calling.stop();
      disconnect();
    },
    unlink: () => driver.stop(),
    async markRead(who, whatsappIds) {
      const phone = store.named(who);
      if (!phone || !open) return;
      store.readByNumber(phone, whatsappIds);
      changed(new Set([phone]));
    },
    async fetch(source) {
      if (!open) throw new Error('The session is not open.');
      if (isNext('goneMedia')) throw new AttachmentGone('The simulator was told that it is gone.');
      const file = await store.files.read(sha256Of(source)).catch((error) => {
        if (error.code === 'ENOENT') throw new AttachmentGone('The simulator has no such file.');
        throw error;
      });
      const breaksAt = isNext('failMedia') ? Math.floor(file.size / 2) : null;
      return misbehaving(file.bytes(), { bytesPerSecond: faults.slowMedia ?? 0, breaksAt });
    },
    async send(message: Outgoing): Promise<Sent> {
      if (faults.delayMs) await new Promise((resolve) => setTimeout(resolve, faults.delayMs));
      if (!open) return notYet('The session is not open.');
      if (isNext('failSends')) return notYet('The simulator was told to fail.');
      if (isNext('refuseSends')) {
        return { ...never('The simulator was told to refuse.'), code: undeliverable } as Sent;
      }
      if (message.group !== undefined) return sendToGroup(message.group, message);
      const phone = store.named(message);
      if (!phone) return never('No simulated phone goes by that name.');
      if (message.kind === 'edit' || message.kind === 'delete' || message.kind === 'reaction') {
        return done(store.act(actOf(phone, message)), phone);
      }
      if (message.kind === 'callPermission') {
        const { whatsappId, text } = message;
        const content = { choices: { options: questionOptions } };
        await receive({ phone, whatsappId, kind: 'choices', text, content });
        return { ok: true };
      }
      const { whatsappId, kind, text, content, quoted, forwarded, attachment } = message;
      const sent = { phone, whatsappId, kind, text, content, quoted, forwarded };
      // What the phone has already is not stored again.
      if (!attachment || store.received(phone, whatsappId)) {
        await receive(sent);
        return { ok: true };
      }
      return sendFile(sent, attachment);
    },
  };

  function sendToGroup(group: string, message: Outgoing): Sent {
    const known = store.groups.receive(group, message);
    changed([noPhone]);
    setImmediate(() => setImmediate(handOver));
    return known ? { ok: true } : never('The group has no such message.');
  }

  function done(outcome: ActOutcome, phone: string): Sent {
    changed([phone]);
    if (outcome === 'done') return { ok: true };
    return never(
      outcome === 'unknown'
        ? 'The phone has no such message.'
        : 'WhatsApp does not allow that with this message.',
    );
  }

  async function sendFile(
    message: ToContact,
    { id: _, open: bytes, ...attachment }: OutgoingAttachment,
  ): Promise<Sent> {
    let kept: KeptFile;
    try {
      kept = await store.files.keep(await bytes(), largestAttachment[attachment.kind]);
    } catch (error) {
      const reason = (error as Error).message;
      return error instanceof FileTooLarge ? never(reason) : notYet(reason);
    }
    try {
      if (!open) return notYet('The session is not open.');
      const { sha256, size } = kept;
      await receive({ ...message, attachment: { ...attachment, sha256, size } });
      return { ok: true };
    } finally {
      kept.release();
    }
  }

  const simulator: Simulator = {
    write,
    receipt(phone, upTo, status, only) {
      const known = store.receipt(phone, upTo, status, only);
      handOver();
      changed([phone]);
      return known;
    },
    act(asked) {
      const outcome = store.act(asked);
      handOver();
      changed([asked.phone]);
      return outcome;
    },
    types(phone, is) {
      if (open) hooks.typing?.({ phone }, is);
    },
    calls: calling.phones,
    setPhone(phone, change) {
      store.setPhone(phone, change);
      if (change.online === false) calling.phones.off(phone);
      handOver();
      changed([phone]);
    },
    setPicture(phone, picture) {
      store.setPicture(phone, picture);
      handOver();
      changed([phone]);
    },
    inGroup(work) {
      const outcome = work();
      handOver();
      changed([noPhone]);
      return outcome;
    },
    faults({ drop, ...change }) {
      Object.assign(faults, change);
      if (drop && running) {
        disconnect();
        const reason = 'The simulator was told to drop the session.';
        hooks.state({ state: 'reconnecting', reason });
        reconnecting = setTimeout(connect, reconnectMs);
      }
      changed([]);
      return { ...faults };
    },
    state: () => ({ open, faults: { ...faults } }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    store,
  };
  return { driver, simulator };
}

const sha256Of = (source: unknown): string =>
  typeof source === 'object' && source !== null && 'sha256' in source ? String(source.sha256) : '';

/** What a phone answers to the question whether we may call; the words are the Cloud API's here. */
const questionOptions = [
  { id: mayCall.yes, title: 'You may call me.' },
  { id: mayCall.no, title: 'Please do not call me.' },
];

type OutgoingAct = Extract<Outgoing, { kind: 'edit' | 'delete' | 'reaction' }>;

function actOf(phone: string, message: OutgoingAct): Act {
  const { whatsappId, fromMe } = message.of;
  const act = { phone, by: 'number', told: false, whatsappId, ofContact: !fromMe } as const;
  if (message.kind === 'edit') return { ...act, act: 'edit', text: message.text };
  if (message.kind === 'delete') return { ...act, act: 'delete' };
  return { ...act, act: 'reaction', emoji: message.emoji };
}
