import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refused } from '../contract/refusal.ts';
import {
  dueAt,
  finish,
  giveBack,
  giveOut,
  type Outcome,
  passToTeam,
  receive,
  type Standing,
  settle,
  start,
  type Timing,
  transfer,
  write,
} from './service-life.ts';

const timing: Timing = { inactivityMinutes: 30, unattendedMinutes: 1440, farewellMinutes: 30 };
const noon = Date.parse('2026-11-20T12:00:00.000Z');
const at = (minute: number) => new Date(noon + minute * 60_000).toISOString();
const ana = { id: 'ana', name: 'Ana', role: 'attendant' as const };
const bia = { id: 'bia', name: 'Bia', role: 'attendant' as const };
const boss = { id: 'boss', name: 'Chefe', role: 'admin' as const };
const nothing: Standing = { current: null, latest: null, holderName: null };
const ids = () => {
  let n = 0;
  return () => `s${++n}`;
};
const hello = (minute: number, farewell = false) => ({ at: at(minute), farewell });
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refused) return error.refusal.code;
    throw error;
  }
  return 'ok';
};

function opened(): Standing {
  const waiting = receive(nothing, 'c', hello(0), timing, ids()).standing;
  return start(waiting, 's1', ana, timing, at(1)).standing;
}

describe('a service', () => {
  it('is created waiting by the first message, and the next ones join it', () => {
    const next = ids();
    const one = receive(nothing, 'c', hello(0), timing, next);
    const two = receive(one.standing, 'c', hello(0), timing, next);
    expect(one.services[0]).toMatchObject({ state: 'waiting', createdAt: at(0) });
    expect(two.serviceId).toBe(one.serviceId);
    expect(two.steps).toEqual([]);
  });

  it('goes to the first who starts it; the other is told who has it', () => {
    const standing = opened();
    expect(() => start(standing, 's1', bia, timing, at(1))).toThrow('Ana has this service');
    expect(start(standing, 's1', ana, timing, at(2)).services).toEqual([]);
  });

  it('ends by itself when it fell due, however late that is noticed', () => {
    const outcome = settle(opened(), timing, at(500));
    expect(outcome.services[0]).toMatchObject({
      state: 'finished',
      finishedAt: at(31),
      finishReason: 'inactivity',
      attendantId: 'ana',
    });
    expect(settle(opened(), timing, at(30.9)).services).toEqual([]);
  });

  it('keeps a message that was written in time though it arrives late, and not one written after', () => {
    const inTime = receive(opened(), 'c', hello(30), timing, ids());
    expect(inTime.serviceId).toBe('s1');
    expect(dueAt(inTime.standing.current as never, timing)).toBe(at(60));
    const late = receive(opened(), 'c', hello(40), timing, () => 'next');
    expect(late.serviceId).toBe('next');
    expect(late.services.map((s) => [s.id, s.state, s.finishedAt])).toEqual([
      ['s1', 'finished', at(31)],
      ['next', 'waiting', null],
    ]);
  });

  it('is finished and transferred by who holds it or an admin, never by another, never while waiting', () => {
    const waiting = receive(nothing, 'c', hello(0), timing, ids()).standing;
    expect(codeOf(() => finish(waiting, 's1', ana, timing, at(1)))).toBe('service-waiting');
    expect(codeOf(() => finish(opened(), 's1', bia, timing, at(2)))).toBe('service-held');
    expect(codeOf(() => transfer(opened(), 's1', bia, bia, timing, at(2)))).toBe('service-held');
    expect(finish(opened(), 's1', boss, timing, at(2)).standing.latest?.finishReason).toBe(
      'attendant',
    );
    const moved = transfer(opened(), 's1', ana, bia, timing, at(2));
    expect(moved.standing.current?.attendantId).toBe('bia');
    expect(moved.steps[0]).toMatchObject({ kind: 'transferred', actorId: 'ana', holderId: 'bia' });
    const done = finish(opened(), 's1', ana, timing, at(2)).standing;
    expect(codeOf(() => finish(done, 's1', ana, timing, at(3)))).toBe('service-finished');
  });

  it('goes to a team’s queue by who holds it, is given by routing, and says who gave it', () => {
    const passed = passToTeam(opened(), 's1', ana, 'sales', timing, at(2));
    const waits = passed.standing.current;
    expect(waits).toMatchObject({ state: 'waiting', attendantId: null, teamId: 'sales' });
    expect(passed.steps).toEqual([
      {
        serviceId: 's1',
        kind: 'transferred',
        actorId: 'ana',
        holderId: null,
        teamId: 'sales',
        at: at(2),
      },
    ]);
    expect(codeOf(() => passToTeam(opened(), 's1', bia, 'sales', timing, at(2)))).toBe(
      'service-held',
    );
    const given = giveOut(passed.standing, 's1', bia, timing, at(3));
    expect(given.standing.current).toMatchObject({ attendantId: 'bia', startedAt: at(3) });
    expect(given.standing.current?.given).toEqual({ by: null, at: at(3) });
    expect(given.steps[0]).toMatchObject({ kind: 'started', actorId: null, holderId: 'bia' });
    expect(giveOut(given.standing, 's1', ana, timing, at(4)).services).toEqual([]);
    const back = giveBack(given.standing, 's1', null, timing, at(4)).standing.current;
    expect(back).not.toHaveProperty('given');
    expect(back).toMatchObject({ state: 'waiting', teamId: 'sales' });
    const all = passToTeam(passed.standing, 's1', bia, null, timing, at(4)).standing.current;
    expect(all).not.toHaveProperty('teamId');
  });

  it('while it waits may be given to another, which is a start by who gave it', () => {
    const waiting = receive(nothing, 'c', hello(0), timing, ids(), 'sales').standing;
    expect(waiting.current?.teamId).toBe('sales');
    const one = transfer(waiting, 's1', ana, bia, timing, at(1));
    expect(one.standing.current).toMatchObject({
      state: 'open',
      attendantId: 'bia',
      given: { by: 'ana', at: at(1) },
    });
    expect(one.steps[0]).toMatchObject({ kind: 'started', actorId: 'ana', holderId: 'bia' });
    const taken = transfer(opened(), 's1', boss, boss, timing, at(2)).standing.current;
    expect(taken).not.toHaveProperty('given');
  });

  it('takes thanks after its end without another one, for a while', () => {
    const done = finish(opened(), 's1', ana, timing, at(5)).standing;
    expect(receive(done, 'c', hello(34, true), timing, ids())).toMatchObject({
      serviceId: 's1',
      services: [],
    });
    expect(receive(done, 'c', hello(36, true), timing, () => 'new').serviceId).toBe('new');
    expect(receive(done, 'c', hello(6, false), timing, () => 'new').serviceId).toBe('new');
  });

  it('is begun by an attendant who writes first, and written in by its holder alone', () => {
    const first = write(nothing, 'c', ana, timing, at(0), ids());
    expect(first.services[0]).toMatchObject({ state: 'open', attendantId: 'ana' });
    expect(codeOf(() => write(first.standing, 'c', bia, timing, at(1), ids()))).toBe(
      'service-held',
    );
    const waiting = receive(nothing, 'c', hello(0), timing, ids()).standing;
    expect(codeOf(() => write(waiting, 'c', ana, timing, at(1), ids()))).toBe('service-waiting');
  });
});

describe('whatever happens, in whatever order', () => {
  const happening = fc.record({
    what: fc.constantFrom(
      'message',
      'late',
      'thanks',
      'start',
      'write',
      'transfer',
      'team',
      'give',
      'finish',
      'back',
      'timer',
    ),
    who: fc.constantFrom(ana, bia, boss),
    to: fc.constantFrom(ana, bia),
    pause: fc.integer({ min: 0, max: 45 }),
  });

  it('there is one unfinished service at most, a finished one never changes, and each ends when due', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60 }), (happenings) => {
        const next = ids();
        let standing = nothing;
        let minute = 0;
        const finished = new Map<string, string>();
        const unfinished = new Set<string>();
        for (const { what, who, to, pause } of happenings) {
          minute += pause;
          const now = at(minute);
          const meant = standing.current?.id ?? standing.latest?.id ?? 'none';
          const before = standing.current;
          let outcome: Outcome;
          try {
            if (what === 'message') outcome = receive(standing, 'c', hello(minute), timing, next);
            else if (what === 'late')
              outcome = receive(standing, 'c', hello(minute - 20), timing, next);
            else if (what === 'thanks')
              outcome = receive(standing, 'c', hello(minute, true), timing, next);
            else if (what === 'start') outcome = start(standing, meant, who, timing, now);
            else if (what === 'write') outcome = write(standing, 'c', who, timing, now, next);
            else if (what === 'transfer') outcome = transfer(standing, meant, who, to, timing, now);
            else if (what === 'team')
              outcome = passToTeam(standing, meant, who, to.id, timing, now);
            else if (what === 'give') outcome = giveOut(standing, meant, to, timing, now);
            else if (what === 'finish') outcome = finish(standing, meant, who, timing, now);
            else if (what === 'back') outcome = giveBack(standing, meant, null, timing, now);
            else outcome = settle(standing, timing, now);
          } catch (error) {
            expect(error).toBeInstanceOf(Refused);
            continue;
          }
          for (const service of outcome.services) {
            expect(finished.has(service.id)).toBe(false);
            if (service.state === 'finished') {
              finished.set(service.id, JSON.stringify(service));
              unfinished.delete(service.id);
              if (service.finishReason !== 'attendant' && before?.id === service.id) {
                expect(service.finishedAt).toBe(dueAt(before, timing));
              }
              expect((service.finishedAt ?? '') >= service.createdAt).toBe(true);
            } else unfinished.add(service.id);
            expect(unfinished.size).toBeLessThanOrEqual(1);
            expect(service.state === 'waiting').toBe(
              service.attendantId === null && !service.finishedAt,
            );
            if (service.given) expect(service.attendantId).not.toBe(null);
          }
          standing = outcome.standing;
          expect([...unfinished]).toEqual(standing.current ? [standing.current.id] : []);
        }
      }),
      { numRuns: 500 },
    );
  });
});
