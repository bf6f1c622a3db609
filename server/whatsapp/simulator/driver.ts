/** The simulator as a driver: hands over what phones sent, misbehaves when told to. */
import {
  AttachmentGone,
  type Driver,
  type DriverHooks,
  type Outgoing,
  type Sent,
} from '../driver.ts';
import { inOneTurn } from '../in-one-turn.ts';
import { type Faults, reordered } from './faults.ts';
import type {
  FromContact,
  PhoneChange,
  ReceiptStatus,
  SimulatorStore,
  ToContact,
} from './store.ts';

export type Simulator = {
  /** Resolves with the message's id once it is on the disk. */
  write(message: FromContact): Promise<string>;
  receipt(phone: string, upTo: string, status: ReceiptStatus): boolean;
  setPhone(phone: string, change: PhoneChange): void;
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
const atOnce = 500;
const retryMs = 500;
const reconnectMs = 200;
/** While things change places, so long is waited for more of them. */
const shuffleMs = 50;

export function simulatorDriver(
  store: SimulatorStore,
  hooks: DriverHooks,
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
    const inOrder = faults.reorder ? reordered(events) : events;
    hooks.take(inOrder);
    if (faults.duplicate) hooks.take(inOrder);
    store.acknowledge(pending);
    changed(new Set(events.flatMap((event) => ('phone' in event && event.phone) || [])));
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
    hooks.state({ state: 'open', phone: ownPhone });
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

  const driver: Driver = {
    name: 'simulator',
    async start() {
      running = true;
      connect();
    },
    async stop() {
      running = false;
      disconnect();
    },
    unlink: () => driver.stop(),
    fetch: () => Promise.reject(new AttachmentGone('The simulator keeps no files.')),
    async send(message: Outgoing): Promise<Sent> {
      if (faults.delayMs) await new Promise((resolve) => setTimeout(resolve, faults.delayMs));
      if (!open) return { ok: false, permanent: false, reason: 'The session is not open.' };
      if (faults.failSends) {
        faults.failSends -= 1;
        changed([]);
        return { ok: false, permanent: false, reason: 'The simulator was told to fail.' };
      }
      const { phone, whatsappId } = message;
      if (!phone) return { ok: false, permanent: true, reason: 'The simulator has phones only.' };
      const text = ('text' in message && message.text) || `[${message.kind}]`;
      await receive({ phone, whatsappId, text });
      return { ok: true };
    },
  };

  const simulator: Simulator = {
    write,
    receipt(phone, upTo, status) {
      const known = store.receipt(phone, upTo, status);
      handOver();
      changed([phone]);
      return known;
    },
    setPhone(phone, change) {
      store.setPhone(phone, change);
      handOver();
      changed([phone]);
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
