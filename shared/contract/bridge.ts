/**
 * The whole surface between the renderer and the core, on one page. Two carriers: Electron IPC and
 * a loopback WebSocket. Calls are answered with an `Answer`; signals are one-way, core to renderer.
 */
import { type Static, Type } from 'typebox';
import { type AccountAnswers, accountQuestions } from './account-calls.ts';
import { type AdminAnswers, adminQuestions } from './admin.ts';
import { AppUpdate } from './app-update.ts';
import { type Attachment, AttachmentLook, Base64, type LocalState, NewFile } from './attachment.ts';
import type { AttachmentProgress } from './attachment-progress.ts';
import { CallMove, type CallMoved, LiveCall } from './call.ts';
import { CannedReply, SaveCannedReply } from './canned-reply.ts';
import { Intent } from './command.ts';
import { Contact } from './contact.ts';
import { Conversation } from './conversation.ts';
import { Lost } from './lost.ts';
import { Message, MessageStatus } from './message.ts';
import { type OfficeAnswers, type OfficeSection, officeQuestions } from './office.ts';
import type { OutboxPlace, RefusedCommand } from './outbox.ts';
import { type Located, LocateQuestion } from './place.ts';
import { Presence } from './presence.ts';
import type { ConsoleRefusal } from './refusal.ts';
import { type SavingAnswers, type SavingSignals, savingQuestions } from './saving.ts';
import { Id, nullable } from './scalars.ts';
import { type SearchHitOf, type SearchPageOf, SearchQuestion } from './search.ts';
import { FactorCode } from './second-factor.ts';
import { Service } from './service.ts';
import { HostAbility, type MachineSignals, machineQuestions, Pause, Settings } from './settings.ts';
import { SignedInUser } from './sign-in.ts';
import { SyncState } from './sync-state.ts';
import { Tag } from './tag.ts';
import { Team } from './team.ts';
import type { Template } from './template.ts';
import { AvailabilityChoice, Colleague } from './user.ts';
import type { WhatsappSession } from './whatsapp.ts';

const strict = { additionalProperties: false };

export const Language = Type.Union([Type.Literal('pt-BR'), Type.Literal('en')]);
export type Language = Static<typeof Language>;
export const Theme = Type.Union([
  Type.Literal('system'),
  Type.Literal('light'),
  Type.Literal('dark'),
]);
export type Theme = Static<typeof Theme>;

/** What this person chose on this machine, and what was open; survives a restart. */
export const Preferences = Type.Object({
  language: nullable(Language),
  theme: Theme,
  /** Conversations open as tabs, in order. */
  tabs: Type.Array(Id),
  activeTab: nullable(Id),
  /** Whether the contact's panel is open beside the conversation. */
  panel: Type.Boolean(),
  /** Of the open ones. */
  pinnedTabs: Type.Optional(Type.Array(Id)),
  /** How the list is looked at; what this version does not know is taken as usual. */
  listView: Type.Optional(
    Type.Partial(
      Type.Object({
        section: Type.Enum(['waiting', 'mine', 'recent']),
        team: Type.String({ maxLength: 80 }),
        only: Type.Enum(['any', 'unread', 'open', 'finished']),
        sort: Type.Enum(['usual', 'longest', 'newest', 'unanswered']),
        tag: nullable(Id),
      }),
    ),
  ),
  /** What the palette did or opened, the latest first: its own keys. */
  recent: Type.Optional(Type.Array(Type.String({ maxLength: 80 }), { maxItems: 20 })),
});
export type Preferences = Static<typeof Preferences>;

/** Everything the first screen needs in one answer. */
export const Opening = Type.Object({
  host: Type.Union([Type.Literal('electron'), Type.Literal('browser')]),
  version: Type.String(),
  serverAddress: nullable(Type.String()),
  workspace: nullable(Type.String()),
  user: nullable(SignedInUser),
  /** True when the server ended the sign-in: what is cached can be read, nothing can be sent. */
  signInNeeded: Type.Boolean(),
  sample: Type.Boolean(),
  /** Signing out takes away all that is cached here. */
  wipeOnSignOut: Type.Boolean(),
  lost: nullable(Lost),
  /** Where the key lies with which everything here is encrypted. */
  keyKeeper: Type.Union([Type.Literal('system'), Type.Literal('file')]),
  sync: SyncState,
  /** Calls that ring here or that this person speaks in; none while offline. */
  calls: Type.Array(LiveCall),
  preferences: Preferences,
  settings: Settings,
  abilities: Type.Array(HostAbility),
  pausedUntil: Pause,
  /** Null where this host updates nothing. */
  appUpdate: nullable(AppUpdate),
  colleagues: Type.Array(Colleague),
  teams: Type.Array(Team),
  /** Everybody's, and this person's own. */
  cannedReplies: Type.Array(CannedReply),
  /** Where the other consoles look; nobody while offline. */
  presence: Type.Array(Presence),
  tags: Type.Array(Tag),
});
export type Opening = Static<typeof Opening>;

/** A message as shown: a server row, or one still on its way from this console. */
export const ShownMessage = Type.Object({
  ...Message.properties,
  /** Null while it waits in the outbox: it stands after everything that has a position. */
  position: nullable(Type.Integer()),
  status: nullable(Type.Union([Type.Literal('waiting'), MessageStatus])),
  /** Kept back for a moment, for its author to take back. */
  held: Type.Optional(Type.Literal(true)),
});
export type ShownMessage = Static<typeof ShownMessage>;

/** One entry of the lists; the effect of pending commands is already in it. */
export const ConversationSummary = Type.Object({
  conversation: Conversation,
  contact: Contact,
  /** The unfinished service, else the latest one, else null. */
  service: nullable(Service),
  /** True while a command for its service waits in the outbox. */
  pending: Type.Boolean(),
  lastMessage: nullable(ShownMessage),
  unread: Type.Integer({ minimum: 0 }),
  /** This person was named in a note that they have not seen. */
  mentioned: Type.Optional(Type.Literal(true)),
  draft: Type.String(),
});
export type ConversationSummary = Static<typeof ConversationSummary>;

/** Messages of one conversation in order, with the services they belong to. */
export const MessagePage = Type.Object({
  messages: Type.Array(ShownMessage),
  services: Type.Array(Service),
  /** False when the conversation's first message is in the page. */
  more: Type.Boolean(),
});
export type MessagePage = Static<typeof MessagePage>;

/** Newest first. `whole`: the server has said all of it; else it is what this machine has. */
export const Past = Type.Object({
  services: Type.Array(Service),
  /** With a file or a link in it. */
  messages: Type.Array(ShownMessage),
  whole: Type.Boolean(),
});
export type Past = Static<typeof Past>;
export type SearchHit = SearchHitOf<ShownMessage>;
export type SearchPage = SearchPageOf<ShownMessage>;

/** Calls: the question's schema; the answer's type. The core checks every question against it. */
export const bridgeQuestions = {
  open: Type.Object({}, strict),
  signIn: Type.Object(
    {
      server: Type.String({ minLength: 1, maxLength: 300 }),
      email: Type.String({ minLength: 1, maxLength: 254 }),
      password: Type.String({ minLength: 1, maxLength: 200 }),
      /** Once `code-needed` asked for it. */
      code: Type.Optional(FactorCode),
    },
    strict,
  ),
  signOut: Type.Object({}, strict),
  /** Every conversation in the cache, newest activity first. */
  conversations: Type.Object({}, strict),
  /** The page before a position (null: the newest); asks the server for what the cache lacks. */
  messages: Type.Object(
    {
      conversationId: Id,
      before: nullable(Type.Integer()),
      limit: Type.Integer({ minimum: 1, maximum: 200 }),
    },
    strict,
  ),
  search: SearchQuestion,
  /** A conversation that a search on the server found becomes one of those that are cached. */
  bringConversation: Type.Object({ conversationId: Id }, strict),
  /** Accepted means kept: written with its visible effect before this answers. */
  perform: Type.Object(
    {
      intent: Intent,
      /** A finishing can be taken back for so many seconds; messages have their own setting. */
      hold: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
    },
    strict,
  ),
  saveDraft: Type.Object({ conversationId: Id, text: Type.String({ maxLength: 65_536 }) }, strict),
  savePreferences: Type.Object({ preferences: Type.Partial(Preferences) }, strict),
  ...machineQuestions,
  /** The conversation in front (null: none, or the window is not): nothing is notified for it. */
  inFront: Type.Object({ conversationId: nullable(Id) }, strict),
  /** A key was pressed in what is written there. */
  typing: Type.Object({ conversationId: Id }, strict),
  /** Online or away, by choice. */
  setAvailability: AvailabilityChoice,
  /** Online only, like the next. Null: a new one. */
  saveCannedReply: SaveCannedReply,
  removeCannedReply: Type.Object({ id: Id }, strict),
  /** Tries to connect now instead of at the next turn of the backoff. */
  reconnect: Type.Object({}, strict),
  /** Opens a http(s), mailto or tel link outside the app; refuses every other scheme. */
  openLink: Type.Object({ url: Type.String({ maxLength: 4096 }) }, strict),
  /** A file into the composer. Refused `too-large` where WhatsApp takes no such kind of that size. */
  beginAttachment: NewFile,
  /** The next bytes; `offset` is what has been received so far. */
  addToAttachment: Type.Object(
    { attachmentId: Id, offset: Type.Integer({ minimum: 0 }), bytes: Base64 },
    strict,
  ),
  /** All of it is here. The answer's kind and media type are by its content, not by its name. */
  endAttachment: Type.Object({ attachmentId: Id, look: AttachmentLook }, strict),
  /** Taken out of the composer; one of a message that was accepted stays. */
  dropAttachment: Type.Object({ attachmentId: Id }, strict),
  /** Makes a local copy; its progress comes as a signal. */
  fetchAttachment: Type.Object({ attachmentId: Id }, strict),
  /** A copy where the person says; the installed app only. */
  saveAttachment: Type.Object({ attachmentId: Id }, strict),
  /** It was read that something was lost. */
  forgetLost: Type.Object({}, strict),
  /** What is held back for its author goes now: of one conversation, or of all (null). */
  sendHeld: Type.Object({ conversationId: nullable(Id) }, strict),
  /** Takes back a message that waits here; `invalid` once it may have gone. */
  cancelMessage: Type.Object({ messageId: Id }, strict),
  outbox: Type.Object({}, strict),
  /** Takes back what waits here; `invalid` once it may have gone. */
  takeBack: Type.Object({ commandId: Id }, strict),
  /** A refusal that was seen to. */
  forgetRefused: Type.Object({ commandId: Id }, strict),
  /** Done now or not at all; refused `server-unreachable` while offline. */
  call: Type.Object({ move: CallMove }, strict),
  /** Where in a conversation something stands. */
  locate: LocateQuestion,
  /** What lies behind a conversation, as far as it is here or the server can be asked. */
  past: Type.Object({ conversationId: Id }, strict),
  /**
   * A service with a number that may never have written; refused `server-unreachable` while offline,
   * `service-held` where somebody has it.
   */
  openConversation: Type.Object({ phone: Type.String({ minLength: 1, maxLength: 30 }) }, strict),
  ...adminQuestions,
  ...accountQuestions,
  ...officeQuestions,
  ...savingQuestions,
  /** The texts that WhatsApp approved; those last seen where the server cannot be asked. */
  templates: Type.Object({}, strict),
} as const;

export type BridgeCall = keyof typeof bridgeQuestions;
export type Question<C extends BridgeCall> = Static<(typeof bridgeQuestions)[C]>;
export type BridgeAnswers = { [name in keyof typeof machineQuestions]: null } & AdminAnswers &
  AccountAnswers &
  OfficeAnswers &
  SavingAnswers & {
    open: Opening;
    signIn: Opening;
    signOut: null;
    conversations: ConversationSummary[];
    messages: MessagePage;
    search: SearchPage;
    bringConversation: null;
    perform: { commandId: Id; messageId: Id | null };
    saveDraft: null;
    savePreferences: null;
    inFront: null;
    typing: null;
    setAvailability: null;
    saveCannedReply: CannedReply;
    removeCannedReply: null;
    reconnect: null;
    openLink: null;
    beginAttachment: { attachmentId: Id };
    addToAttachment: { received: number };
    endAttachment: Attachment;
    dropAttachment: null;
    fetchAttachment: { state: LocalState };
    saveAttachment: null;
    forgetLost: null;
    sendHeld: null;
    cancelMessage: null;
    outbox: OutboxPlace;
    takeBack: null;
    forgetRefused: null;
    call: CallMoved;
    locate: Located;
    past: Past;
    openConversation: { conversationId: Id };
    templates: Template[];
  };

export type BridgeSignals = MachineSignals &
  SavingSignals & {
    /** Begin again: another user, a snapshot, or the end of a sign-in. */
    opening: Opening;
    sync: SyncState;
    colleagues: Colleague[];
    teams: Team[];
    cannedReplies: CannedReply[];
    /** Where the other consoles look, on every change. */
    presence: Presence[];
    tags: Tag[];
    /** Entries to put in place of those with the same conversation id. */
    summaries: ConversationSummary[];
    /** Conversations that are gone from the cache. */
    gone: Id[];
    /**
     * Messages to put in place of those with the same id, and their services: of every conversation
     * whose messages were asked for since the core was opened.
     */
    messages: { messages: ShownMessage[]; services: Service[]; removed: Id[] };
    refused: RefusedCommand;
    /** A notification was clicked, or a deep link opened. */
    show: { conversationId: Id };
    /** What became of attachments that are on their way, up or down. */
    attachments: AttachmentProgress[];
    /** The office's window is to show this. */
    office: { section: OfficeSection };
    /** Admins only, on every change. */
    whatsappSession: WhatsappSession;
    /** All that ring here or that this person speaks in, on every change. */
    calls: LiveCall[];
  };
export type BridgeSignal = keyof BridgeSignals;
export const bridgeSignals = [
  'opening',
  'sync',
  'colleagues',
  'teams',
  'cannedReplies',
  'presence',
  'tags',
  'summaries',
  'gone',
  'messages',
  'refused',
  'show',
  'attachments',
  'settings',
  'appUpdate',
  'sound',
  'menu',
  'leaving',
  'office',
  'savings',
  'whatsappSession',
  'calls',
] as const satisfies readonly BridgeSignal[];

/** What `window.desk` is, in both hosts. */
export type Desk = {
  call<C extends BridgeCall>(
    call: C,
    question: Question<C>,
  ): Promise<{ ok: true; value: BridgeAnswers[C] } | ConsoleRefusal>;
  /** Returns what ends the listening. */
  on<S extends BridgeSignal>(signal: S, listener: (value: BridgeSignals[S]) => void): () => void;
};
