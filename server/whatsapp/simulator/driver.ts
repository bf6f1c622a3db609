/** The simulator as a driver: hands over what phones sent, misbehaves when told to. */
import { type Static, Type } from 'typebox';
import type { Driver, DriverEvent, DriverHooks, Outgoing, Sent } from '../driver.ts';
import type { FromContact, PhoneStatus, SimulatorStore } from './store.ts';

export const Faults = Type.Object(
  {
    /** The session drops and comes back. */
    drop: Type.Optional(Type.Boolean()),
    /** Every event is handed over twice. */
    duplicate: Type.Optional(Type.Boolean()),
    /** Events of different contacts, and receipts, change places. */
    reorder: Type.Optional(Type.Boolean()),
    /** Milliseconds before anything is handed over or sent. */
    delayMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 60_000 })),
    /** How many of the next sends fail for the moment. */
    failSends: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
  },
  { additionalProperties: false },
);
export type Faults = Static<typeof Faults>;

export type Simulator = {
  write(message: FromContact): Promise<string>;
  receipt(phone: string, upTo: string, status: PhoneStatus): boolean;
  setPhone(phone: string, change: { name?: string; online?: boolean }): void;
  faults(change: Faults): Faults;
  onChange(listener: (phone: string) => void): () => void;
  store: SimulatorStore;
};

const atOnce = 500;
const retryMs = 500;
const reconnectMs = 200;

export function simulatorDriver(
  store: SimulatorStore,
  hooks: DriverHooks,
): { driver: Driver; simulator: Simulator } {
  const faults: Faults = {};
  const listeners = new Set<(phone: string) => void>();
  const changed = (phone: string): void => {
    for (const listener of listeners) listener(phone);
  };
  let running = false;
  let open = false;
  let handing = false;
  let timer: NodeJS.Timeout | null = null;
  let arriving: {
    message: FromContact;
    resolve: (id: string) => void;
    reject: (e: Error) => void;
  }[] = [];

  /** One commit for everything that arrived in this turn of the event loop. */
  const commitArrived = (): void => {
    const batch = arriving;
    arriving = [];
    try {
      const ids = store.write(batch.map((one) => one.message));
      batch.forEach((one, n) => {
        one.resolve(ids[n] ?? '');
      });
    } catch (error) {
      for (const one of batch) one.reject(error as Error);
      return;
    }
    handOver();
    for (const phone of new Set(batch.map((one) => one.message.phone))) changed(phone);
  };

  const later = (ms: number): void => {
    if (timer || !running) return;
    timer = setTimeout(() => {
      timer = null;
      handing = false;
      handOverNow();
    }, ms);
  };

  function handOver(): void {
    if (!open || handing) return;
    if (faults.delayMs) {
      handing = true;
      later(faults.delayMs);
    } else handOverNow();
  }

  function handOverNow(): void {
    while (open) {
      const pending = store.pending(atOnce);
      if (pending.length === 0) return;
      const events = pending.map((one) => one.event);
      try {
        hooks.take(misbehave(events, faults));
      } catch (error) {
        // Not acknowledged: it is handed over again.
        hooks.log.error({ err: error }, 'the journal did not take what the simulator has');
        later(retryMs);
        return;
      }
      store.acknowledge(pending);
      for (const phone of new Set(events.map((event) => event.phone))) changed(phone);
    }
  }

  const connect = (): void => {
    open = true;
    hooks.state({ state: 'open', phone: '+5511900000000' });
    handOver();
  };

  const driver: Driver = {
    name: 'simulator',
    async start() {
      running = true;
      connect();
    },
    async stop() {
      running = false;
      open = false;
      if (timer) clearTimeout(timer);
      timer = null;
      handing = false;
      hooks.state({ state: 'stopped' });
    },
    async unlink() {
      await driver.stop();
    },
    async send({ phone, whatsappId, text }: Outgoing): Promise<Sent> {
      if (faults.delayMs) await new Promise((resolve) => setTimeout(resolve, faults.delayMs));
      if (!open) return { ok: false, permanent: false, reason: 'The session is not open.' };
      if (faults.failSends && faults.failSends > 0) {
        faults.failSends -= 1;
        return { ok: false, permanent: false, reason: 'The simulator was told to fail.' };
      }
      store.receive(phone, whatsappId, text);
      // The ticks follow once the caller knows that it was sent.
      setImmediate(handOver);
      changed(phone);
      return { ok: true };
    },
  };

  const simulator: Simulator = {
    write: (message) =>
      new Promise((resolve, reject) => {
        if (arriving.length === 0) setImmediate(commitArrived);
        arriving.push({ message, resolve, reject });
      }),
    receipt(phone, upTo, status) {
      const known = store.receipt(phone, upTo, status);
      handOver();
      changed(phone);
      return known;
    },
    setPhone(phone, change) {
      store.setPhone(phone, change);
      handOver();
      changed(phone);
    },
    faults({ drop, ...change }) {
      Object.assign(faults, change);
      if (drop && running) {
        open = false;
        hooks.state({
          state: 'reconnecting',
          reason: 'The simulator was told to drop the session.',
        });
        setTimeout(() => running && connect(), reconnectMs);
      }
      return faults;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    store,
  };
  return { driver, simulator };
}

/** Twice what should come once; out of order what WhatsApp promises no order for. */
function misbehave(events: DriverEvent[], { duplicate, reorder }: Faults): DriverEvent[] {
  const twice = duplicate ? events.flatMap((event) => [event, event]) : events;
  if (!reorder) return twice;
  // The messages of one contact keep their order: WhatsApp promises that much, and no more.
  const messages = Map.groupBy(
    twice.filter((event) => event.type === 'message'),
    (event) => event.phone,
  );
  const receipts = twice.filter((event) => event.type !== 'message').reverse();
  return [...receipts, ...[...messages.values()].reverse().flat()];
}
