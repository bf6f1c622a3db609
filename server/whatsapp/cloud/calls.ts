/** Voice over the Cloud API: Meta carries the sound, we pass the descriptions of both sides on. */
import type { CallEvent, DriverCalls, DriverEvent, Sent } from '../driver.ts';
import { keep } from './keep.ts';
import { type CallLine, LineAway, LineRefusal } from './line.ts';
import { addressOf, type Payload } from './payload.ts';

export type CloudCalls = {
  calls: Required<Pick<DriverCalls, 'decline' | 'voice'>>;
  /** What webhooks tell, with what only whoever dialled knows. Waits for a dial under way. */
  completed(events: DriverEvent[]): Promise<DriverEvent[]>;
};

export type CallsDeps = {
  /** Of the session while it runs; null: it does not. */
  running: () => AbortSignal | null;
  /** Meta's id of a dial whose answer was lost, where a webhook tells it in time. */
  toldOf: (ours: string, over: AbortSignal) => Promise<string | null>;
  begin: (ours: string) => void;
  end: (ours: string) => void;
  /** Meta takes nothing until an admin has acted. */
  shut: (reason: string) => void;
  /** Ms that a webhook waits for the answer to a dial. */
  patience: number;
};

const closed = 'The session is not open.';
const ended = new Set(['missed', 'declined', 'answered', 'failed']);

/** What is known of a call by Meta's id. */
type Known = { ours?: string; sdp?: string; taken?: boolean; over?: boolean };

export function openCalls(line: CallLine, deps: CallsDeps): CloudCalls {
  const known = new Map<string, Known>();
  /** Meta's ids, by ours. */
  const given = new Map<string, string>();
  const dialling = new Map<string, Promise<Sent>>();

  function know(id: string, more: Known): Known {
    const now = { ...known.get(id), ...more };
    keep(known, id, now);
    if (now.ours) keep(given, now.ours, id);
    return now;
  }

  async function connect(whatsappId: string, payload: Payload, over: AbortSignal): Promise<Sent> {
    deps.begin(whatsappId);
    try {
      const id = await line.connect(payload);
      know(id, { ours: whatsappId });
      return { ok: true, whatsappId: id };
    } catch (error) {
      if (error instanceof LineAway && error.reached) {
        const id = await deps.toldOf(whatsappId, over);
        if (id) return { ok: true, whatsappId: id };
      }
      return refused(error);
    } finally {
      deps.end(whatsappId);
    }
  }

  function refused(error: unknown): Sent {
    const reason = (error as Error).message;
    if (!(error instanceof LineRefusal)) return { ok: false, permanent: false, reason };
    const { does, code } = error.verdict;
    if (does === 'account') deps.shut(reason);
    return { ok: false, permanent: does === 'refused', reason, code };
  }

  /** @throws Error with the reason in words */
  async function act(id: string, action: string, sdp?: string): Promise<void> {
    if (!deps.running()) throw new Error(closed);
    const session = sdp === undefined ? {} : { session: { sdp_type: 'answer', sdp } };
    try {
      await line.act({ messaging_product: 'whatsapp', call_id: id, action, ...session });
    } catch (error) {
      if (error instanceof LineRefusal && error.verdict.does === 'account') {
        deps.shut(error.message);
      }
      throw error;
    }
  }

  /** By either side's id; waits for the answer to a dial, which names it. */
  async function idOf(id: string): Promise<string> {
    await dialling.get(id);
    return given.get(id) ?? id;
  }

  /** Ended twice is ended. */
  async function end(whatsappId: string, action: 'reject' | 'terminate'): Promise<void> {
    const id = await idOf(whatsappId);
    if (!known.get(id)?.over) await act(id, action);
  }

  function complete(event: DriverEvent): DriverEvent {
    if (event.type !== 'call') return event;
    const { whatsappId: id, outcome, sdp } = event;
    const named = event.ours === id ? undefined : event.ours;
    const now = know(id, {
      ...(named && { ours: named }),
      ...(sdp && { sdp }),
      ...(outcome === 'talking' && { taken: true }),
      ...(ended.has(outcome) && { over: true }),
    });
    if (event.ours === undefined) return event;
    const whole: CallEvent = { ...event, ours: now.ours ?? event.ours };
    // The contact's answer may come before they take it, or after: Meta keeps no order.
    if (!now.taken || now.over || !now.sdp) return whole;
    return { ...whole, outcome: 'talking', sdp: now.sdp };
  }

  const isNameless = (event: DriverEvent): boolean =>
    event.type === 'call' && event.ours === event.whatsappId && !known.get(event.whatsappId)?.ours;

  return {
    calls: {
      decline: (whatsappId) => end(whatsappId, 'reject'),
      voice: {
        async mayDial(who) {
          if (!deps.running()) throw new Error(closed);
          return line.allows(who);
        },
        async dial(who, whatsappId, sdp) {
          const over = deps.running();
          if (!over) return { ok: false, permanent: false, reason: closed };
          const before = given.get(whatsappId);
          if (before) return { ok: true, whatsappId: before };
          const to = addressOf(who);
          if (!to) {
            const reason = 'The Cloud API knows no number and no id of this contact.';
            return { ok: false, permanent: true, reason };
          }
          const payload = {
            messaging_product: 'whatsapp',
            ...to,
            action: 'connect',
            session: { sdp_type: 'offer', sdp },
            // Comes back with what Meta tells of the call.
            biz_opaque_callback_data: whatsappId,
          };
          const posting = dialling.get(whatsappId) ?? connect(whatsappId, payload, over);
          dialling.set(whatsappId, posting);
          return posting.finally(() => dialling.delete(whatsappId));
        },
        async answer(whatsappId, sdp) {
          if (known.get(whatsappId)?.over) throw new Error('The call is over.');
          // The way for the sound is there before the contact hears that somebody took it.
          await act(whatsappId, 'pre_accept', sdp);
          await act(whatsappId, 'accept', sdp);
        },
        hangUp: (whatsappId) => end(whatsappId, 'terminate'),
      },
    },
    async completed(events) {
      if (dialling.size > 0 && events.some(isNameless)) {
        await inTime(Promise.all(dialling.values()), deps.patience);
      }
      return events.map(complete);
    },
  };
}

async function inTime(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
