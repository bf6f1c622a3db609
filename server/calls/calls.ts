/**
 * Calls as they run: who hears them ring, who takes them, what each side says for the voice to find
 * its way. Here only while they run, on the server that holds the session; the log is the message.
 */
import type { CallMove, CallMoved, LiveCall } from '#shared/contract/call.ts';
import { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import {
  askToCall,
  beginCall,
  holderOf,
  sendCallLink,
  settleCalls,
  takeService,
} from '../desk/calls.ts';
import type { Called, Desk } from '../desk/desk.ts';
import { whoOfConversation } from '../desk/outgoing.ts';
import type { Log } from '../platform/log.ts';
import type { CallEvent, Driver, DriverCalls, Who } from '../whatsapp/driver.ts';

export type CallsDeps = {
  desk: Desk;
  /** The driver while the session is open here. */
  openDriver(): Driver | null;
  /** Journals what happened here, as a driver would. */
  take(events: CallEvent[]): void;
  /** Tells everyone who is connected what they hear. */
  tell(callsOf: (userId: Id) => LiveCall[]): void;
  /** Whether a console of this user is connected. */
  present(userId: Id): boolean;
  log: Log;
  /** How long one rings that nobody takes and WhatsApp says nothing more of, in ms. */
  ringMs?: number;
};

export type Calls = {
  /** @throws Refused */
  move(user: SignedInUser, move: CallMove): Promise<CallMoved>;
  callsOf(userId: Id): LiveCall[];
  /** What became of calls, once it is stored. */
  called(steps: Called[]): void;
  /** The session is over: so is what ran over it. */
  endAll(): void;
  /** Ends in the log what no driver will end any more. */
  settle(): Promise<void>;
  close(): void;
};

type Running = LiveCall & {
  who: Who;
  whatsappId: string;
  /** Who has the conversation's service. */
  holderId: Id | null;
  /** While it rings. */
  timer: NodeJS.Timeout;
};

/** What rang longer ago than this, and is told of only now, rings no more. */
const staleMs = 60_000;

export function openCalls(deps: CallsDeps): Calls {
  const { desk, log, ringMs = 90_000 } = deps;
  const running = new Map<Id, Running>();

  const hears = (call: Running, userId: Id): boolean => {
    if (call.userId) return call.userId === userId;
    const { holderId } = call;
    return holderId === null || holderId === userId || !deps.present(holderId);
  };
  const callsOf = (userId: Id): LiveCall[] =>
    [...running.values()].filter((call) => hears(call, userId)).map(shown);
  const tell = (): void => deps.tell(callsOf);

  function add(call: Omit<Running, 'timer'>): void {
    const timer = setTimeout(() => end(call.id, 'missed'), ringMs);
    running.set(call.id, { ...call, timer });
    tell();
  }

  function drop(id: Id): void {
    clearTimeout(running.get(id)?.timer);
    if (running.delete(id)) tell();
  }

  /** Over by our own doing, or for want of news: whatever WhatsApp says later changes nothing. */
  function end(id: Id, outcome: CallEvent['outcome']): void {
    const call = running.get(id);
    if (!call) return;
    drop(id);
    const now = desk.now();
    const spoke = call.state === 'talking';
    record(call, {
      outcome: spoke ? 'answered' : outcome,
      ...(spoke && { seconds: Math.round((now.getTime() - Date.parse(call.since)) / 1_000) }),
    });
  }

  function record(
    { who, whatsappId, direction, userId }: Running,
    step: Pick<CallEvent, 'outcome' | 'seconds'>,
  ): void {
    const ours = direction === 'out' ? { ours: whatsappId } : {};
    const by = direction === 'in' && userId ? { userId } : {};
    const at = desk.now().toISOString();
    deps.take([{ ...who, type: 'call', whatsappId, ...ours, name: null, ...step, ...by, at }]);
  }

  async function ring({ id, event }: Called): Promise<void> {
    const dialled = running.get(id);
    // Meta has the contact's side ready while their phone rings, and ends a call that is slow to use it.
    if (dialled?.direction === 'out' && event.sdp && dialled.sdp === null) {
      dialled.sdp = event.sdp;
      tell();
    }
    if (dialled || event.ours) return;
    if (desk.now().getTime() - Date.parse(event.at) > staleMs) return;
    const { conversationId, whatsappId, phone, lid, bsuid, video = false, sdp = null, at } = event;
    const voice = deps.openDriver()?.calls?.voice;
    add({
      ...{ id, conversationId, whatsappId, video, direction: 'in', state: 'ringing' },
      ...{ userId: null, holderId: null, since: at },
      who: { phone, ...(lid && { lid }), ...(bsuid && { bsuid }) },
      sdp: voice ? sdp : null,
    });
    const holderId = await holderOf(desk, conversationId).catch(() => null);
    const call = running.get(id);
    if (call && holderId) {
      call.holderId = holderId;
      tell();
    }
  }

  function talk({ id, event }: Called): void {
    const call = running.get(id);
    if (!call) return;
    clearTimeout(call.timer);
    if (event.sdp && call.direction === 'out') call.sdp = event.sdp;
    if (call.state === 'ringing') Object.assign(call, { state: 'talking', since: event.at });
    // Taken on the phone itself, not by one of us.
    if (call.userId === null) drop(id);
    else tell();
  }

  /** The call, and what the driver can do about it. @throws Refused */
  function open(id: Id, user: SignedInUser): { call: Running; calls: DriverCalls } {
    const call = running.get(id);
    if (!call) throw new Refused('call-over', 'This call is over.', { path: '/callId' });
    if (call.userId && call.userId !== user.id) {
      throw new Refused('call-taken', 'Somebody else has this call.', { path: '/callId' });
    }
    if (!hears(call, user.id)) throw new Refused('forbidden', 'This call rings for another.');
    return { call, calls: driverCalls() };
  }

  /** @throws Refused whatsapp-closed, unsupported */
  function driverCalls(): DriverCalls {
    const driver = deps.openDriver();
    if (!driver) throw new Refused('whatsapp-closed', 'WhatsApp is not connected just now.');
    if (!driver.calls) throw new Refused('unsupported', 'This way to WhatsApp carries no calls.');
    return driver.calls;
  }

  /** @throws Refused unsupported */
  function voiceOf(calls: DriverCalls): NonNullable<DriverCalls['voice']> {
    if (calls.voice) return calls.voice;
    throw new Refused('unsupported', 'This way to WhatsApp carries no voice.');
  }

  async function dial(user: SignedInUser, conversationId: Id, sdp: string): Promise<CallMoved> {
    const voice = voiceOf(driverCalls());
    const known = await whoOfConversation(desk.pool, conversationId);
    if (known && !known.group && !(await asked(voice.mayDial(known)))) throw notAllowed();
    const { id, whatsappId, who } = await beginCall(desk, user, conversationId);
    const since = desk.now().toISOString();
    // Before the driver has it: its answer may come first.
    add({
      ...{ id, conversationId, whatsappId, who, video: false, direction: 'out' },
      ...{ state: 'ringing', userId: user.id, holderId: null, sdp: null, since },
    });
    try {
      const sent = await voice.dial(who, whatsappId, sdp);
      if (sent.ok) return { id };
      end(id, 'failed');
      throw sent.code === noPermission ? notAllowed() : new Refused('call-over', sent.reason);
    } catch (error) {
      end(id, 'failed');
      throw inWords(error);
    }
  }

  async function answer(user: SignedInUser, id: Id, sdp: string): Promise<CallMoved> {
    const { call, calls } = open(id, user);
    const voice = voiceOf(calls);
    if (call.direction === 'out' || call.state !== 'ringing') {
      throw new Refused('call-taken', 'This call is answered.', { path: '/callId' });
    }
    // Taken before anything is waited for: of two at once, one has it.
    call.userId = user.id;
    clearTimeout(call.timer);
    tell();
    try {
      await takeService(desk, user, call.conversationId);
      await voice.answer(call.whatsappId, sdp);
    } catch (error) {
      end(id, 'failed');
      throw inWords(error);
    }
    if (running.has(id)) {
      Object.assign(call, { state: 'talking', since: desk.now().toISOString() });
      record(call, { outcome: 'talking' });
      tell();
    }
    return { id };
  }

  async function decline(user: SignedInUser, id: Id): Promise<CallMoved> {
    const { call, calls } = open(id, user);
    if (call.direction === 'out' || call.state !== 'ringing') return hangUp(user, id);
    call.userId = user.id;
    end(id, 'declined');
    await calls.decline(call.whatsappId).catch(noted('a call could not be declined'));
    return { id };
  }

  async function hangUp(user: SignedInUser, id: Id): Promise<CallMoved> {
    const { call, calls } = open(id, user);
    if (call.userId !== user.id) return decline(user, id);
    end(id, 'missed');
    await calls.voice?.hangUp(call.whatsappId).catch(noted('a call could not be hung up'));
    return { id };
  }

  /** The contact's side ends by itself when the voice stops. */
  const noted = (says: string) => (error: Error) => log.warn({ err: error }, says);

  return {
    async move(user, move) {
      switch (move.move) {
        case 'dial':
          return await dial(user, move.conversationId, move.sdp);
        case 'answer':
          return await answer(user, move.callId, move.sdp);
        case 'decline':
          return await decline(user, move.callId);
        case 'hangUp':
          return await hangUp(user, move.callId);
        case 'askPermission': {
          voiceOf(driverCalls());
          const { id } = await askToCall(desk, user, move.conversationId, move.text);
          return { id };
        }
        case 'sendLink': {
          const { link } = driverCalls();
          if (!link) throw new Refused('unsupported', 'This way to WhatsApp has no call links.');
          const { video } = move;
          const url = await asked(link(video));
          const { id } = await sendCallLink(desk, user, move.conversationId, { url, video });
          return { id, url };
        }
      }
    },
    callsOf,
    called(steps) {
      for (const step of steps) {
        if (step.outcome === 'ringing') void ring(step);
        else if (step.outcome === 'talking') talk(step);
        else drop(step.id);
      }
    },
    endAll() {
      for (const id of [...running.keys()]) end(id, 'missed');
    },
    settle: async () => {
      if (deps.openDriver()) await settleCalls(desk, (id) => running.has(id));
    },
    close() {
      for (const { timer } of running.values()) clearTimeout(timer);
    },
  };
}

const shown = ({ who: _, whatsappId: __, holderId: ___, timer: ____, ...call }: Running) => call;

/** As Meta numbers it. */
const noPermission = 138_006;
const notAllowed = () =>
  new Refused('call-permission', 'This contact has not allowed us to call them.');

/** What a driver says in words reaches whoever asked. */
const inWords = (error: unknown): Refused =>
  error instanceof Refused ? error : new Refused('call-over', (error as Error).message);
const asked = <T>(question: Promise<T>): Promise<T> =>
  question.catch((error: unknown) => {
    throw inWords(error);
  });
