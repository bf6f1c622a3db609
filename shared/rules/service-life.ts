/**
 * A service's life as one pure decision: given what a conversation has and what happens, which
 * services and steps are to be written. The server writes what comes out; the console shows it
 * before the server has answered. Invariants, whatever the order of what happens:
 *   1. at most one service of a conversation is not finished;
 *   2. a finished service never comes back in an outcome (evaluation and tags live elsewhere);
 *   3. an overdue service ends at the moment at which it fell due, however late that is noticed.
 */
import { Refused } from '../contract/refusal.ts';
import type { Id, Instant } from '../contract/scalars.ts';
import type { FinishReason, Service, ServiceStep } from '../contract/service.ts';
import type { Role } from '../contract/user.ts';

/** Minutes of silence after which a service ends by itself; null: never. */
export type Timing = {
  inactivityMinutes: number | null;
  unattendedMinutes: number | null;
  /** A farewell this soon after the end is kept with the finished service; null: never. */
  farewellMinutes: number | null;
};

export type Standing = {
  /** The service that is waiting or open. */
  current: Service | null;
  /** The one that finished last. */
  latest: Service | null;
  /** The name of who holds `current`, for a refusal that says so. */
  holderName: string | null;
};

export type Actor = { id: Id; role: Role };

/** Rows to write, in order (a service that both ends and changes appears once), and what then stands. */
export type Outcome = { services: Service[]; steps: ServiceStep[]; standing: Standing };

const later = (a: Instant, b: Instant | null): Instant => (b !== null && b > a ? b : a);
const plusMinutes = (at: Instant, minutes: number): Instant =>
  new Date(Date.parse(at) + minutes * 60_000).toISOString();

/** When a service ends by itself, or null when it never does. */
export function dueAt(service: Service, timing: Timing): Instant | null {
  const minutes =
    service.state === 'open'
      ? timing.inactivityMinutes
      : service.state === 'waiting'
        ? timing.unattendedMinutes
        : null;
  return minutes === null ? null : plusMinutes(service.lastInteractionAt, minutes);
}

function ended(service: Service, reason: FinishReason, at: Instant): Service {
  return { ...service, state: 'finished', finishedAt: at, finishReason: reason };
}

const step = (
  kind: ServiceStep['kind'],
  service: Service,
  actorId: Id | null,
  at: Instant,
): ServiceStep => ({
  serviceId: service.id,
  kind,
  actorId,
  holderId: service.attendantId,
  ...(service.teamId && { teamId: service.teamId }),
  at,
});

const unchanged = (standing: Standing): Outcome => ({ services: [], steps: [], standing });

/** Ends the current service if it fell due at `now` or before. */
export function settle(standing: Standing, timing: Timing, now: Instant): Outcome {
  const { current } = standing;
  const due = current && dueAt(current, timing);
  if (!current || !due || due > now) return unchanged(standing);
  const over = ended(current, current.state === 'open' ? 'inactivity' : 'unattended', due);
  return {
    services: [over],
    steps: [step('finished', over, null, due)],
    standing: { current: null, latest: over, holderName: null },
  };
}

/** After `before`, the changed or new service. */
function then(
  before: Outcome,
  service: Service,
  steps: ServiceStep[],
  holderName: string | null,
): Outcome {
  const finished = service.state === 'finished';
  return {
    services: [...before.services, service],
    steps: [...before.steps, ...steps],
    standing: {
      current: finished ? null : service,
      latest: finished ? service : before.standing.latest,
      holderName: finished ? null : holderName,
    },
  };
}

/**
 * A message from the contact, written at `at` (never in the future). Says which service it belongs
 * to; `farewell` is whether it is nothing but thanks or a goodbye. `teamId`: whose a new one is.
 */
export function receive(
  standing: Standing,
  conversationId: Id,
  message: { at: Instant; farewell: boolean },
  timing: Timing,
  newId: () => Id,
  teamId: Id | null = null,
): Outcome & { serviceId: Id } {
  const before = settle(standing, timing, message.at);
  const { current, latest } = before.standing;
  if (current) {
    const touched = { ...current, lastInteractionAt: later(current.lastInteractionAt, message.at) };
    return { ...then(before, touched, [], standing.holderName), serviceId: current.id };
  }
  if (
    message.farewell &&
    latest?.finishedAt &&
    timing.farewellMinutes !== null &&
    message.at <= plusMinutes(latest.finishedAt, timing.farewellMinutes)
  ) {
    return { ...before, serviceId: latest.id };
  }
  const at = later(message.at, latest?.finishedAt ?? null);
  const created: Service = {
    id: newId(),
    conversationId,
    state: 'waiting',
    attendantId: null,
    createdAt: at,
    startedAt: null,
    finishedAt: null,
    finishReason: null,
    lastInteractionAt: at,
    evaluation: null,
    ...(teamId && { teamId }),
  };
  return {
    ...then(before, created, [step('created', created, null, at)], null),
    serviceId: created.id,
  };
}

/** A message of ours that no attendant here wrote: it opens nothing, and is an interaction. */
export function writtenElsewhere(standing: Standing, at: Instant, timing: Timing): Outcome {
  const before = settle(standing, timing, at);
  const { current } = before.standing;
  if (!current) return before;
  const touched = { ...current, lastInteractionAt: later(current.lastInteractionAt, at) };
  return then(before, touched, [], standing.holderName);
}

function held(standing: Standing): Refused {
  const { current, holderName } = standing;
  const name = holderName ?? '';
  return new Refused('service-held', `${name || 'Someone else'} has this service.`, {
    holder: { id: current?.attendantId ?? '', name },
  });
}

/** The current service if it is the one meant. @throws Refused service-finished */
function meant(standing: Standing, serviceId: Id): Service {
  const { current } = standing;
  if (!current || current.id !== serviceId) {
    throw new Refused('service-finished', 'This service has already finished.');
  }
  return current;
}

function mayDispose(standing: Standing, service: Service, actor: Actor): void {
  if (service.state === 'waiting') {
    throw new Refused('service-waiting', 'Start this service first.');
  }
  if (service.attendantId !== actor.id && actor.role !== 'admin') throw held(standing);
}

/** waiting -> open. Starting what one already holds changes nothing. @throws Refused service-held, service-finished */
export function start(
  standing: Standing,
  serviceId: Id,
  actor: Actor & { name: string },
  timing: Timing,
  now: Instant,
): Outcome {
  const before = settle(standing, timing, now);
  const service = meant(before.standing, serviceId);
  if (service.state === 'open') {
    if (service.attendantId !== actor.id) throw held(before.standing);
    return before;
  }
  return started(before, service, actor, actor.id, now);
}

/** waiting -> open, held by `to`; `actorId` null: routing gave it. */
function started(
  before: Outcome,
  service: Service,
  to: { id: Id; name: string },
  actorId: Id | null,
  now: Instant,
): Outcome {
  // Starting counts as interaction: the silence that ends an open service begins here.
  const open: Service = {
    ...given(service, to.id, actorId, now),
    state: 'open',
    startedAt: now,
    lastInteractionAt: later(now, service.lastInteractionAt),
  };
  return then(before, open, [step('started', open, actorId, now)], to.name);
}

/** Held by `to`, who took it or was given it. */
function given(service: Service, to: Id, actorId: Id | null, at: Instant): Service {
  const { given: _, ...rest } = service;
  return {
    ...rest,
    attendantId: to,
    ...(actorId !== to && { given: { by: actorId, at } }),
  };
}

/** Held by nobody. */
function queued({ given: _, ...service }: Service): Service {
  return { ...service, state: 'waiting', attendantId: null, startedAt: null };
}

/** waiting -> open, by routing. One that waits no more stays as it is. @throws Refused service-finished */
export function giveOut(
  standing: Standing,
  serviceId: Id,
  to: { id: Id; name: string },
  timing: Timing,
  now: Instant,
): Outcome {
  const before = settle(standing, timing, now);
  const service = meant(before.standing, serviceId);
  return service.state === 'waiting' ? started(before, service, to, null, now) : before;
}

/** open -> finished, by hand. @throws Refused service-held, service-waiting, service-finished */
export function finish(
  standing: Standing,
  serviceId: Id,
  actor: Actor,
  timing: Timing,
  now: Instant,
): Outcome {
  const before = settle(standing, timing, now);
  const service = meant(before.standing, serviceId);
  mayDispose(before.standing, service, actor);
  const over = ended(service, 'attendant', later(now, service.startedAt));
  return then(before, over, [step('finished', over, actor.id, now)], null);
}

/**
 * open -> open, held by another. What waits may be given by whoever could start it.
 * @throws Refused service-held, service-finished
 */
export function transfer(
  standing: Standing,
  serviceId: Id,
  actor: Actor,
  to: { id: Id; name: string },
  timing: Timing,
  now: Instant,
): Outcome {
  const before = settle(standing, timing, now);
  const service = meant(before.standing, serviceId);
  if (service.state === 'waiting') return started(before, service, to, actor.id, now);
  mayDispose(before.standing, service, actor);
  if (service.attendantId === to.id) return before;
  const moved = given(service, to.id, actor.id, now);
  return then(before, moved, [step('transferred', moved, actor.id, now)], to.name);
}

/** To the queue of a team (null: everybody's). @throws Refused service-held, service-finished */
export function passToTeam(
  standing: Standing,
  serviceId: Id,
  actor: Actor,
  teamId: Id | null,
  timing: Timing,
  now: Instant,
): Outcome {
  const before = settle(standing, timing, now);
  const service = meant(before.standing, serviceId);
  if (service.state === 'waiting' && (service.teamId ?? null) === teamId) return before;
  if (service.state !== 'waiting') mayDispose(before.standing, service, actor);
  const { teamId: _, ...rest } = queued(service);
  const passed: Service = { ...rest, ...(teamId && { teamId }) };
  return then(before, passed, [step('transferred', passed, actor.id, now)], null);
}

/** open -> waiting, as when whoever holds it is deactivated. @throws Refused service-finished */
export function giveBack(
  standing: Standing,
  serviceId: Id,
  actorId: Id | null,
  timing: Timing,
  now: Instant,
): Outcome {
  const before = settle(standing, timing, now);
  const service = meant(before.standing, serviceId);
  if (service.state === 'waiting') return before;
  const waiting = queued(service);
  return then(before, waiting, [step('returned', waiting, actorId, now)], null);
}

/**
 * A message that an attendant writes: goes into the open service they hold, or begins one where
 * nothing is unfinished. @throws Refused service-held, service-waiting
 */
export function write(
  standing: Standing,
  conversationId: Id,
  actor: Actor & { name: string },
  timing: Timing,
  now: Instant,
  newId: () => Id,
): Outcome & { serviceId: Id } {
  const before = settle(standing, timing, now);
  const { current } = before.standing;
  if (current?.state === 'waiting') {
    throw new Refused('service-waiting', 'Start this service before answering.');
  }
  if (current) {
    if (current.attendantId !== actor.id) throw held(before.standing);
    const touched = { ...current, lastInteractionAt: later(now, current.lastInteractionAt) };
    return { ...then(before, touched, [], actor.name), serviceId: current.id };
  }
  const at = later(now, before.standing.latest?.finishedAt ?? null);
  const open: Service = {
    id: newId(),
    conversationId,
    state: 'open',
    attendantId: actor.id,
    createdAt: at,
    startedAt: at,
    finishedAt: null,
    finishReason: null,
    lastInteractionAt: at,
    evaluation: null,
  };
  const steps = [step('created', open, actor.id, at), step('started', open, actor.id, at)];
  return { ...then(before, open, steps, actor.name), serviceId: open.id };
}
