/** Meta's Cloud API as a driver: what comes in comes over the webhook (routes.ts). */
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { Type } from 'typebox';
import { toE164 } from '#shared/rules/phone-number.ts';
import {
  AttachmentGone,
  type Driver,
  type DriverEvent,
  type DriverHooks,
  type Outgoing,
  type Sent,
} from '../driver.ts';
import { openCalls } from './calls.ts';
import { reader } from './envelope.ts';
import { accountReasons } from './errors.ts';
import { graphLine } from './graph-line.ts';
import { openInDoubt } from './in-doubt.ts';
import { keep } from './keep.ts';
import { type CalledBy, type Line, LineAway, LineRefusal } from './line.ts';
import { metaLimits, openPacing } from './pacing.ts';
import { payloadOf } from './payload.ts';
import type { CloudSettings } from './settings.ts';

export type CloudDriver = Driver & {
  /** What the webhook took: the way in for sends whose answer was lost. */
  heard(events: DriverEvent[]): void;
  /** What the webhook tells of calls, made whole before it is taken. Never rejects. */
  completed(events: DriverEvent[]): Promise<DriverEvent[]>;
};

export type Patience = {
  /** Ms that an answer of Graph is waited for. */
  answer: number;
  /** Ms that a message may wait for its turn in here; longer, and its job comes again. */
  turn: number;
  /** Ms that the webhook is given to tell of a send whose answer was lost. */
  doubt: number;
  /** Ms until a refused account is asked after again. */
  account: number;
};
export const usual: Patience = { answer: 30_000, turn: 7_000, doubt: 10_000, account: 60_000 };

/** A message that Meta cannot send without saying why is given up after so many tries. */
const triesForOne = 8;

const readSource = reader(Type.Object({ mediaId: Type.String({ minLength: 1 }) }));

/** Meta direct. */
export function cloudDriver(
  settings: CloudSettings,
  hooks: DriverHooks,
  patience: Partial<Patience> = {},
): CloudDriver {
  return driverOver(graphLine(settings, patience.answer ?? usual.answer), hooks, patience);
}

/** Whatever way messages take to the Cloud API. */
export function driverOver(
  line: Line,
  hooks: DriverHooks,
  patience: Partial<Patience>,
): CloudDriver {
  const { turn, doubt, account } = { ...usual, ...patience };
  const pacing = openPacing(metaLimits, () => performance.now());
  const inDoubt = openInDoubt();
  const uploaded = new Map<string, string>();
  const tries = new Map<string, number>();
  let running: AbortController | null = null;
  let asking: NodeJS.Timeout | null = null;
  let slower = 0;

  /** @throws Error with the reason, and what an admin can do, in words */
  async function connect(): Promise<void> {
    const { shown, name } = await line.number();
    const phone = toE164(shown ?? '');
    if (!phone) throw new Error(accountReasons.metaNumber);
    if (running) hooks.state({ state: 'open', phone, ...(name && { name }) });
  }

  /** Nothing can go until an admin has acted: what is queued waits, and Meta is asked again. */
  function shut(reason: string): void {
    if (!running || asking) return;
    hooks.state({ state: 'failed', reason });
    const again = (): void => {
      asking = setTimeout(() => {
        connect().then(
          () => {
            asking = null;
          },
          (error: Error) => {
            if (!running) return;
            hooks.state({ state: 'failed', reason: error.message });
            again();
          },
        );
      }, account);
    };
    again();
  }

  async function mediaOf(message: Outgoing): Promise<string | null> {
    const attachment = 'attachment' in message ? message.attachment : undefined;
    if (!attachment) return null;
    const known = uploaded.get(attachment.id);
    if (known) return known;
    const id = await line.upload(attachment);
    keep(uploaded, attachment.id, id);
    return id;
  }

  async function post(message: Outgoing, contact: string, over: AbortSignal): Promise<Sent> {
    const early = payloadOf(message, 'none yet');
    if ('refused' in early) return { ok: false, permanent: true, reason: early.refused };
    const mediaId = await mediaOf(message);
    const made = payloadOf(message, mediaId);
    if ('refused' in made) return { ok: false, permanent: true, reason: made.refused };
    if (!(await myTurn(contact, over))) {
      return later('It waits for its turn: WhatsApp takes only so many at a time.');
    }
    const { whatsappId } = message;
    try {
      const { given, contact: called } = await line.post(made.payload);
      slower = 0;
      learn(message, called);
      // Where it is not told here, the first status tells it.
      return given ? { ok: true, whatsappId: given } : { ok: true };
    } catch (error) {
      if (!(error instanceof LineAway && error.reached)) throw error;
      return lost(whatsappId, error.message, over);
    }
  }

  /** It may have gone out: the webhook knows, or the next try asks for it again. */
  async function lost(whatsappId: string, reason: string, over: AbortSignal): Promise<Sent> {
    const given = await inDoubt.toldOf(whatsappId, doubt, over);
    return given ? { ok: true, whatsappId: given } : later(reason);
  }

  /** False: it would take too long, or the end came first. */
  async function myTurn(contact: string, over: AbortSignal): Promise<boolean> {
    if (pacing.wait(contact) > turn) return false;
    const ms = pacing.take(contact);
    if (ms > 0) await delay(ms, undefined, { signal: over }).catch(() => {});
    return !over.aborted;
  }

  /** What Meta calls them may differ from what we dialled; their statuses come under that. */
  function learn(message: Outgoing, contact?: CalledBy): void {
    const phone = toE164(contact?.wa_id ?? '') ?? message.phone;
    const bsuid = contact?.user_id;
    if (phone === message.phone && (!bsuid || bsuid === message.bsuid)) return;
    const formerPhone =
      message.phone && phone !== message.phone ? { formerPhone: message.phone } : {};
    try {
      hooks.take([{ type: 'person', phone, ...(bsuid && { bsuid }), ...formerPhone, name: null }]);
    } catch (error) {
      hooks.log.warn({ err: error }, 'what Meta calls a contact could not be journaled');
    }
  }

  function outcomeOf(error: unknown, message: Outgoing, contact: string): Sent {
    const { whatsappId } = message;
    if (!(error instanceof LineRefusal)) return later((error as Error).message);
    const { does, reason, code } = error.verdict;
    const wait = { ok: false, permanent: false, reason, code } as const;
    switch (does) {
      case 'account':
        shut(reason);
        return wait;
      case 'slower':
        slower = Math.min(60_000, slower ? slower * 2 : 1_000);
        pacing.hold(error.retryAfterMs ?? slower);
        return wait;
      case 'contact':
        pacing.hold(error.retryAfterMs ?? 6_000, contact);
        return wait;
      case 'later': {
        const count = (tries.get(whatsappId) ?? 0) + 1;
        if (count < triesForOne) {
          keep(tries, whatsappId, count);
          return wait;
        }
        tries.delete(whatsappId);
        return { ok: false, permanent: true, reason, code };
      }
      default:
        // Perhaps it no longer knows the file: another try uploads it again.
        if ('attachment' in message && message.attachment) uploaded.delete(message.attachment.id);
        return { ok: false, permanent: true, reason, code };
    }
  }

  const voice =
    line.calls &&
    openCalls(line.calls, {
      running: () => running?.signal ?? null,
      toldOf: (ours, over) => inDoubt.toldOf(ours, doubt, over),
      begin: inDoubt.begin,
      end: inDoubt.end,
      shut,
      patience: doubt,
    });

  const driver: CloudDriver = {
    name: 'cloud',
    async start() {
      running = new AbortController();
      await connect();
    },
    async stop() {
      running?.abort();
      running = null;
      if (asking) clearTimeout(asking);
      asking = null;
    },
    // Nothing is kept of Meta's: the settings decide.
    unlink: () => driver.stop(),
    async send(message) {
      if (!running) return later('The session is not open.');
      const known = inDoubt.given(message.whatsappId);
      if (known) return { ok: true, whatsappId: known };
      const contact = message.phone ?? message.bsuid ?? '';
      inDoubt.begin(message.whatsappId);
      let sent: Sent;
      try {
        sent = await post(message, contact, running.signal);
      } catch (error) {
        sent = outcomeOf(error, message, contact);
      }
      if (sent.ok || sent.permanent) inDoubt.end(message.whatsappId);
      if (sent.ok) tries.delete(message.whatsappId);
      return sent;
    },
    async fetch(source): Promise<Readable> {
      const mediaId = readSource(source)?.mediaId;
      if (!mediaId) throw new AttachmentGone('This file did not come over the Cloud API.');
      try {
        return await line.download(mediaId);
      } catch (error) {
        if (error instanceof LineRefusal && error.verdict.does === 'account') shut(error.message);
        throw error;
      }
    },
    async markRead(_, whatsappIds) {
      // What came while another way to WhatsApp was in use has no such id.
      const newest = whatsappIds.findLast((id) => id.startsWith('wamid.'));
      if (newest && running) await line.markRead(newest);
    },
    ...(line.templates && { templates: line.templates }),
    ...(voice && { calls: voice.calls }),
    heard: inDoubt.heard,
    completed: voice?.completed ?? (async (events) => events.map(withoutVoice)),
  };
  return driver;
}

const later = (reason: string): Sent => ({ ok: false, permanent: false, reason });

/** Nobody here could answer it. */
function withoutVoice(event: DriverEvent): DriverEvent {
  if (event.type !== 'call') return event;
  const { sdp: _, ...rest } = event;
  return rest;
}
