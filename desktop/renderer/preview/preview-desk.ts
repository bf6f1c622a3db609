import { v7 } from 'uuid';
import type {
  BridgeAnswers,
  BridgeCall,
  BridgeSignal,
  BridgeSignals,
  ConversationSummary,
  Desk,
  Language,
  Opening,
  Question,
  ShownMessage,
  Theme,
} from '#shared/contract/bridge.ts';
import type { Intent } from '#shared/contract/command.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import { makeWorld, me, minutesAgo, team, type World } from './world.ts';

type Options = { scene: string; conversations: number; language: Language; theme: Theme };
type Answers = { [C in BridgeCall]: (question: Question<C>) => BridgeAnswers[C] | ConsoleRefusal };
const refusal = (code: ConsoleRefusal['code']): ConsoleRefusal => ({
  ok: false,
  code,
  detail: code,
});

/** A desk in memory, for looking at screens: answers as the core would, with a clinic's day. */
export function createPreviewDesk({ scene, conversations, language, theme }: Options) {
  const world: World = makeWorld(scene === 'empty' ? 0 : conversations);
  const listeners = new Map<BridgeSignal, Set<(value: never) => void>>();
  const emit = <S extends BridgeSignal>(signal: S, value: BridgeSignals[S]) => {
    for (const listener of listeners.get(signal) ?? [])
      (listener as (v: BridgeSignals[S]) => void)(value);
  };
  const ids = [...world.summaries.keys()];
  const opening: Opening = {
    host: 'browser',
    version: '0.1.0',
    serverAddress: scene === 'sign-in' ? null : 'http://127.0.0.1:4680',
    workspace: 'Clínica Vida Plena',
    user: scene.startsWith('sign-in') ? null : me,
    signInNeeded: scene === 'needed',
    sample: scene === 'sample',
    sync: {
      connection: scene === 'offline' ? 'offline' : scene === 'syncing' ? 'syncing' : 'online',
      waiting: scene === 'offline' ? 3 : 0,
      behind: scene === 'syncing' ? 12_480 : 0,
      whatsapp: scene === 'whatsapp' ? 'reconnecting' : 'open',
      updateTo: scene === 'update' ? '0.3.0' : null,
    },
    preferences: {
      language,
      theme,
      tabs:
        scene === 'desk' || scene === 'offline'
          ? [ids[0], ids[2], ids[5], ids[10]].filter((id) => id !== undefined)
          : [],
      activeTab: scene === 'desk' || scene === 'offline' ? (ids[0] ?? null) : null,
    },
    colleagues: team,
  };

  function change(summary: ConversationSummary, messages: ShownMessage[] = []): void {
    world.summaries.set(summary.conversation.id, summary);
    emit('summaries', [summary]);
    emit('messages', { messages, services: summary.service ? [summary.service] : [], removed: [] });
  }

  function receive(id: string, text: string): void {
    const summary = world.summaries.get(id);
    if (!summary) return;
    const position = summary.conversation.lastPosition + 1;
    const message: ShownMessage = {
      id: v7(),
      conversationId: id,
      serviceId: summary.service?.id ?? null,
      position,
      direction: 'in',
      kind: 'text',
      text,
      authorId: null,
      status: null,
      failure: null,
      sentAt: minutesAgo(0),
    };
    world.messages.get(id)?.push(message);
    change(
      {
        ...summary,
        lastMessage: message,
        unread: summary.unread + 1,
        conversation: {
          ...summary.conversation,
          lastPosition: position,
          lastActivityAt: message.sentAt,
        },
      },
      [message],
    );
  }

  function perform(intent: Intent): BridgeAnswers['perform'] | ConsoleRefusal {
    const summary = world.summaries.get(intent.conversationId);
    if (!summary) return refusal('not-found');
    const { service, conversation } = summary;
    const at = minutesAgo(0);
    if (intent.type === 'startService' && service) {
      change({
        ...summary,
        service: { ...service, state: 'open', attendantId: me.id, startedAt: at },
      });
    } else if (intent.type === 'finishService' && service) {
      change({
        ...summary,
        service: { ...service, state: 'finished', finishedAt: at, finishReason: 'attendant' },
      });
    } else if (intent.type === 'transferService' && service) {
      change({ ...summary, service: { ...service, attendantId: intent.attendantId } });
    } else if (intent.type === 'markRead') change({ ...summary, unread: 0 });
    else if (intent.type === 'sendMessage') {
      const offline = opening.sync.connection === 'offline';
      const position = conversation.lastPosition + 1;
      const message: ShownMessage = {
        id: intent.messageId,
        conversationId: conversation.id,
        serviceId: service?.id ?? null,
        position: offline ? null : position,
        direction: 'out',
        kind: intent.kind,
        text: intent.text ?? null,
        authorId: me.id,
        status: offline ? 'waiting' : 'sent',
        failure: null,
        sentAt: at,
      };
      world.messages.get(conversation.id)?.push(message);
      change(
        {
          ...summary,
          lastMessage: message,
          conversation: {
            ...conversation,
            lastActivityAt: at,
            lastPosition: offline ? conversation.lastPosition : position,
          },
        },
        [message],
      );
    }
    return { commandId: v7(), messageId: intent.type === 'sendMessage' ? intent.messageId : null };
  }

  const answers: Answers = {
    open: () => (scene === 'broken' ? refusal('app-trouble') : opening),
    signIn: ({ server, password }) => {
      if (server.includes('nowhere')) return refusal('server-unreachable');
      if (password === 'many') return refusal('too-many');
      return password === 'certa'
        ? { ...opening, user: me, signInNeeded: false }
        : refusal('wrong-credentials');
    },
    signOut: () => {
      emit('opening', { ...opening, user: null });
      return null;
    },
    conversations: () => [...world.summaries.values()],
    messages: ({ conversationId, before, limit }) => {
      const all = world.messages.get(conversationId) ?? [];
      const below = all.filter(
        (m) => before === null || (m.position !== null && m.position < before),
      );
      return {
        messages: below.slice(-limit),
        services: world.services.get(conversationId) ?? [],
        more: below.length > limit,
      };
    },
    perform: ({ intent }) => perform(intent),
    saveDraft: ({ conversationId, text }) => {
      const summary = world.summaries.get(conversationId);
      if (summary) change({ ...summary, draft: text });
      return null;
    },
    savePreferences: () => null,
    inFront: () => null,
    reconnect: () => null,
    openLink: () => null,
    removeSample: () => null,
    beginAttachment: () => refusal('unsupported'),
    addToAttachment: () => refusal('unsupported'),
    endAttachment: () => refusal('unsupported'),
    dropAttachment: () => null,
    fetchAttachment: () => ({ state: 'failed' }),
    saveAttachment: () => refusal('unsupported'),
    cancelMessage: () => refusal('invalid'),
    whatsapp: () => refusal('forbidden'),
    moveWhatsapp: () => refusal('forbidden'),
  };

  const desk: Desk = {
    async call<C extends BridgeCall>(call: C, question: Question<C>) {
      if (scene === 'loading' && call === 'conversations') await new Promise(() => {});
      const value = answers[call](question);
      const refused = value !== null && 'ok' in value && value.ok === false;
      return (refused ? value : { ok: true, value }) as
        | { ok: true; value: BridgeAnswers[C] }
        | ConsoleRefusal;
    },
    on(signal, listener) {
      const set = listeners.get(signal) ?? new Set();
      listeners.set(signal, set);
      set.add(listener as (value: never) => void);
      return () => set.delete(listener as (value: never) => void);
    },
  };
  return { desk, emit, receive, world, ids };
}
