import { v7 } from 'uuid';
import type { Attachment } from '#shared/contract/attachment.ts';
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
import type { LiveCall } from '#shared/contract/call.ts';
import type { Intent } from '#shared/contract/command.ts';
import type { ConsoleRefusal } from '#shared/contract/refusal.ts';
import type { Team } from '#shared/contract/team.ts';
import type { WhatsappSettings } from '#shared/contract/whatsapp.ts';
import { accountAnswers } from './account.ts';
import { adminAnswers } from './admin.ts';
import { cannedReplies } from './canned.ts';
import { withGroup } from './group.ts';
import { changedBy, pastOf, tags, withKnowledge } from './knowledge.ts';
import { placeIn } from './locate.ts';
import { machineAnswers, machineOf } from './machine.ts';
import { changedMessage } from './messages.ts';
import { noteOf } from './notes.ts';
import { officeAnswers } from './office.ts';
import { madeUpOutbox } from './outbox.ts';
import { calls, uploading } from './people.ts';
import { createPhone } from './phone.ts';
import { searchIn } from './search.ts';
import { sessionOf } from './session.ts';
import { presences, spread, usualRouting, withTeams } from './teams.ts';
import { templates } from './templates.ts';
import { fallenSilent, makeWorld, me, minutesAgo, team, type World, withKinds } from './world.ts';

type Options = { scene: string; conversations: number; language: Language; theme: Theme };
type Given<C extends BridgeCall> = BridgeAnswers[C] | ConsoleRefusal;
type Answers = { [C in BridgeCall]: (question: Question<C>) => Given<C> | Promise<Given<C>> };
const refusal = (code: ConsoleRefusal['code']): ConsoleRefusal => ({
  ok: false,
  code,
  detail: code,
});

/** A desk in memory, for looking at screens: answers as the core would, with a clinic's day. */
export function createPreviewDesk({ scene, conversations, language, theme }: Options) {
  const made = makeWorld(scene === 'empty' ? 0 : conversations);
  const world: World =
    scene === 'kinds'
      ? withKinds(made)
      : scene === 'panel'
        ? withKnowledge(withKinds(made))
        : scene === 'group'
          ? withGroup(made)
          : scene === 'calls-log'
            ? withKinds(made, calls)
            : scene === 'cloud-closed' || scene === 'cloud-none'
              ? fallenSilent(made, 26 * 60)
              : scene === 'cloud-closing'
                ? fallenSilent(made, 22 * 60 + 40)
                : made;
  const cloud = scene.startsWith('cloud');
  let session = sessionOf(scene);
  let settings: WhatsappSettings = cloud ? {} : { groups: scene === 'group' ? 'shown' : 'ignored' };
  /** Files given to the desk, by id. */
  const files = new Map<string, Attachment>();
  const listeners = new Map<BridgeSignal, Set<(value: never) => void>>();
  const emit = <S extends BridgeSignal>(signal: S, value: BridgeSignals[S]) => {
    for (const listener of listeners.get(signal) ?? [])
      (listener as (v: BridgeSignals[S]) => void)(value);
  };
  const tell = (calls: LiveCall[]) => emit('calls', calls);
  const ids = [...world.summaries.keys()];
  const phone = createPhone({ me: me.id, allows: scene !== 'calls-permission', tell });
  const begun = cloud || /^(?:desk|kinds|offline|panel|calls)/.test(scene);
  const { teams, colleagues } = withTeams(team);
  spread(world, teams);
  const opening: Opening = {
    host: 'browser',
    version: '0.1.0',
    serverAddress: scene === 'sign-in' ? null : 'http://127.0.0.1:4680',
    workspace: 'Clínica Vida Plena',
    user: scene.startsWith('sign-in') ? null : me,
    signInNeeded: scene === 'needed',
    sample: scene === 'sample',
    wipeOnSignOut: false,
    lost: scene === 'lost' ? { why: 'locked', at: minutesAgo(3) } : null,
    keyKeeper: 'system',
    sync: {
      connection: scene === 'offline' ? 'offline' : scene === 'syncing' ? 'syncing' : 'online',
      waiting: scene === 'offline' ? 3 : 0,
      behind: scene === 'syncing' ? 12_480 : 0,
      whatsapp: scene === 'whatsapp' ? 'reconnecting' : 'open',
      whatsappDriver: cloud ? 'cloud' : 'linked',
      calling:
        scene === 'calls-none' ? 'none' : cloud || scene.startsWith('calls') ? 'voice' : 'link',
      updateTo: scene === 'update' ? '0.3.0' : null,
    },
    calls: [],
    ...machineOf(scene),
    preferences: {
      language,
      theme,
      tabs: begun ? [ids[0], ids[2], ids[5], ids[10]].filter((id) => id !== undefined) : [],
      activeTab: begun ? (ids[0] ?? null) : null,
      panel: scene === 'panel',
    },
    colleagues,
    teams,
    cannedReplies: cannedReplies(me.id),
    presence: presences(world, colleagues),
    tags,
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

  function quoteOf(conversationId: string, messageId: string): ShownMessage['quote'] {
    const original = world.messages.get(conversationId)?.find(({ id }) => id === messageId);
    return (
      original && {
        messageId,
        direction: original.direction,
        kind: original.kind,
        text: original.text,
      }
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
      const { given: _, ...rest } = service;
      const { attendantId = null, teamId, note } = intent;
      const state = attendantId ? 'open' : 'waiting';
      const after = { ...rest, attendantId, state, ...(teamId && { teamId }) } as const;
      const message: ShownMessage | null = note ? noteOf(summary, note, me.id, at) : null;
      change(
        { ...summary, service: after, ...(message && { lastMessage: message }) },
        message ? [message] : [],
      );
    } else if (intent.type === 'addNote') {
      const message = noteOf(summary, intent, me.id, at);
      change({ ...summary, lastMessage: message }, [message]);
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
        ...(intent.attachmentId && { attachment: files.get(intent.attachmentId) }),
        ...(intent.content && { content: intent.content }),
        ...(intent.forwarded && { forwarded: true }),
        ...(intent.quotedId && { quote: quoteOf(conversation.id, intent.quotedId) }),
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
    } else if (
      intent.type === 'editMessage' ||
      intent.type === 'deleteMessage' ||
      intent.type === 'reactToMessage' ||
      intent.type === 'retryMessage'
    ) {
      const messages = world.messages.get(conversation.id) ?? [];
      const index = messages.findIndex(({ id }) => id === intent.messageId);
      const before = messages[index];
      if (!before) return refusal('not-found');
      messages[index] = changedMessage(before, intent, at, me.id);
      change(summary, [messages[index] as ShownMessage]);
    }
    const known = changedBy(summary, intent, me.id, at);
    if (known) change(known);
    return { commandId: v7(), messageId: intent.type === 'sendMessage' ? intent.messageId : null };
  }

  const answers: Answers = {
    open: () => (scene === 'broken' ? refusal('app-trouble') : opening),
    signIn: ({ server, password, code }) => {
      if (server.includes('nowhere')) return refusal('server-unreachable');
      if (password === 'many') return refusal('too-many');
      if (password === 'dupla') return refusal(code ? 'wrong-code' : 'code-needed');
      return password === 'certa'
        ? { ...opening, user: me, signInNeeded: false }
        : refusal('wrong-credentials');
    },
    signOut: () => {
      emit('opening', { ...opening, user: null });
      return null;
    },
    conversations: () => {
      if (scene === 'kinds') {
        setTimeout(() =>
          emit('attachments', [
            { id: uploading, phase: 'uploading', done: 420_000, total: 900_000 },
          ]),
        );
      }
      return [...world.summaries.values()];
    },
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
    search: (question) => searchIn(world, question, scene === 'offline'),
    bringConversation: () => null,
    perform: ({ intent }) => perform(intent),
    saveDraft: ({ conversationId, text }) => {
      const summary = world.summaries.get(conversationId);
      if (summary) change({ ...summary, draft: text });
      return null;
    },
    savePreferences: () => null,
    ...machineAnswers,
    inFront: () => null,
    typing: () => null,
    setAvailability: ({ availability }) => {
      const now = colleagues.map((one) => (one.id === me.id ? { ...one, availability } : one));
      emit('colleagues', now);
      return null;
    },
    setCapacity: () => null,
    saveTeam: ({ id, team: asked }) => {
      const before = teams.find((one) => one.id === id) ?? teams[0];
      return { ...(before as Team), ...asked, id: id ?? v7() };
    },
    saveCannedReply: () => refusal('shortcut-taken'),
    removeCannedReply: () => null,
    routing: () => usualRouting,
    saveRouting: ({ patch }) => ({ ...usualRouting, ...patch }),
    reconnect: () => null,
    openLink: () => null,
    removeSample: () => null,
    beginAttachment: ({ kind, name, mediaType, size }) => {
      const id = v7();
      files.set(id, { id, kind, name, mediaType, size, sha256: null, state: 'here' });
      return { attachmentId: id };
    },
    addToAttachment: ({ offset, bytes }) => ({ received: offset + atob(bytes).length }),
    endAttachment: ({ attachmentId, look }) => {
      const file = files.get(attachmentId);
      if (!file) return refusal('not-found');
      const ended = { ...file, ...look };
      files.set(attachmentId, ended);
      return ended;
    },
    dropAttachment: () => null,
    fetchAttachment: () => ({ state: 'fetching' }),
    saveAttachment: () => null,
    forgetLost: () => null,
    sendHeld: () => null,
    cancelMessage: ({ messageId }) => {
      emit('messages', { messages: [], services: [], removed: [messageId] });
      return null;
    },
    outbox: () =>
      scene === 'offline'
        ? madeUpOutbox(
            ids,
            [...world.summaries.values()].map(({ contact }) => contact.name ?? ''),
          )
        : { waiting: [], refused: [] },
    takeBack: () => null,
    forgetRefused: () => null,
    past: ({ conversationId }) => pastOf(world, conversationId),
    locate: (question) => placeIn(world, question),
    openConversation: () => refusal('server-unreachable'),
    ...accountAnswers(colleagues),
    ...officeAnswers(scene, (all) => emit('savings', all)),
    ...adminAnswers((all) => emit('tags', all)),
    call: ({ move }) => phone.move(move),
    templates: () => (scene === 'cloud-none' ? refusal('server-unreachable') : templates),
    whatsapp: () => session,
    whatsappSettings: () => settings,
    chooseWhatsapp: (question) => {
      settings = { ...settings, ...question.settings };
      return settings;
    },
    moveWhatsapp: ({ move, phone }) => {
      const { qr: _qr, pairingCode: _code, reason: _reason, ...rest } = session;
      session =
        move === 'start'
          ? {
              ...rest,
              state: 'pairing',
              ...(phone ? { pairingCode: 'K7QW2MXP' } : { qr: '2@abc' }),
            }
          : { ...rest, state: 'stopped' };
      return session;
    },
  };

  const desk: Desk = {
    async call<C extends BridgeCall>(call: C, question: Question<C>) {
      if (scene === 'loading' && call === 'conversations') await new Promise(() => {});
      const value = await answers[call](question);
      const refused =
        typeof value === 'object' && value !== null && 'ok' in value && value.ok === false;
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
  return { desk, emit, receive, world, ids, phone };
}
