/**
 * What was given here goes to the server: in order within a conversation, different conversations
 * beside each other, each command exactly once by its id. The table is the truth; what is in memory
 * mirrors it.
 */
import type { Command, CommandValue } from '#shared/contract/command.ts';
import type { Refusal, RefusalCode } from '#shared/contract/refusal.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import { nothingTouched, type Touched } from '../cache/apply.ts';
import type { Cache } from '../cache/cache.ts';
import type { Pending } from '../cache/commands.ts';
import type { Log } from '../log.ts';
import { readOutcome } from './arrivals.ts';
import { backoff } from './backoff.ts';
import type { Feed } from './feed.ts';
import { answerIsNewer } from './state.ts';

export type Outbox = {
  /** On the disk when this returns. The same message twice is the same command. */
  give(command: Command): Id;
  of(conversationId: Id): readonly Pending[];
  conversations(): Iterable<Id>;
  waiting(): number;
  /** Of those, what a person gave: how far they have read goes along unseen. */
  given(): number;
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
  retry?: { first: number; most: number };
};

const mostAtOnce = 8;
const usualRetry = { first: 500, most: 10_000 };
/** Refusals that are about the moment, not about the command. */
const passing: ReadonlySet<RefusalCode> = new Set(['unauthenticated', 'too-many', 'app-too-old']);

export function openOutbox(deps: OutboxDeps): Outbox {
  const { cache, log } = deps;
  const { tables } = cache;
  const queues = new Map<Id, Pending[]>();
  const flying = new Set<Id>();
  /** Conversations that wait for their next try, and how often they tried. */
  const resting = new Map<Id, NodeJS.Timeout>();
  const tries = new Map<Id, number>();
  /** Sent from this process, with nothing heard of their conversation since. */
  const fresh = new Map<Id, Id>();
  let closed = false;

  const enqueue = (pending: Pending): void => {
    const { conversationId } = pending.command;
    const queue = queues.get(conversationId);
    if (queue) queue.push(pending);
    else queues.set(conversationId, [pending]);
  };
  const restored = tables.commands.all();
  restored.forEach(enqueue);
  const earlier = new Set(restored.map(({ command }) => command.id));

  const leave = ({ conversationId, id }: Command): void => {
    const queue = queues.get(conversationId)?.filter(({ command }) => command.id !== id) ?? [];
    if (queue.length > 0) queues.set(conversationId, queue);
    else queues.delete(conversationId);
    fresh.delete(id);
    earlier.delete(id);
  };

  const pump = (): void => {
    for (const [conversationId, [first]] of queues) {
      if (closed || flying.size >= mostAtOnce || !deps.ready()) return;
      if (!first || flying.has(conversationId) || resting.has(conversationId)) continue;
      flying.add(conversationId);
      void fly(first.command);
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

  async function fly(command: Command): Promise<void> {
    const { conversationId, id } = command;
    if (!earlier.has(id) && !fresh.has(id)) fresh.set(id, conversationId);
    earlier.add(id);
    const outcome = await deps.send(command).then(readOutcome, () => null);
    flying.delete(conversationId);
    if (closed) return;
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

  function carriedOut(command: Command, { service, message }: CommandValue): void {
    const { conversationId } = command;
    const touched = touchedBy(command);
    cache.write(() => {
      tables.commands.remove(command.id);
      if (command.type === 'markRead') tables.readMarks.raise(conversationId, command.position);
      if (message) {
        deps.absorb({ messages: [message], services: [] });
        tables.conversations.reach(conversationId, message.position, message.sentAt);
      }
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
    tries.delete(conversationId);
    deps.changed(touched);
  }

  function takeBack(command: Command, refusal: Refusal): void {
    cache.keep(() => {
      tables.commands.remove(command.id);
      if (command.type === 'sendMessage') {
        tables.drafts.append(command.conversationId, command.text ?? '');
      }
    });
    leave(command);
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
    return touched;
  }

  return {
    give(command) {
      const queue = queues.get(command.conversationId) ?? [];
      const twin =
        command.type === 'sendMessage' &&
        queue.find(
          (one) =>
            one.command.type === 'sendMessage' && one.command.messageId === command.messageId,
        );
      if (twin) return twin.command.id;
      const overtaken = command.type === 'markRead' ? marksNotFlying(queue) : [];
      const pending = { command: furthest(command, overtaken), givenAt: deps.now() };
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
      pump();
      return command.id;
    },
    of: (conversationId) => queues.get(conversationId) ?? [],
    conversations: () => queues.keys(),
    waiting: () => queues.values().reduce((sum, queue) => sum + queue.length, 0),
    given: () =>
      queues
        .values()
        .reduce(
          (sum, queue) => sum + queue.filter(({ command }) => command.type !== 'markRead').length,
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
      for (const timer of resting.values()) clearTimeout(timer);
    },
  };

  function marksNotFlying(queue: readonly Pending[]): Extract<Command, { type: 'markRead' }>[] {
    const first = queue[0]?.command;
    return queue.flatMap(({ command }) =>
      command.type === 'markRead' && !(command === first && flying.has(command.conversationId))
        ? command
        : [],
    );
  }
}

/** Reading only ever goes forward. */
function furthest(command: Command, overtaken: { position: number }[]): Command {
  if (command.type !== 'markRead') return command;
  const position = Math.max(command.position, ...overtaken.map((old) => old.position));
  return { ...command, position };
}
