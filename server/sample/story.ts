/**
 * Plays the planned services through the rules that the desk itself goes by (shared/rules), so
 * that nothing in the sample could not have happened.
 */
import type {
  Direction,
  MessageKind,
  MessageStatus,
  Quote,
  Reaction,
} from '#shared/contract/message.ts';
import type { Id, Instant } from '#shared/contract/scalars.ts';
import type { Evaluation } from '#shared/contract/service.ts';
import { isFarewell, knownFarewells, usualFarewells } from '#shared/rules/farewell.ts';
import {
  finish,
  type Outcome,
  receive,
  settle,
  start,
  type Timing,
  transfer,
  write,
} from '#shared/rules/service-life.ts';
import { adopt, append, type Draft, settleAll } from '../desk/desk.ts';
import {
  askEvaluation,
  type Beside,
  evaluationComments,
  farewells,
  handedOver,
  handOver,
  type Turn,
} from './dialogues.ts';
import type { Dice } from './dice.ts';
import { greeting } from './opening-hours.ts';
import { firstName } from './people.ts';
import type { Planned } from './plan.ts';

export type Person = { id: Id; name: string };
export type Place = Parameters<typeof adopt>[1];
/** What a service's life does not write through the desk's draft. */
export type Extras = {
  evaluations: Map<Id, Evaluation>;
  /** Conversation and attendant -> the position up to which it was read. */
  readMarks: { userId: Id; conversationId: Id; position: number }[];
  reactions: { messageId: Id; reaction: Reaction }[];
};
export type Stage = {
  draft: Draft;
  extras: Extras;
  timing: Timing;
  dice: Dice;
  now: number;
  newId: (at: number) => Id;
};

const second = 1_000;
const minute = 60 * second;
const instant = (at: number): Instant => new Date(at).toISOString();

/** One thing that happens, `after` ms from the one before. */
type Beat = { after: number } & (
  | { who: 'contact' | 'attendant' | 'other'; text: string; beside?: Beside }
  | { who: 'start' | 'transfer' | 'finish' | 'ask' }
);

/** The turns as beats: who waits how long for what. The greeting belongs to the hour it begins. */
function beatsOf(planned: Planned, turns: readonly Turn[], dice: Dice): Beat[] {
  const beats: Beat[] = [];
  let holder: 'attendant' | 'other' = 'attendant';
  let started = false;
  let answers = 0;
  for (const [who, text, beside] of turns) {
    if (who === 'c') {
      const first = beats.length === 0;
      beats.push({
        who: 'contact',
        text,
        beside,
        after: first ? 0 : dice.between(15, 150) * second,
      });
      continue;
    }
    if (!started) beats.push({ who: 'start', after: dice.between(1, 14) * minute });
    started = true;
    beats.push({ who: holder, text, beside, after: dice.between(12, 95) * second });
    answers += 1;
    if (answers === 1 && planned.other !== null) {
      beats.push({ who: 'attendant', text: handOver, after: dice.between(10, 40) * second });
      beats.push({ who: 'transfer', after: 4 * second });
      beats.push({ who: 'other', text: handedOver, after: dice.between(20, 90) * second });
      holder = 'other';
    }
  }
  return beats;
}

/** How much of the dialogue was had: an end by itself and an unfinished one stop on the way. */
function turnsHad(planned: Planned): readonly Turn[] {
  const { turns } = planned.dialogue;
  const firstAnswer = turns.findIndex(([who]) => who === 'a');
  if (planned.end === 'waiting' || planned.end === 'unattended') return turns.slice(0, firstAnswer);
  if (planned.end === 'inactivity') return turns.slice(0, firstAnswer + 1);
  if (planned.end === 'open') {
    // Every other one is the attendant's to answer.
    const length = Math.max(firstAnswer + 1, Math.ceil(turns.length * 0.6));
    return turns.slice(
      0,
      planned.minutesAgo % 2 === 0 ? length : Math.min(length + 1, turns.length),
    );
  }
  return turns;
}

/** Plays one service in its conversation. */
export function playService(
  stage: Stage,
  place: Place,
  planned: Planned,
  people: { contact: string; attendant: Person; other: Person | null },
): void {
  const { dice, draft, timing } = stage;
  const beats = beatsOf(planned, turnsHad(planned), dice);
  if (planned.end === 'finished') {
    beats.push({ who: 'finish', after: dice.between(30, 240) * second });
    if (planned.score !== null) beats.push({ who: 'ask', after: second });
    else if (planned.farewell) {
      beats.push({
        who: 'contact',
        text: dice.pick(farewells),
        after: dice.between(20, 400) * second,
      });
    }
  }
  const length = beats.reduce((sum, beat) => sum + beat.after, 0);
  let at =
    'from' in planned
      ? planned.from
      : stage.now - planned.minutesAgo * minute - (planned.end === 'open' ? length : 0);
  const fill = wording(planned, people, at);
  let holder = people.attendant;
  for (const beat of beats) {
    at = Math.min(at + beat.after, stage.now);
    const clock = instant(at);
    const newId = () => stage.newId(at);
    const { current } = place.standing;
    const actor = { ...holder, role: 'attendant' as const };
    if (beat.who === 'contact') {
      const farewell = isFarewell(beat.text, knownFarewells(usualFarewells));
      const message = { at: clock, farewell };
      hears(
        stage,
        place,
        receive(place.standing, place.conversation.id, message, timing, newId),
        fill(beat.text),
        at,
        beat.beside,
      );
    } else if (beat.who === 'attendant' || beat.who === 'other') {
      const outcome = write(place.standing, place.conversation.id, actor, timing, clock, newId);
      adopt(draft, place, outcome);
      says(stage, place, outcome.serviceId, fill(beat.text, holder), holder.id, at, beat.beside);
      if (planned.end === 'open') markRead(stage, place, holder.id);
    } else if (beat.who === 'ask') {
      evaluate(stage, place, planned, at);
    } else if (current) {
      if (beat.who === 'start')
        adopt(draft, place, start(place.standing, current.id, actor, timing, clock));
      if (beat.who === 'finish')
        adopt(draft, place, finish(place.standing, current.id, actor, timing, clock));
      if (beat.who === 'transfer' && people.other) {
        adopt(
          draft,
          place,
          transfer(place.standing, current.id, actor, people.other, timing, clock),
        );
        holder = people.other;
      }
    }
  }
  // Long silent ones end as the server would end them.
  adopt(draft, place, settle(place.standing, timing, instant(stage.now)));
}

function wording(
  planned: Planned,
  people: { contact: string; attendant: Person; other: Person | null },
  from: number,
) {
  const hello = greeting(from);
  return (text: string, me: Person = people.attendant): string => {
    const filled = text
      .replaceAll('{first}', firstName(people.contact))
      .replaceAll('{me}', firstName(me.name))
      .replaceAll('{other}', firstName(people.other?.name ?? ''))
      .replaceAll('{hello}', hello)
      .replaceAll('{day}', planned.said.day)
      .replaceAll('{hour}', planned.said.hour)
      .replaceAll('{doctor}', planned.said.doctor);
    return text.startsWith('{day}') ? filled.charAt(0).toUpperCase() + filled.slice(1) : filled;
  };
}

function hears(
  stage: Stage,
  place: Place,
  outcome: Outcome & { serviceId: Id },
  text: string,
  at: number,
  beside?: Beside,
): void {
  adopt(stage.draft, place, outcome);
  append(stage.draft, place, {
    ...written(stage, place, outcome.serviceId, text, at, 'in', beside),
    authorId: null,
    status: null,
  });
  if (!outcome.standing.current) settleAll(stage.draft, place);
}

function says(
  stage: Stage,
  place: Place,
  serviceId: Id,
  text: string,
  authorId: Id | null,
  at: number,
  beside?: Beside,
): void {
  append(stage.draft, place, {
    ...written(stage, place, serviceId, text, at, 'out', beside),
    authorId,
    status: reached(stage, at),
  });
}

const kinds = ['location', 'cards', 'call'] as const satisfies MessageKind[];

function written(
  { draft, extras, newId }: Stage,
  place: Place,
  serviceId: Id,
  text: string,
  at: number,
  direction: Direction,
  { quotes, reaction, ...content }: Beside = {},
) {
  const id = newId(at);
  const kind: MessageKind = kinds.find((one) => content[one] !== undefined) ?? 'text';
  const other = direction === 'in' ? 'out' : 'in';
  if (reaction) {
    extras.reactions.push({
      messageId: id,
      reaction: { direction: other, emoji: reaction, userId: null },
    });
  }
  const answered =
    quotes &&
    draft.messages.findLast(
      (message) => message.conversationId === place.conversation.id && message.direction === other,
    );
  const quote: Quote | undefined = answered && {
    ...{ messageId: answered.id, direction: other, kind: answered.kind, text: answered.text },
  };
  return {
    ...{ id, serviceId, direction, kind, failure: null, sentAt: instant(at) },
    text: kind === 'text' ? text : null,
    whatsappId: `sample-${id}`,
    ...(kind !== 'text' && { content }),
    ...(quote && { quote }),
  };
}

/** Most have been read; of the last minutes some have only arrived. */
function reached({ dice, now }: Stage, at: number): MessageStatus {
  if (now - at > 60 * minute) return dice.chance(0.95) ? 'read' : 'delivered';
  return dice.pick(['sent', 'delivered', 'delivered', 'read'] as const);
}

function markRead(stage: Stage, place: Place, userId: Id): void {
  const { id, lastPosition } = place.conversation;
  const known = stage.extras.readMarks.find((m) => m.userId === userId && m.conversationId === id);
  if (known) known.position = lastPosition;
  else stage.extras.readMarks.push({ userId, conversationId: id, position: lastPosition });
}

/** The request for an evaluation and, later, the score: both belong to the service that is over. */
function evaluate(stage: Stage, place: Place, planned: Planned, at: number): void {
  const { dice, draft } = stage;
  const service = place.standing.latest;
  if (!service || planned.score === null) return;
  says(stage, place, service.id, askEvaluation, null, at, { evaluation: { part: 'question' } });
  const answered = Math.min(at + dice.between(1, 25) * minute, stage.now);
  const comment = dice.chance(0.25) ? dice.pick(evaluationComments) : null;
  const text = comment ? `${planned.score} - ${comment}` : String(planned.score);
  append(draft, place, {
    ...written(stage, place, service.id, text, answered, 'in', {
      evaluation: { part: 'score', score: planned.score },
    }),
    authorId: null,
    status: null,
  });
  settleAll(draft, place);
  stage.extras.evaluations.set(service.id, {
    score: planned.score,
    comment,
    at: instant(answered),
  });
  draft.steps.push({
    serviceId: service.id,
    kind: 'evaluated',
    actorId: null,
    holderId: service.attendantId,
    at: instant(answered),
  });
}
