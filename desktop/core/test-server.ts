/** A server in memory for the core's tests: the contract's feed and commands, with faults on demand. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
// biome-ignore lint/style/noRestrictedImports: the tests of the console play its server
import { Server, type Socket } from 'socket.io';
import { v7 as newId } from 'uuid';
import type { Attachment } from '#shared/contract/attachment.ts';
import type { Calling, CallMove, CallMoved } from '#shared/contract/call.ts';
import type { Change, Entity } from '#shared/contract/change.ts';
import type { Command, CommandValue } from '#shared/contract/command.ts';
import type { Conversation } from '#shared/contract/conversation.ts';
import { usualCopies } from '#shared/contract/copies.ts';
import type { Message } from '#shared/contract/message.ts';
import { type Answer, Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import type { Team } from '#shared/contract/team.ts';
import type { DriverName, WhatsappState } from '#shared/contract/whatsapp.ts';
import {
  finish,
  type Outcome,
  receive,
  type Standing,
  start,
  write,
} from '#shared/rules/service-life.ts';
import { actAbout } from './test-about.ts';
import { testAttachments } from './test-attachments.ts';
import type { Faults } from './test-faults.ts';
import { testRest } from './test-rest.ts';
import { searchIn } from './test-search.ts';
import { noteOf, passedOn } from './test-transfer.ts';

const never = { inactivityMinutes: null, unattendedMinutes: null, farewellMinutes: null };

export type TestServer = Awaited<ReturnType<typeof startTestServer>>;

export async function startTestServer(port = 0) {
  const rows = new Map<string, Change>();
  const marks: { entity: Entity; id: Id; userId: Id | null }[] = [];
  const answers = new Map<Id, Answer<CommandValue>>();
  const users = new Map<string, SignedInUser>();
  const carriedOut: Command[] = [];
  /** What consoles said of where they look. */
  const looked: { userId: Id; conversationId: Id | null; typing: boolean }[] = [];
  const heldBack: { first: number; last: number }[] = [];
  const faults: Faults = { command: 'none', pushes: 1, hold: false, databaseAway: false };
  const settings = {
    ...{ minimumApp: '0.0.0', pageSize: 2_000, snapshotPage: 100, copies: usualCopies },
    /** A snapshot leaves out messages below this position. */
    snapshotFrom: 1,
    ...{ whatsapp: 'open' as WhatsappState, whatsappDriver: 'simulator' as DriverName },
    calling: 'voice' as Calling | undefined,
    /** Those that everybody hears ring or speaks in; told with the next welcome, or by `send`. */
    calls: undefined as unknown,
    /** What is answered to `past`, `place` and `openService`; nothing: never. */
    onAbout: ((): undefined => undefined) as (event: string, asked: unknown) => unknown,
    /** What is answered to a move of a call; nothing: never. */
    onCall: ((): undefined => undefined) as (
      user: SignedInUser,
      move: CallMove,
    ) => Answer<CallMoved> | undefined,
    /** Free messages are refused. */
    onlyTemplates: false,
    /** As the server lists them, also those that no version of ours knows. */
    templates: [] as unknown[],
  };
  let epoch = newId();
  const files = testAttachments();
  const http = createServer(testRest({ files, users, templates: () => settings.templates }));
  const io = new Server(http, { transports: ['websocket'] });

  const idOf = (entity: Entity, id: Id, userId: Id | null) => `${entity} ${id} ${userId ?? ''}`;
  const rowOf = <R>(entity: Entity, id: Id) => (rows.get(idOf(entity, id, null))?.row ?? null) as R;
  const rowsAfter = (since: number, last: number, userId: Id): Change[] => {
    const named = marks
      .slice(since, last)
      .filter((mark) => mark.userId === null || mark.userId === userId);
    const unique = new Map(named.map((mark) => [idOf(mark.entity, mark.id, mark.userId), mark]));
    return [...unique].map(
      ([key, { entity, id }]) => rows.get(key) ?? ({ entity, id, row: null } as Change),
    );
  };
  const push = ({ first, last }: { first: number; last: number }) => {
    for (const socket of io.of('/').sockets.values()) {
      const changes = rowsAfter(first - 1, last, socket.data.user.id);
      for (let time = 0; time < faults.pushes; time += 1) {
        socket.emit('changes', { epoch, first, last, changes });
      }
    }
  };
  /** Writes rows as one transaction of the feed. */
  function record(changes: (Change & { userId?: Id })[]): void {
    const first = marks.length + 1;
    for (const { userId = null, ...change } of changes) {
      rows.set(idOf(change.entity, change.id, userId), change as Change);
      marks.push({ entity: change.entity, id: change.id, userId });
    }
    const batch = { first, last: marks.length };
    if (faults.hold) heldBack.push(batch);
    else push(batch);
  }

  const standingOf = (conversationId: Id): Standing => {
    const services = [...rows.values()].flatMap((change) =>
      change.entity === 'service' && change.row?.conversationId === conversationId
        ? change.row
        : [],
    );
    const current = services.find(({ state }) => state !== 'finished') ?? null;
    const finished = services.filter(({ state }) => state === 'finished');
    const holder = [...users.values()].find(({ id }) => id === current?.attendantId);
    return { current, latest: finished.at(-1) ?? null, holderName: holder?.name ?? null };
  };
  const messagesOf = (conversationId: Id): Message[] =>
    [...rows.values()]
      .flatMap(({ entity, row }) =>
        entity === 'message' && (row as Message | null)?.conversationId === conversationId
          ? (row as Message)
          : [],
      )
      .sort((a, b) => a.position - b.position);
  const serviceChanges = (services: Service[]) =>
    services.map((row) => ({ entity: 'service' as const, id: row.id, row }));

  function append(
    conversation: Conversation,
    outcome: Outcome,
    message: Omit<Message, 'position' | 'conversationId'>,
  ): Message {
    const position = conversation.lastPosition + 1;
    const row: Message = { ...message, conversationId: conversation.id, position };
    const after = { ...conversation, lastPosition: position, lastActivityAt: message.sentAt };
    record([
      { entity: 'conversation', id: after.id, row: after },
      ...serviceChanges(outcome.services),
      { entity: 'message', id: row.id, row },
    ]);
    return row;
  }

  function carryOut(user: SignedInUser, command: Command): Answer<CommandValue> {
    const before = answers.get(command.id);
    if (before) return before;
    let answer: Answer<CommandValue>;
    try {
      answer = { ok: true, value: act(user, command) };
      carriedOut.push(command);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      answer = error.refusal;
    }
    answers.set(command.id, answer);
    return answer;
  }
  function act(user: SignedInUser, command: Command): CommandValue {
    const conversation = rowOf<Conversation | null>('conversation', command.conversationId);
    if (!conversation) throw new Refused('not-found', 'There is no such conversation.');
    const standing = standingOf(conversation.id);
    const now = new Date().toISOString();
    if (command.type === 'markRead') {
      const row = { conversationId: conversation.id, position: command.position };
      record([{ entity: 'readMark', id: conversation.id, row, userId: user.id }]);
      return { service: null, message: null };
    }
    if (command.type === 'sendMessage') {
      if (settings.onlyTemplates && !command.content?.template) {
        throw new Refused('window-closed', 'Only a template goes now.');
      }
      const { attachmentId } = command;
      const attachment = attachmentId && files.stored.get(attachmentId)?.attachment;
      if (attachmentId && !attachment) {
        throw new Refused('not-found', 'Upload the file first.', { path: '/attachmentId' });
      }
      const outcome = write(standing, conversation.id, user, never, now, newId);
      const message = append(conversation, outcome, {
        id: command.messageId,
        serviceId: outcome.serviceId,
        direction: 'out',
        kind: command.kind,
        text: command.text ?? null,
        authorId: user.id,
        status: 'queued',
        failure: null,
        sentAt: now,
        ...(attachment && { attachment }),
        ...(command.content && { content: command.content }),
      });
      return { service: outcome.standing.current, message };
    }
    const about = actAbout({ rowOf, record }, user, conversation, command);
    if (about) return about;
    if (command.type === 'addNote') {
      const nothing = { services: [], steps: [], standing };
      return { service: null, message: append(conversation, nothing, noteOf(user, command, now)) };
    }
    if (!('serviceId' in command) || 'tagId' in command) return { service: null, message: null };
    const outcome =
      command.type === 'startService'
        ? start(standing, command.serviceId, user, never, now)
        : command.type === 'finishService'
          ? finish(standing, command.serviceId, user, never, now)
          : passedOn(standing, command, user, never, now);
    const note = command.type === 'transferService' ? command.note : undefined;
    if (note) {
      const words = noteOf(user, { ...command, ...note }, now, command.serviceId);
      return { service: outcome.standing.current, message: append(conversation, outcome, words) };
    }
    const ended = outcome.standing.current === null;
    const settled = { ...conversation, settledPosition: conversation.lastPosition };
    record([
      ...(ended ? [{ entity: 'conversation' as const, id: settled.id, row: settled }] : []),
      ...serviceChanges(outcome.services),
    ]);
    return { service: outcome.standing.current ?? outcome.standing.latest, message: null };
  }

  io.use((socket, next) => {
    if (faults.databaseAway) {
      next(Object.assign(new Error('trouble'), { data: { code: 'server-trouble' } }));
      return;
    }
    const user = users.get(socket.handshake.auth.token);
    if (!user) {
      next(Object.assign(new Error('unauthenticated'), { data: { code: 'unauthenticated' } }));
      return;
    }
    socket.data.user = user;
    next();
  });
  const answerAbout = (event: string) => (asked: unknown, answer: (said: unknown) => void) => {
    const said = settings.onAbout(event, asked);
    if (said !== undefined) answer(said);
  };
  io.on('connection', (socket: Socket) => {
    const user: SignedInUser = socket.data.user;
    socket.on('presence', (looking) => {
      looked.push({ userId: user.id, ...looking });
    });
    socket.on('pull', (question, answer) => {
      if (question.epoch !== epoch || question.since > marks.length) {
        return answer({ ok: true, value: { reset: true } });
      }
      const cursor = Math.min(marks.length, question.since + settings.pageSize);
      const changes = rowsAfter(question.since, cursor, user.id);
      answer({ ok: true, value: { reset: false, epoch, cursor, head: marks.length, changes } });
    });
    socket.on('snapshot', ({ after }, answer) => {
      const from = after === null ? 0 : Number(after);
      const all = [...rows]
        .filter(([key, { row }]) => row !== null && /( | [-\w]{36} )$/.test(key))
        .filter(([key]) => key.endsWith(' ') || key.endsWith(user.id))
        .map(([, change]) => change)
        .filter(
          ({ entity, row }) =>
            entity !== 'message' || (row as Message).position >= settings.snapshotFrom,
        );
      const next = from + settings.snapshotPage;
      answer({
        ok: true,
        value: {
          epoch,
          cursor: marks.length,
          changes: all.slice(from, next),
          next: next < all.length ? String(next) : null,
        },
      });
    });
    for (const event of ['past', 'openService', 'place']) socket.on(event, answerAbout(event));
    socket.on('older', ({ conversationId, before, limit }, answer) => {
      const messages = messagesOf(conversationId)
        .filter(({ position }) => position < before)
        .slice(-limit);
      answer({ ok: true, value: { messages, services: [] } });
    });
    socket.on('search', (asked, answer) => answer({ ok: true, value: searchIn(rows, asked) }));
    socket.on('command', (command: Command, answer) => {
      const fault = faults.command;
      faults.command = 'none';
      if (fault === 'unheard') return;
      if (fault === 'cut-before') return void socket.disconnect(true);
      const result = carryOut(user, command);
      if (fault === 'cut-after') return void socket.disconnect(true);
      if (fault !== 'silent') answer(result);
    });
    socket.on('call', (move: CallMove, answer) => {
      const result = settings.onCall(user, move);
      if (result) answer(result);
    });
    socket.emit('welcome', {
      epoch,
      head: marks.length,
      serverVersion: '1.0.0',
      minimumApp: settings.minimumApp,
      workspace: 'Clinic',
      user,
      whatsapp: settings.whatsapp,
      whatsappDriver: settings.whatsappDriver,
      calling: settings.calling,
      calls: settings.calls,
      ...{ sample: false, copies: settings.copies },
    });
  });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));

  return {
    address: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    faults,
    settings,
    carriedOut,
    looked,
    record,
    rowOf,
    head: () => marks.length,
    addUser(name: string, role: SignedInUser['role'] = 'attendant'): SignedInUser {
      const user = { id: newId(), name, email: `${name.toLowerCase()}@clinic.test`, role };
      users.set(`token-of-${user.id}`, user);
      const { id } = user;
      record([{ entity: 'user', id, row: { id, name, role, active: true } }]);
      return user;
    },
    addTeam(name: string, memberIds: Id[] = []): Team {
      const id = newId();
      const row: Team = {
        ...{ id, name, routing: 'manual', evaluation: true, evaluationText: null, active: true },
        memberIds,
      };
      record([{ entity: 'team', id, row }]);
      return row;
    },
    addConversation(name: string): Id {
      const at = new Date().toISOString();
      const contact = { id: newId(), name, whatsappName: null, phone: null, createdAt: at };
      const conversation: Conversation = {
        id: newId(),
        contactId: contact.id,
        lastPosition: 0,
        settledPosition: 0,
        lastActivityAt: at,
      };
      record([
        { entity: 'contact', id: contact.id, row: contact },
        { entity: 'conversation', id: conversation.id, row: conversation },
      ]);
      return conversation.id;
    },
    /** A message from the contact. */
    receive(conversationId: Id, text: string, attachment?: Attachment): Message {
      const conversation = rowOf<Conversation>('conversation', conversationId);
      const at = new Date().toISOString();
      const said = { at, farewell: false };
      const outcome = receive(standingOf(conversationId), conversationId, said, never, newId);
      return append(conversation, outcome, {
        id: newId(),
        serviceId: outcome.serviceId,
        direction: 'in',
        kind: attachment?.kind ?? 'text',
        text,
        authorId: null,
        status: null,
        failure: null,
        sentAt: at,
        ...(attachment && { attachment }),
      });
    },
    /** A command of another console. */
    perform: (user: SignedInUser, command: Command) => carryOut(user, command),
    current: (conversationId: Id): Service | null => standingOf(conversationId).current,
    messagesOf,
    /** A row as it is now. */
    change: (message: Message) => record([{ entity: 'message', id: message.id, row: message }]),
    files,
    releasePushes(order: 'in-order' | 'reversed' | 'lost') {
      faults.hold = false;
      const batches = heldBack.splice(0);
      if (order === 'lost') return;
      if (order === 'reversed') batches.reverse();
      batches.forEach(push);
    },
    /** Cuts every connection, as a network does. */
    cut: () => io.disconnectSockets(true),
    endSignIn(user: SignedInUser) {
      users.delete(`token-of-${user.id}`);
      io.emit('signedOut');
    },
    /** As when a backup is restored: other rows, another numbering. */
    begins(anew: Change[]) {
      rows.clear();
      marks.length = 0;
      epoch = newId();
      record(anew);
      io.disconnectSockets(true);
    },
    send: (event: string, payload: unknown) => io.emit(event, payload),
    async close() {
      await io.close();
    },
  };
}
