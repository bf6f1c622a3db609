import { createStore } from 'zustand/vanilla';
import type { Desk } from '#shared/contract/bridge.ts';
import type { CallMove, LiveCall } from '#shared/contract/call.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import { troubleOf } from '../media/recorder.ts';
import type { OwnCall } from './bars.ts';
import type { OpenPeer, Peer, PeerState } from './peer.ts';
import type { Ready } from './ready.ts';
import {
  type Answer,
  type CallsState,
  type CallTrouble,
  isOver,
  limits,
  nothing,
  unsure,
} from './state.ts';

export type CallsDeps = {
  desk: Pick<Desk, 'call'>;
  openPeer: OpenPeer;
  me: () => Id | null;
  /** False: what the list lacks is not known to be over. */
  online: () => boolean;
  /** Makes sure that one may write there, as the composer does. */
  ready: (conversationId: Id) => Promise<Ready>;
  /** Nothing else is heard beside a call. */
  hush: () => void;
  openLink: (url: string) => void;
  now?: () => number;
};

/** Calls: those that ring or run, and the one in which this console speaks. */
export function createCallsStore(deps: CallsDeps) {
  const { desk, now = Date.now } = deps;
  const store = createStore<CallsState>(() => nothing);
  const own = () => store.getState().own;
  const listed = (id: Id) => store.getState().live.find((call) => call.id === id);
  const changeOwn = (part: Partial<OwnCall>) =>
    store.setState((state) => (state.own ? { own: { ...state.own, ...part } } : {}));

  let peer: Peer | null = null;
  /** Counts own calls: what an earlier one still waits for is not ours any more. */
  let turn = 0;
  let tookAnswer = false;
  let limit: ReturnType<typeof setTimeout> | undefined;
  let showing: ReturnType<typeof setTimeout> | undefined;
  let troubles = 0;
  /** Every call that was ever listed. */
  const known = new Set<Id>();
  /** Given up here; the server is told as soon as it can be. */
  const leaving = new Set<Id>();
  /** Conversations whose dialling was not answered to, and when. */
  const lost = new Map<Id, number>();

  const within = (ms: number, then: () => void) => {
    clearTimeout(limit);
    limit = setTimeout(then, ms);
  };
  const withId = (set: ReadonlySet<Id>, id: Id, is = true): ReadonlySet<Id> => {
    const next = new Set(set);
    if (is) next.add(id);
    else next.delete(id);
    return next;
  };
  const hide = (id: Id, is = true) =>
    store.setState(({ hidden }) => ({ hidden: withId(hidden, id, is) }));
  function tell(conversationId: Id, what: CallTrouble['what'], why: CallTrouble['why']): void {
    troubles += 1;
    const trouble = { key: troubles, conversationId, what, why };
    store.setState((state) => ({ troubles: [...state.troubles, trouble] }));
  }
  const ask = (move: CallMove): Promise<Answer> =>
    desk
      .call('call', { move })
      .catch(() => ({ ok: false, code: 'app-trouble', detail: '' }) as const);

  /** Everything of the own call is closed, whatever the reason. */
  function close(): OwnCall | null {
    const was = own();
    turn += 1;
    clearTimeout(limit);
    peer?.close();
    peer = null;
    store.setState({ own: null });
    return was;
  }
  /** The server no longer has it: the other side hung up, or it came to nothing. */
  function over(): void {
    const was = close();
    if (!was) return;
    if (was.direction === 'in' && was.step === 'microphone') {
      const refusal = { code: 'call-over', detail: '' } as const;
      tell(was.conversationId, 'answer', { kind: 'refused', refusal });
      return;
    }
    showEnd(was);
  }
  function showEnd({ conversationId, since }: OwnCall): void {
    const seconds = since === null ? null : (now() - since) / 1000;
    store.setState({ ended: { conversationId, seconds } });
    clearTimeout(showing);
    showing = setTimeout(() => store.setState({ ended: null }), limits.ended);
  }
  /** Our side could not: neither does the other have to wait. */
  function fail(): void {
    const was = close();
    if (!was) return;
    const what = was.since !== null ? 'talk' : was.direction === 'in' ? 'answer' : 'dial';
    tell(was.conversationId, what, { kind: 'connection' });
    if (was.id !== null && was.step !== 'microphone') void leave(was.id);
  }
  async function leave(id: Id): Promise<void> {
    leaving.add(id);
    hide(id);
    const answer = await ask({ move: 'hangUp', callId: id });
    if (!answer.ok && unsure(answer)) return;
    leaving.delete(id);
    // Shown again: whoever sees it can try for themselves.
    if (!answer.ok && !isOver(answer)) hide(id, false);
  }

  function linkIs(link: PeerState): void {
    if (link === 'failed') {
      fail();
      return;
    }
    changeOwn({ link });
    if (link === 'unsteady') within(limits.unsteady, fail);
    else clearTimeout(limit);
    settle();
  }
  /** The own call as the server has it. */
  function settle(): void {
    const mine = own();
    if (!mine || mine.id === null) return;
    const call = listed(mine.id);
    if (!call) {
      // The answer to what is being asked says more than the list.
      if (mine.step !== 'asking' && known.has(mine.id) && deps.online()) over();
      return;
    }
    if (mine.direction === 'out' && call.sdp !== null && !tookAnswer) {
      tookAnswer = true;
      peer?.take(call.sdp).catch(() => mine.id === own()?.id && fail());
    }
    if (call.state !== 'talking' || mine.step === 'microphone') return;
    if (!mine.answered) {
      changeOwn({ answered: true });
      if (mine.link === 'connecting') within(limits.connecting, fail);
    }
    if (mine.link === 'connected' && mine.since === null) changeOwn({ since: now() });
  }

  /** Opens the microphone for a call; null: it came to nothing, and that was told. */
  async function begin(
    call: Pick<OwnCall, 'id' | 'conversationId' | 'direction'>,
  ): Promise<{ side: Peer; turn: number } | null> {
    turn += 1;
    const mine = turn;
    tookAnswer = false;
    deps.hush();
    const state = { answered: false, link: 'connecting', muted: false, heard: true, since: null };
    store.setState({
      own: { ...call, ...state, step: 'microphone' } as OwnCall,
      ended: null,
      replacing: null,
    });
    try {
      const side = await deps.openPeer({
        state: (link) => mine === turn && linkIs(link),
        microphone: (heard) => mine === turn && changeOwn({ heard }),
      });
      if (mine !== turn) {
        side.close();
        return null;
      }
      peer = side;
      return { side, turn: mine };
    } catch (error) {
      if (mine !== turn) return null;
      close();
      const what = call.direction === 'in' ? 'answer' : 'dial';
      tell(call.conversationId, what, { kind: 'microphone', trouble: troubleOf(error) });
      return null;
    }
  }

  function notReady(
    conversationId: Id,
    what: CallTrouble['what'],
    why: Exclude<Ready, 'yes'>,
  ): void {
    if (why === 'told') return;
    tell(conversationId, what, { kind: 'refused', refusal: { code: why, detail: '' } });
  }

  async function answer(id: Id): Promise<void> {
    const call = listed(id);
    if (!call || call.sdp === null || own()) return;
    const { conversationId, sdp: offer } = call;
    const begun = await begin({ id, conversationId, direction: 'in' });
    if (!begun) return;
    const sdp = await begun.side.answer(offer).catch(() => null);
    if (begun.turn !== turn) return;
    if (sdp === null) {
      // It rings on: nothing was done about it yet.
      close();
      return tell(conversationId, 'answer', { kind: 'connection' });
    }
    changeOwn({ step: 'asking' });
    const said = await ask({ move: 'answer', callId: id, sdp });
    if (begun.turn !== turn) return;
    if (said.ok) {
      changeOwn({ step: 'underWay' });
      return settle();
    }
    close();
    tell(conversationId, 'answer', { kind: 'refused', refusal: said });
    if (unsure(said)) void leave(id);
  }

  async function dial(conversationId: Id): Promise<void> {
    if (own()) return;
    const begun = await begin({ id: null, conversationId, direction: 'out' });
    if (!begun) return;
    const sdp = await begun.side.offer().catch(() => null);
    if (begun.turn !== turn) return;
    if (sdp === null) {
      close();
      return tell(conversationId, 'dial', { kind: 'connection' });
    }
    const may = await deps.ready(conversationId);
    if (begun.turn !== turn) return;
    if (may !== 'yes') {
      close();
      return notReady(conversationId, 'dial', may);
    }
    changeOwn({ step: 'asking' });
    const said = await ask({ move: 'dial', conversationId, sdp });
    const here = begun.turn === turn;
    if (!said.ok) {
      if (unsure(said)) lost.set(conversationId, now());
      if (!here) return;
      const was = close();
      // Its beginning may be listed already.
      if (was?.id != null && unsure(said)) void leave(was.id);
      else if (was?.id != null) hide(was.id);
      if (said.code === 'call-permission') store.setState({ asking: conversationId });
      else tell(conversationId, 'dial', { kind: 'refused', refusal: said });
      return;
    }
    const { id } = said.value;
    if (!here) return void leave(id);
    changeOwn({ id, step: 'underWay' });
    if (!known.has(id)) within(limits.listed, () => own()?.id === id && !listed(id) && fail());
    settle();
  }

  function hangUp(): void {
    const was = close();
    if (!was) return;
    // Nothing was asked of the server yet: one that came in rings on, for whoever takes it.
    if (was.step === 'microphone') return;
    showEnd(was);
    if (was.id !== null) void leave(was.id);
  }

  /** What the server lists now. */
  function receive(live: readonly LiveCall[]): void {
    const me = deps.me();
    const mine = own();
    for (const [id, at] of lost) if (now() - at > limits.lost) lost.delete(id);
    for (const { id, conversationId, direction, userId } of live) {
      if (known.has(id)) continue;
      known.add(id);
      if (direction !== 'out' || userId !== me) continue;
      const dialling = mine?.id === null && mine.conversationId === conversationId;
      if (dialling && mine.step === 'asking') changeOwn({ id });
      else if (lost.delete(conversationId)) leaving.add(id);
    }
    const there = new Set(live.map(({ id }) => id));
    const kept = (set: ReadonlySet<Id>) => new Set([...set].filter((id) => there.has(id)));
    store.setState(({ hidden, silenced, replacing }) => ({
      live,
      // What is left still has to be told to the server, so it stays hidden through an absence.
      hidden: new Set([...kept(hidden), ...leaving]),
      silenced: kept(silenced),
      replacing: replacing !== null && there.has(replacing) ? replacing : null,
    }));
    for (const id of [...leaving]) {
      if (there.has(id)) void leave(id);
      else if (deps.online()) leaving.delete(id);
    }
    settle();
  }

  return {
    ...store,
    receive,
    dial,
    hangUp,
    /** Answers, or asks first where another one is spoken. */
    async take(id: Id): Promise<void> {
      const mine = own();
      if (mine?.id === id) return;
      if (mine) store.setState({ replacing: id });
      else await answer(id);
    },
    /** The one that is spoken is hung up for the one that was asked about. */
    async replace(): Promise<void> {
      const { replacing } = store.getState();
      store.setState({ replacing: null });
      if (replacing === null) return;
      hangUp();
      await answer(replacing);
    },
    keepTalking: () => store.setState({ replacing: null }),
    async decline(id: Id): Promise<void> {
      const call = listed(id);
      if (!call) return;
      hide(id);
      const said = await ask({ move: 'decline', callId: id });
      if (said.ok || isOver(said)) return;
      hide(id, false);
      tell(call.conversationId, 'decline', { kind: 'refused', refusal: said });
    },
    /** One that this person speaks in on another console. */
    async hangUpElsewhere(id: Id): Promise<void> {
      const call = listed(id);
      if (!call) return;
      hide(id);
      const said = await ask({ move: 'hangUp', callId: id });
      if (said.ok || isOver(said)) return;
      hide(id, false);
      tell(call.conversationId, 'hangUp', { kind: 'refused', refusal: said });
    },
    silence: (id: Id) => store.setState(({ silenced }) => ({ silenced: withId(silenced, id) })),
    mute(): void {
      const mine = own();
      if (!mine) return;
      peer?.mute(!mine.muted);
      changeOwn({ muted: !mine.muted });
    },
    /** How loud this side speaks now, 0 to 1. */
    level: (): number => peer?.level() ?? 0,
    async sendLink(conversationId: Id, video: boolean): Promise<void> {
      if (store.getState().linking.has(conversationId)) return;
      const busy = (is: boolean) =>
        store.setState(({ linking }) => ({ linking: withId(linking, conversationId, is) }));
      busy(true);
      const may = await deps.ready(conversationId);
      if (may !== 'yes') notReady(conversationId, 'sendLink', may);
      else {
        const said = await ask({ move: 'sendLink', conversationId, video });
        if (!said.ok) tell(conversationId, 'sendLink', { kind: 'refused', refusal: said });
        else if (said.value.url !== undefined) deps.openLink(said.value.url);
      }
      busy(false);
    },
    /** Null: the contact is being asked. */
    async askPermission(
      conversationId: Id,
      text: string,
    ): Promise<Omit<ConsoleRefusal, 'path'> | null> {
      const said = await ask({ move: 'askPermission', conversationId, text });
      if (!said.ok) return said;
      store.setState({ asking: null });
      return null;
    },
    leaveAsking: () => store.setState({ asking: null }),
    told: (key: number) =>
      store.setState((state) => ({ troubles: state.troubles.filter((one) => one.key !== key) })),
    /** The window goes away, or another person comes. */
    reset(): void {
      hangUp();
      clearTimeout(showing);
      known.clear();
      leaving.clear();
      lost.clear();
      store.setState(nothing);
    },
  };
}
export type CallsStore = ReturnType<typeof createCallsStore>;
