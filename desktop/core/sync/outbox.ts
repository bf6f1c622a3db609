/**
 * What was given here goes to the server: in order within a conversation, different conversations
 * beside each other, each command exactly once by its id. The table is the truth; what is in memory
 * mirrors it.
 */
import type { Command, CommandValue } from '#shared/contract/command.ts';
import type { Refusal, RefusalCode } from '#shared/contract/refusal.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Uploads } from '../attachments/uploads.ts';
import { nothingTouched, type Touched } from '../cache/apply.ts';
import type { Cache } from '../cache/cache.ts';
import type { Pending } from '../cache/commands.ts';
import type { Log } from '../log.ts';
import { readOutcome } from './arrivals.ts';
import { backoff } from './backoff.ts';
import { changesMessage } from './changed-message.ts';
import type { Feed } from './feed.ts';
import { fileOf, furthest } from './given.ts';
import { endsHolding, mayBeHeld, nextOf, openHolds } from './holds.ts';
import { answerIsNewer } from './state.ts';

export type Outbox = {
  /**
   * On the disk when this returns. The same message twice is the same command. A message stays here
   * for `holdMs` first.
   */
  give(command: Command, holdMs?: number): Id;
  /** What is held of a conversation, or of all (null), goes now. */
  release(conversationId: Id | null): void;
  of(conversationId: Id): readonly Pending[];
  conversations(): Iterable<Id>;
  waiting(): number;
  /** Of those, what a person gave and is not held: how far they have read goes along unseen. */
  given(): number;
  /** Takes back a message that has never left this machine; false: it may have, or is not here. */
  cancel(messageId: Id): boolean;
  /** The same for anything that was given; a message takes along what was done to it. */
  takeBack(commandId: Id): boolean;
  /** Of persons who were erased: their table's rows are gone, and what waits with them. */
  erase(conversationIds: ReadonlySet<Id>): void;
  /** Files that messages here wait for. */
  files(): Set<Id>;
  /** Sends what may go. */
  pump(): void;
  /** Connected anew: whatever was waiting for its next try goes now. */
  wake(): void;
  /** Rows came over the feed. */
  noteTouched(touched: Touched): void;
  close(): void;
};

export type OutboxDeps = {
  cache: Cache;
  send(command: Command): Promise<unknown>;
  /** Whether anything may be sent now. */
  ready(): boolean;
  absorb: Feed['absorb'];
  log: Log;
  now(): Instant;
  changed(touched: Touched): void;
  refused(command: Command, refusal: Refusal): void;
  /** The server wants a new sign-in; what waits stays. */
  unauthenticated(): void;
  failed(error: unknown): void;
  /** Files that messages wait for. */
  files: Pick<Uploads, 'there' | 'carry' | 'forget'>;
  retry?: { first: number; most: number };
};

const mostAtOnce = 8;
/** Of files; a conversation with one on its way does not hold up the others. */
const mostUploads = 2;
const usualRetry = { first: 500, most: 10_000 };
/** Refusals that are about the moment, not about the command. */
const passing: ReadonlySet<RefusalCode> = new Set(['unauthenticated', 'too-many', 'app-too-old']);

export function openOutbox(deps: OutboxDeps): Outbox {
  const { cache, log } = deps;
  const { tables } = cache;
  const queues = new Map<Id, Pending[]>();
  /** Of each conversation the command that is on its way. */
  const flying = new Map<Id, Id>();
  /** Conversations that wait for their next try, and how often they tried. */
  const resting = new Map<Id, NodeJS.Timeout>();
  const tries = new Map<Id, number>();
  /** Sent from this process, with nothing heard of their conversation since. */
  const fresh = new Map<Id, Id>();
  /** Conversations whose next message waits for its file. */
  const uploading = new Set<Id>();
  /** Commands that have left this machine: the server may have carried them out. */
  const sent = new Set<Id>();
  let closed = false;
  const holds = openHolds((commands) => {
    for (const command of commands) {
      const own = queues.get(command.conversationId)?.find((one) => one.command.id === command.id);
      if (own) delete own.held;
      deps.changed(touchedBy(command));
    }
    pump();
  });

  const enqueue = (pending: Pending): void => {
    const { conversationId } = pending.command;
    const queue = queues.get(conversationId);
    if (queue) queue.push(pending);
    else queues.set(conversationId, [pending]);
  };
  const restored = tables.commands.all();
  restored.forEach(enqueue);
  const earlier = new Set(restored.map(({ command }) => command.id));
  for (const one of restored) if (one.sent) sent.add(one.command.id);

  const leave = ({ conversationId, id }: Command): void => {
    const queue = queues.get(conversationId)?.filter(({ command }) => command.id !== id) ?? [];
    if (queue.length > 0) queues.set(conversationId, queue);
    else queues.delete(conversationId);
    fresh.delete(id);
    earlier.delete(id);
    sent.delete(id);
    holds.forget(id);
  };
  /** Its file, once nothing else waits for it. */
  const release = (command: Command, file: 'keep' | 'remove'): void => {
    const id = fileOf(command);
    if (!id) return;
    const others = queues.values().some((queue) => queue.some((one) => fileOf(one.command) === id));
    if (!others) deps.files.forget(id, file);
  };

  const pump = (): void => {
    for (const [conversationId, queue] of queues) {
      if (closed || flying.size >= mostAtOnce || !deps.ready()) return;
      const first = nextOf(queue, holds.has);
      if (!first || flying.has(conversationId) || resting.has(conversationId)) continue;
      if (uploading.has(conversationId)) continue;
      const file = fileOf(first.command);
      if (file && !deps.files.there(file)) {
        if (uploading.size >= mostUploads) continue;
        uploading.add(conversationId);
        void bring(first.command, file);
      } else {
        flying.set(conversationId, first.command.id);
        void fly(first.command);
      }
    }
  };
  const rest = (conversationId: Id): void => {
    const tried = tries.get(conversationId) ?? 0;
    tries.set(conversationId, tried + 1);
    const wakeUp = () => {
      resting.delete(conversationId);
      pump();
    };
    resting.set(conversationId, setTimeout(wakeUp, backoff(tried, deps.retry ?? usualRetry)));
  };

  /** The file first: the message goes when the server has all of it. */
  async function bring(command: Command, file: Id): Promise<void> {
    const { conversationId, id } = command;
    const outcome = await deps.files.carry(file).catch((error: Error) => {
      log.error({ err: error, id }, 'a file could not be read');
      return null;
    });
    uploading.delete(conversationId);
    if (closed || tables.erased.has(conversationId)) return;
    const waits = queues.get(conversationId)?.some((one) => one.command.id === id);
    try {
      if (!waits || outcome === true) tries.delete(conversationId);
      else if (outcome && !passing.has(outcome.code)) takeBack(command, outcome);
      else {
        if (outcome?.code === 'unauthenticated') deps.unauthenticated();
        rest(conversationId);
      }
    } catch (error) {
      rest(conversationId);
      deps.failed(error);
    }
    pump();
  }

  /** Before it leaves, so that nobody takes back what the server may have. */
  function noteSent({ id, type }: Command): boolean {
    if (type !== 'sendMessage' || sent.has(id)) return true;
    try {
      cache.write(() => tables.commands.markSent(id));
    } catch (error) {
      deps.failed(error);
      return false;
    }
    sent.add(id);
    return true;
  }

  async function fly(command: Command): Promise<void> {
    const { conversationId, id } = command;
    if (!noteSent(command)) {
      flying.delete(conversationId);
      rest(conversationId);
      return;
    }
    if (!earlier.has(id) && !fresh.has(id)) fresh.set(id, conversationId);
    earlier.add(id);
    const outcome = await deps.send(command).then(readOutcome, () => null);
    flying.delete(conversationId);
    if (closed || tables.erased.has(conversationId)) return;
    try {
      if (outcome?.ok) carriedOut(command, outcome.value);
      else if (outcome && !passing.has(outcome.code)) takeBack(command, outcome);
      else if (outcome?.code === 'unauthenticated') deps.unauthenticated();
      else {
        log.info({ id, type: command.type, code: outcome?.code }, 'not carried out yet');
        rest(conversationId);
      }
    } catch (error) {
      rest(conversationId);
      deps.failed(error);
    }
    pump();
  }

  function carriedOut(command: Command, { service, message, contact }: CommandValue): void {
    const { conversationId } = command;
    const touched = touchedBy(command);
    cache.write(() => {
      tables.commands.remove(command.id);
      if (command.type === 'markRead') tables.readMarks.raise(conversationId, command.position);
      if (message) {
        // Nothing has come for it since it left: what is here is from before it.
        if (changesMessage(command) && fresh.has(command.id)) tables.messages.put(message);
        else deps.absorb({ messages: [message], services: [] });
        tables.conversations.reach(conversationId, message.position, message.sentAt);
      }
      // What came over the feed meanwhile is newer, or the same.
      if (contact && fresh.has(command.id)) tables.contacts.put(contact);
      if (service) {
        const here = tables.services.one(service.id);
        if (answerIsNewer(here, service, fresh.has(command.id))) {
          tables.services.put(service);
          deps.absorb({ messages: [], services: [service] });
          touched.services.set(service.id, conversationId);
        }
      }
    });
    leave(command);
    release(command, 'keep');
    tries.delete(conversationId);
    deps.changed(touched);
  }

  function takeBack(command: Command, refusal: Refusal): void {
    cache.keep(() => {
      tables.commands.remove(command.id);
      if (command.type === 'sendMessage' && command.text !== undefined) {
        tables.drafts.append(command.conversationId, command.text);
      }
    });
    leave(command);
    release(command, 'remove');
    tries.delete(command.conversationId);
    log.info({ id: command.id, type: command.type, code: refusal.code }, 'refused');
    deps.changed(touchedBy(command));
    deps.refused(command, refusal);
  }

  function touchedBy(command: Command): Touched {
    const touched = nothingTouched();
    const { conversationId } = command;
    touched.conversations.add(conversationId);
    if ('messageId' in command) touched.messages.set(command.messageId, conversationId);
    if ('serviceId' in command) touched.services.set(command.serviceId, conversationId);
    if ('note' in command && command.note) {
      touched.messages.set(command.note.messageId, conversationId);
    }
    return touched;
  }

  function cancel(messageId: Id): boolean {
    for (const queue of queues.values()) {
      const own = queue.filter(
        ({ command }) => 'messageId' in command && command.messageId === messageId,
      );
      const message = own.find(({ command }) => command.type === 'sendMessage')?.command;
      if (!message) continue;
      if (sent.has(message.id)) return false;
      cache.keep(() => {
        for (const { command } of own) tables.commands.remove(command.id);
      });
      for (const { command } of own) leave(command);
      release(message, 'remove');
      deps.changed(touchedBy(message));
      pump();
      return true;
    }
    return false;
  }

  return {
    give(command, holdMs = 0) {
      const queue = queues.get(command.conversationId) ?? [];
      const twin =
        command.type === 'sendMessage' &&
        queue.find(
          (one) =>
            one.command.type === 'sendMessage' && one.command.messageId === command.messageId,
        );
      if (twin) return twin.command.id;
      const overtaken = command.type === 'markRead' ? marksNotFlying(queue) : [];
      const held = mayBeHeld(command) && holdMs > 0;
      const pending: Pending = {
        ...{ command: furthest(command, overtaken), givenAt: deps.now() },
        ...(held && { held }),
      };
      cache.keep(() => {
        for (const old of overtaken) tables.commands.remove(old.id);
        tables.commands.add(pending);
        if (command.type === 'sendMessage') {
          tables.drafts.spend(command.conversationId, command.text ?? '');
        }
      });
      overtaken.forEach(leave);
      enqueue(pending);
      deps.changed(touchedBy(command));
      if (endsHolding(command)) holds.release(command.conversationId);
      if (held) holds.hold(command, holdMs);
      pump();
      return command.id;
    },
    release: holds.release,
    cancel,
    erase(conversationIds) {
      for (const id of conversationIds) {
        for (const { command } of queues.get(id) ?? []) {
          leave(command);
          release(command, 'remove');
        }
        clearTimeout(resting.get(id));
        resting.delete(id);
        tries.delete(id);
      }
    },
    takeBack(commandId) {
      const command = queues
        .values()
        .flatMap((queue) => queue)
        .find((one) => one.command.id === commandId)?.command;
      if (!command) return false;
      if (command.type === 'sendMessage') return cancel(command.messageId);
      // What has left before, or before this start, may have been carried out.
      if (earlier.has(commandId) || fresh.has(commandId)) return false;
      cache.keep(() => tables.commands.remove(commandId));
      leave(command);
      deps.changed(touchedBy(command));
      pump();
      return true;
    },
    files: () =>
      new Set(
        queues.values().flatMap((queue) => queue.flatMap(({ command }) => fileOf(command) ?? [])),
      ),
    of: (conversationId) => queues.get(conversationId) ?? [],
    conversations: () => queues.keys(),
    waiting: () => queues.values().reduce((sum, queue) => sum + queue.length, 0),
    given: () =>
      queues
        .values()
        .reduce(
          (sum, queue) =>
            sum + queue.filter(({ command, held }) => command.type !== 'markRead' && !held).length,
          0,
        ),
    pump,
    wake() {
      for (const timer of resting.values()) clearTimeout(timer);
      resting.clear();
      tries.clear();
      pump();
    },
    noteTouched({ conversations }) {
      for (const [id, conversationId] of fresh) {
        if (conversations.has(conversationId)) fresh.delete(id);
      }
    },
    close() {
      closed = true;
      holds.close();
      for (const timer of resting.values()) clearTimeout(timer);
    },
  };

  function marksNotFlying(queue: readonly Pending[]): Extract<Command, { type: 'markRead' }>[] {
    return queue.flatMap(({ command }) =>
      command.type === 'markRead' && flying.get(command.conversationId) !== command.id
        ? command
        : [],
    );
  }
}
