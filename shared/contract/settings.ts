/** What a person chose for the console on this machine, beside language and theme. */
import { type Static, Type } from 'typebox';
import type { AppUpdate } from './app-update.ts';
import { Instant, nullable } from './scalars.ts';

const strict = { additionalProperties: false };

export const soundNames = ['drop', 'knock', 'bell', 'glass', 'rise', 'none'] as const;
export const SoundName = Type.Enum([...soundNames]);
export type SoundName = Static<typeof SoundName>;

/** waiting: somebody new waits; mine: a message in a service of this person's; mention: named in a note. */
export const soundKinds = ['waiting', 'mine', 'mention'] as const;
export type SoundKind = (typeof soundKinds)[number];

/** Seconds in which a message that was just sent can be taken back; 0: it goes at once. */
export const undoSends = [0, 5, 10] as const;
export type UndoSend = (typeof undoSends)[number];

export const Clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });

/**
 * On each of `days` (0: Sunday) from one time of the wall clock to another; to an earlier or the
 * same one: of the next day.
 */
export const QuietSpan = Type.Object(
  {
    days: Type.Array(Type.Integer({ minimum: 0, maximum: 6 }), { maxItems: 7, uniqueItems: true }),
    from: Clock,
    to: Clock,
  },
  strict,
);
export type QuietSpan = Static<typeof QuietSpan>;

export const Settings = Type.Object(
  {
    /** Per cent. */
    zoom: Type.Integer({ minimum: 50, maximum: 300 }),
    sendWith: Type.Enum(['enter', 'ctrl-enter']),
    undoSend: Type.Union([Type.Literal(0), Type.Literal(5), Type.Literal(10)]),
    notify: Type.Boolean(),
    /** A notification stays until it is sent away, where the system can. */
    notifyStays: Type.Boolean(),
    /** Per cent; 0 is silence. */
    volume: Type.Integer({ minimum: 0, maximum: 100 }),
    sounds: Type.Object({ waiting: SoundName, mine: SoundName, mention: SoundName }, strict),
    /** Whether a call is heard ringing. */
    ring: Type.Boolean(),
    /** Do not disturb, by the clock of this machine. */
    quiet: Type.Boolean(),
    quietSpans: Type.Array(QuietSpan, { maxItems: 8 }),
    startAtLogin: Type.Boolean(),
    closeToTray: Type.Boolean(),
    /** Which updates this app takes. */
    channel: Type.Enum(['stable', 'beta']),
  },
  strict,
);
export type Settings = Static<typeof Settings>;

/** Before anybody has chosen. */
export const usualSettings: Settings = {
  zoom: 100,
  sendWith: 'enter',
  undoSend: 5,
  notify: true,
  notifyStays: false,
  volume: 70,
  sounds: { waiting: 'bell', mine: 'drop', mention: 'rise' },
  ring: true,
  quiet: false,
  quietSpans: [{ days: [1, 2, 3, 4, 5], from: '19:00', to: '08:00' }],
  startAtLogin: false,
  closeToTray: true,
  channel: 'stable',
};

/** What a host can do beyond showing the console; what it cannot do is offered nowhere. */
export const hostAbilities = [
  'notifications',
  'stays',
  'tray',
  'login',
  'zoom',
  'updates',
  'windows',
] as const;
export const HostAbility = Type.Enum([...hostAbilities]);
export type HostAbility = Static<typeof HostAbility>;

/** Notifications and sounds rest until then; null: they do not. */
export const Pause = nullable(Instant);
export type Pause = Static<typeof Pause>;
export const pauseLengths = ['hour', 'tomorrow', 'none'] as const;
export const PauseLength = Type.Enum([...pauseLengths]);
export type PauseLength = Static<typeof PauseLength>;

/** Calls of the bridge about this machine; each is answered with nothing. */
export const machineQuestions = {
  saveSettings: Type.Object({ settings: Type.Partial(Settings, strict) }, strict),
  /** Leaves this person in peace for a while; `none` ends it. */
  pauseNotifications: Type.Object({ length: PauseLength }, strict),
  /** Looks now for an update of this app. */
  checkForUpdate: Type.Object({}, strict),
  /** Restarts into the update that is ready, as soon as no call and no outbox is in the way. */
  restartToUpdate: Type.Object({}, strict),
  /** After the signal `leaving`: all that was typed has been handed over. */
  left: Type.Object({}, strict),
} as const;

export type MachineSignals = {
  /** What was chosen here, from whichever window or menu. */
  settings: { settings: Settings; pausedUntil: Pause };
  appUpdate: AppUpdate;
  /** To be heard now, once, in one window. */
  sound: { kind: SoundKind };
  /** The menu asked for something that the screens do. */
  menu: { pick: 'settings' };
  /** The app is about to quit: what is only on the screen is to be kept, then `left` be called. */
  leaving: null;
};
