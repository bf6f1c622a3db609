/** Calls of the simulated phones while they run. What they say to each other is in memory only. */
import type { DriverCalls, Sent } from '../driver.ts';
import type { Answering, Offering, Peers, Sound } from './peer.ts';
import type { CallEnd } from './phone.ts';
import type { SimulatorStore } from './store.ts';

export type PhoneCalls = {
  /** Rings until it is ended, or is missed; the call's id, null while the phone is in another. */
  call(phone: string, video: boolean): Promise<string | null>;
  /** Takes one that rings on the phone; false: none does. */
  take(phone: string, whatsappId: string): Promise<boolean>;
  /** Ends one that rings; false: none does. */
  endRinging(phone: string, whatsappId: string, end: CallEnd): boolean;
  /** The contact ends it, whatever it does just now. */
  hangUp(phone: string, whatsappId: string): boolean;
  sound(phone: string, whatsappId: string): Sound | null;
  /** The phone is off: its call is over. */
  off(phone: string): void;
};

export type CallsDeps = {
  store: SimulatorStore;
  peers: Peers;
  isRunning: () => boolean;
  isOpen: () => boolean;
  handOver: () => void;
  changed: (phones: Iterable<string>) => void;
  warn: (error: unknown, says: string) => void;
};

/** `answering`: it is taken, and the two sides have not found each other yet. */
type Live = { phone: string; state: 'ringing' | 'answering' | 'talking'; timer: NodeJS.Timeout } & (
  | { ours: true; peer: Answering | null }
  | { ours: false; peer: Offering | null }
);

/** So long a call rings that nobody takes. */
const ringMs = 45_000;
const closed = 'The session is not open.';
const over = 'The call is over.';
/** As Meta numbers them. */
const notAllowed = 138006;
const underWay = 138003;
const notUnderstood = 100;

export function openPhoneCalls(deps: CallsDeps): {
  calls: Required<Pick<DriverCalls, 'decline' | 'voice'>>;
  phones: PhoneCalls;
  stop(): void;
} {
  const { store, peers } = deps;
  const live = new Map<string, Live>();

  function begin<L extends Live>(id: string, call: Omit<L, 'state' | 'peer' | 'timer'>): L {
    const timer = setTimeout(() => end(id, { outcome: 'missed' }), ringMs);
    const begun = { ...call, state: 'ringing', peer: null, timer } as unknown as L;
    live.set(id, begun);
    deps.changed([begun.phone]);
    return begun;
  }

  function drop(id: string): void {
    const call = live.get(id);
    clearTimeout(call?.timer);
    call?.peer?.close();
    live.delete(id);
  }

  function end(id: string, how: CallEnd): boolean {
    const call = live.get(id);
    if (!call) return false;
    drop(id);
    const ended = store.endCall(call.phone, id, how);
    deps.handOver();
    deps.changed([call.phone]);
    return ended;
  }

  /** Nothing more is said: it is over, or could never be heard. */
  function lost(id: string): void {
    const call = live.get(id);
    if (!call) return;
    const spoke = call.state === 'talking' && (call.peer?.sound().said ?? 0) > 0;
    end(id, { outcome: spoke ? 'answered' : 'failed' });
  }

  function taken(id: string, call: Live, sdp?: string): boolean {
    if (!store.take(id, sdp)) return false;
    clearTimeout(call.timer);
    call.state = 'talking';
    deps.handOver();
    deps.changed([call.phone]);
    return true;
  }

  /** The phone takes what the server dialled. */
  async function pickUp(id: string, call: Live): Promise<boolean> {
    if (!call.ours || !call.peer || call.state !== 'ringing') return false;
    call.state = 'answering';
    try {
      return taken(id, call, await call.peer.accept());
    } catch (error) {
      deps.warn(error, 'a simulated phone could not take a call');
      end(id, { outcome: 'failed' });
      return false;
    }
  }

  /** What it is when it ends without a word why. */
  function usualEnd({ state, ours }: Live, byContact: boolean): CallEnd {
    if (state === 'talking') return { outcome: 'answered' };
    return { outcome: ours === byContact ? 'declined' : 'missed' };
  }

  async function dial(phone: string, id: string, offer: string): Promise<Sent> {
    const refused = (code: number, reason: string): Sent => ({
      ...{ ok: false, permanent: true, reason, code },
    });
    const before = store.phone(phone);
    if (before?.calls === 'refuse') {
      return refused(notAllowed, 'The contact has not allowed calls from this number.');
    }
    if (live.has(id)) return { ok: true };
    if (!store.dial(phone, id)) {
      return refused(underWay, 'A call with this contact is under way already.');
    }
    const call = begin<Live & { ours: true }>(id, { phone, ours: true });
    try {
      call.peer = await peers.answer(offer, () => lost(id));
    } catch (error) {
      deps.warn(error, 'the offer of a call was not understood');
      drop(id);
      store.undial(id);
      deps.changed([phone]);
      return refused(notUnderstood, 'WhatsApp did not understand the offer of this call.');
    }
    if (!live.has(id)) {
      call.peer.close();
      return { ok: true };
    }
    // Off, it rings nowhere: nobody answers.
    if (before?.online === false) return { ok: true };
    store.tellRinging(id);
    deps.handOver();
    if (before?.calls === 'take') void pickUp(id, call);
    if (before?.calls === 'decline') end(id, { outcome: 'declined' });
    return { ok: true };
  }

  const phones: PhoneCalls = {
    async call(phone, video) {
      const id = store.ring(phone, video);
      if (id === null) return null;
      const call = begin<Live & { ours: false }>(id, { phone, ours: false });
      if (!deps.isRunning()) {
        end(id, { outcome: 'missed' });
        return id;
      }
      try {
        call.peer = await peers.offer(() => lost(id));
      } catch (error) {
        // It rings all the same; it can be declined.
        deps.warn(error, 'a simulated phone cannot speak');
      }
      if (live.has(id)) store.tellRinging(id, call.peer?.sdp);
      else call.peer?.close();
      deps.handOver();
      return id;
    },
    async take(phone, id) {
      const call = live.get(id);
      return call?.phone === phone && pickUp(id, call);
    },
    endRinging(phone, id, how) {
      const call = live.get(id);
      return call?.phone === phone && call.state === 'ringing' && end(id, how);
    },
    hangUp(phone, id) {
      const call = live.get(id);
      return call?.phone === phone && end(id, usualEnd(call, true));
    },
    sound(phone, id) {
      const call = live.get(id);
      if (call?.phone !== phone) return null;
      return call.peer?.sound() ?? { connected: false, heard: 0, said: 0 };
    },
    off(phone) {
      for (const [id, call] of live) {
        if (call.phone !== phone) continue;
        end(id, { outcome: call.state === 'talking' ? 'answered' : 'missed' });
      }
    },
  };

  /** Ended twice is ended. @throws Error where nothing can be told to WhatsApp */
  async function endByUs(id: string, onlyRinging: boolean): Promise<void> {
    if (!deps.isOpen()) throw new Error(closed);
    const call = live.get(id);
    if (call && !(onlyRinging && call.state === 'talking')) end(id, usualEnd(call, false));
  }

  return {
    phones,
    calls: {
      decline: (id) => endByUs(id, true),
      voice: {
        async mayDial(who) {
          if (!deps.isOpen()) throw new Error(closed);
          const phone = store.named(who);
          return phone !== null && store.phone(phone)?.calls !== 'refuse';
        },
        async dial(who, id, sdp) {
          if (!deps.isOpen()) return { ok: false, permanent: false, reason: closed };
          const phone = store.named(who);
          const reason = 'No simulated phone goes by that name.';
          return phone ? dial(phone, id, sdp) : { ok: false, permanent: true, reason };
        },
        async answer(id, sdp) {
          if (!deps.isOpen()) throw new Error(closed);
          const call = live.get(id);
          if (!call || call.ours) throw new Error(over);
          if (call.state !== 'ringing' || !call.peer) throw new Error('The call is answered.');
          call.state = 'answering';
          try {
            await call.peer.connect(sdp);
          } catch (cause) {
            call.state = 'ringing';
            throw new Error('WhatsApp did not understand the answer to this call.', { cause });
          }
          // The server knows: it took it.
          if (!taken(id, call)) throw new Error(over);
        },
        hangUp: (id) => endByUs(id, false),
      },
    },
    stop() {
      for (const phone of new Set([...live.values()].map((call) => call.phone))) phones.off(phone);
    },
  };
}
