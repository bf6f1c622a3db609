/** Socket.IO: who may come in, what they may ask, and the pushing of the feed. */
import type { Server as HttpServer } from 'node:http';
import { type DefaultEventsMap, Server, type Socket } from 'socket.io';
import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { LiveCall } from '#shared/contract/call.ts';
import type { Change, ChangeBatch } from '#shared/contract/change.ts';
import { Looking } from '#shared/contract/presence.ts';
import { type Answer, Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import {
  type AppSays,
  type AppToServer,
  Handshake,
  type ServerToApp,
  type Welcome,
} from '#shared/contract/socket.ts';
import type { WhatsappSession, WhatsappState } from '#shared/contract/whatsapp.ts';
import type { Recorded } from './feed.ts';
import type { Log } from './log.ts';
import { openPresences, type Presences } from './presence.ts';
import { hashOfToken } from './sign-in.ts';

type Carried = { user: SignedInUser; signIn: string };
type FromApp = AppToServer & AppSays;
type Io = Server<FromApp, ServerToApp, DefaultEventsMap, Carried>;
type Link = Socket<FromApp, ServerToApp, DefaultEventsMap, Carried>;

/** One question of the app: the schema by which it is checked, and what answers it. */
export type Question = {
  /** The schema for this payload, chosen by what it says it is. */
  schemaOf: (payload: unknown) => TSchema;
  answer: (user: SignedInUser, payload: never) => Promise<Answer<unknown>>;
};

/** The schema of what a payload's member says it is, so that a fault names the right field. */
export function schemaBy(member: string, schemas: Record<string, TSchema>): Question['schemaOf'] {
  const unknown = Type.Object({ [member]: Type.Enum(Object.keys(schemas)) });
  return (payload) => {
    const said = (payload as Record<string, unknown> | null)?.[member];
    const known = typeof said === 'string' && Object.hasOwn(schemas, said);
    return (known && schemas[said]) || unknown;
  };
}

export type RealtimeDeps = {
  log: Log;
  authenticate: (token: string) => Promise<SignedInUser | null>;
  welcome: (user: SignedInUser) => Promise<Welcome>;
  /** The rows behind a part of the feed; read marks as this user's (null: nobody's). */
  readChanges: (recorded: Recorded, userId: Id | null) => Promise<Change[]>;
  questions: Record<keyof AppToServer, Question>;
  /** A console of this user came. */
  came?(userId: Id): void;
  /** Somebody begins to look at this conversation. */
  looked?(conversationId: Id): void;
};

export type Realtime = {
  publish: (recorded: Recorded) => void;
  whatsapp: (state: WhatsappState) => void;
  /** What the workspace is called from now on. */
  workspace: (name: string) => void;
  /** All of it, a QR to be scanned included: to admins only. */
  whatsappSession: (session: WhatsappSession) => void;
  /** To each console what its user hears of calls. */
  calls: (callsOf: (userId: Id) => LiveCall[]) => void;
  /** The contact types in their conversation, or no longer. */
  contactTypes: (conversationId: Id, is: boolean) => void;
  /** Whether a console of this user is connected. */
  present: (userId: Id) => boolean;
  /** Everyone of whom a console is connected. */
  presentUsers: () => Id[];
  /** The hashes of the tokens with which consoles are connected. */
  presentSignIns: () => Buffer[];
  /** Cuts every connection of a user. */
  endSignIns: (userId: Id) => void;
  /** Cuts the connections of one sign-in. */
  endSignIn: (tokenHash: Buffer) => void;
  /** Makes every console connect anew and find another epoch. */
  resetConsoles: () => void;
  connected: () => number;
  close: () => Promise<void>;
};

const everyone = 'everyone';
const admins = 'admins';
const ofUser = (id: Id): string => `user:${id}`;
const ofSignIn = (hash: string): string => `sign-in:${hash}`;

/** Room enough for the largest text, so that one too large is refused with words, not by a cut. */
const largestPayload = 4 * 1024 * 1024;
/** More changes than this in one push are left to the consoles' own pull. */
const largestPush = 2_000;

export function openRealtime(http: HttpServer, deps: RealtimeDeps): Realtime {
  const io: Io = new Server(http, {
    transports: ['websocket'],
    maxHttpBufferSize: largestPayload,
    serveClient: false,
    pingInterval: 15_000,
    pingTimeout: 10_000,
  });
  const checkHandshake = Compile(Handshake);
  const validatorOf = keptValidators();
  io.use((socket, next) => {
    const auth: unknown = socket.handshake.auth;
    if (!checkHandshake.Check(auth)) return next(refusedEntry('invalid'));
    deps.authenticate(auth.token).then(
      (user) => {
        if (!user) return next(refusedEntry('unauthenticated'));
        socket.data = { user, signIn: hashOfToken(auth.token).toString('base64url') };
        next();
      },
      () => next(refusedEntry('server-trouble')),
    );
  });
  // Not Socket.IO's `volatile`: what is dropped here is not said again, and one that left would stay.
  const presences = openPresences(
    (news) => io.emit('presence', news),
    (conversationId) => deps.looked?.(conversationId),
  );
  io.on('connection', (socket) => {
    const { user, signIn } = socket.data;
    hear(socket, presences);
    deps.came?.(user.id);
    for (const [name, question] of Object.entries(deps.questions)) {
      listen(socket, name, question, validatorOf, deps.log);
    }
    // In the rooms first: a change between the welcome's reading and its arrival is then pushed.
    void socket.join([everyone, ofUser(user.id), ofSignIn(signIn)]);
    // Whoever's role changes is made to connect anew.
    if (user.role === 'admin') void socket.join(admins);
    deps.welcome(user).then(
      (welcome) => {
        socket.emit('welcome', welcome);
        socket.emit('presence', presences.whole(socket.id));
      },
      (error: Error) => {
        deps.log.warn({ err: error }, 'no welcome: the console will come again');
        socket.disconnect(true);
      },
    );
  });
  const push = openPush(io, deps);
  const end = (room: string): void => {
    io.to(room).emit('signedOut');
    io.in(room).disconnectSockets(true);
  };
  return {
    publish: push,
    whatsapp: (state) => io.emit('whatsapp', state),
    workspace: (name) => io.emit('workspace', name),
    whatsappSession: (session) => io.to(admins).emit('whatsappSession', session),
    calls: (callsOf) => {
      for (const socket of io.sockets.sockets.values()) {
        socket.emit('calls', callsOf(socket.data.user.id));
      }
    },
    contactTypes: presences.contactTypes,
    presentSignIns: () =>
      [...io.sockets.sockets.values()].map(({ data }) => Buffer.from(data.signIn, 'base64url')),
    presentUsers: () => [
      ...new Set([...io.sockets.sockets.values()].map((socket) => socket.data.user.id)),
    ],
    present: (userId) => io.sockets.adapter.rooms.has(ofUser(userId)),
    endSignIns: (userId) => end(ofUser(userId)),
    endSignIn: (hash) => end(ofSignIn(hash.toString('base64url'))),
    resetConsoles: () => io.disconnectSockets(true),
    connected: () => io.engine.clientsCount,
    close: async () => {
      presences.close();
      io.disconnectSockets(true);
      await io.close();
    },
  };
}

const checkLooking = Compile(Looking);

/** Nobody answers this: what does not fit is as if it had not been said. */
function hear(socket: Link, presences: Presences): void {
  socket.on('presence', (looking) => {
    if (checkLooking.Check(looking)) presences.says(socket.id, socket.data.user.id, looking);
  });
  socket.on('disconnect', () => presences.left(socket.id));
}

/** The app reads `data.code` and knows whether to ask for a new sign-in or to come again. */
function refusedEntry(code: 'invalid' | 'unauthenticated' | 'server-trouble'): Error {
  return Object.assign(new Error(code), { data: { code } });
}

type Validator = ReturnType<typeof Compile>;

/** Compiles each schema once. */
function keptValidators(): (schema: TSchema) => Validator {
  const kept = new Map<TSchema, Validator>();
  return (schema) => {
    const validator = kept.get(schema) ?? Compile(schema);
    kept.set(schema, validator);
    return validator;
  };
}

function listen(
  socket: Link,
  name: string,
  question: Question,
  validatorOf: (schema: TSchema) => Validator,
  log: Log,
): void {
  const on = socket.on.bind(socket) as (
    event: string,
    listener: (...parts: unknown[]) => void,
  ) => void;
  on(name, (...parts: unknown[]) => {
    const acknowledge = parts.at(-1);
    const payload = parts[0];
    if (typeof acknowledge !== 'function') {
      log.warn({ name }, 'a question without an acknowledgement was ignored');
      return;
    }
    const check = validatorOf(question.schemaOf(payload));
    if (!check.Check(payload)) {
      const fault = [...check.Errors(payload)][0];
      const path = faultPath(fault);
      log.info({ name, path }, 'a payload that does not fit was refused');
      acknowledge(
        new Refused('invalid', `${path || 'The payload'} ${fault?.message ?? 'does not fit'}.`, {
          path,
        }).refusal,
      );
      return;
    }
    question.answer(socket.data.user, payload as never).then(
      (answer) => acknowledge(answer),
      (error: unknown) => {
        if (error instanceof Refused) return acknowledge(error.refusal);
        // No acknowledgement: the app tries again, with the same id.
        log.error({ err: error, name }, 'a question could not be answered');
      },
    );
  });
}

type Fault = { instancePath: string; keyword: string; params: object };

/** The field at fault: a missing or unknown one is named itself, not its parent. */
function faultPath(fault: Fault | undefined): string {
  if (!fault) return '';
  const params = fault.params as { requiredProperties?: string[]; additionalProperties?: string[] };
  const named = params.requiredProperties?.[0] ?? params.additionalProperties?.[0];
  return named === undefined ? fault.instancePath : `${fault.instancePath}/${named}`;
}

/** Pushes in the order of the numbers; what is recorded while one push reads its rows goes as one. */
function openPush(io: Io, deps: RealtimeDeps): (recorded: Recorded) => void {
  const waiting: Recorded[] = [];
  let busy = false;
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      waiting.sort((a, b) => a.first - b.first);
      const batch = takeFollowing(waiting);
      try {
        await emitBatch(io, deps, batch);
      } catch (error) {
        // Nothing is lost: whoever misses these numbers pulls them.
        deps.log.warn({ err: error }, 'a push could not be read; the consoles will pull');
      }
    }
    busy = false;
  };
  return (recorded) => {
    waiting.push(recorded);
    if (busy) return;
    busy = true;
    void drain();
  };
}

/** The longest run from the front in which each follows the one before. */
function takeFollowing(waiting: Recorded[]): Recorded {
  const first = waiting.shift() as Recorded;
  const run = { ...first, marks: [...first.marks] };
  while (
    waiting[0]?.first === run.last + 1 &&
    waiting[0].epoch === run.epoch &&
    run.marks.length + waiting[0].marks.length <= largestPush
  ) {
    const next = waiting.shift() as Recorded;
    run.marks.push(...next.marks);
    run.last = next.last;
  }
  return run;
}

async function emitBatch(io: Io, deps: RealtimeDeps, recorded: Recorded): Promise<void> {
  const shared = recorded.marks.filter((mark) => mark.userId === null);
  const owners = new Set(recorded.marks.flatMap((mark) => mark.userId ?? []));
  const { epoch, first, last } = recorded;
  const forAll =
    shared.length > 0 ? await deps.readChanges({ ...recorded, marks: shared }, null) : [];
  const batch = (changes: Change[]): ChangeBatch => ({ epoch, first, last, changes });
  for (const owner of owners) {
    const own = recorded.marks.filter((mark) => mark.userId === owner);
    const theirs = await deps.readChanges({ ...recorded, marks: own }, owner);
    io.to(ofUser(owner)).emit('changes', batch([...forAll, ...theirs]));
  }
  io.to(everyone)
    .except([...owners].map(ofUser))
    .emit('changes', batch(forAll));
}
