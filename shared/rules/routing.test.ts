import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Gift, giveOutAll, type Member, type Waits } from './routing.ts';

const ids = ['ana', 'bia', 'caio', 'davi', 'eva'];
const aMember = (id: string): fc.Arbitrary<Member> =>
  fc.record({
    id: fc.constant(id),
    open: fc.nat(6),
    capacity: fc.nat(6),
    turn: fc.nat(4),
  });
const someMembers = fc.subarray(ids).chain((some) => fc.tuple(...some.map(aMember)));
const someWaiting: fc.Arbitrary<Waits[]> = fc
  .array(fc.option(fc.constantFrom(...ids)), { maxLength: 20 })
  .map((all) => all.map((notTo, n) => ({ serviceId: `s${n}`, notTo })));
const someRouting = fc.constantFrom('roundRobin' as const, 'leastBusy' as const);
const countOf = (gifts: Gift[], id: string) => gifts.filter((one) => one.attendantId === id).length;

describe('routing', () => {
  it('gives nothing by itself where it is manual', () => {
    const members = [{ id: 'ana', open: 0, capacity: 5, turn: 0 }];
    expect(giveOutAll('manual', [{ serviceId: 's', notTo: null }], members)).toEqual([]);
  });

  it('one owner each, nobody beyond their capacity, never back to whom it was taken from', () => {
    fc.assert(
      fc.property(someRouting, someWaiting, someMembers, (routing, waiting, members) => {
        const gifts = giveOutAll(routing, waiting, members);
        expect(new Set(gifts.map((one) => one.serviceId)).size).toBe(gifts.length);
        for (const { id, open, capacity } of members) {
          const count = countOf(gifts, id);
          if (count > 0) expect(open + count).toBeLessThanOrEqual(capacity);
        }
        const from = new Map(waiting.map((one) => [one.serviceId, one.notTo]));
        for (const { serviceId, attendantId } of gifts) {
          expect(from.get(serviceId)).not.toBe(attendantId);
        }
      }),
    );
  });

  it('nothing waits that somebody could take, and who waited longer goes first', () => {
    fc.assert(
      fc.property(someRouting, someWaiting, someMembers, (routing, waiting, members) => {
        const gifts = giveOutAll(routing, waiting, members);
        const given = new Map(gifts.map((one) => [one.serviceId, one.attendantId]));
        const left = waiting.filter(({ serviceId }) => !given.has(serviceId));
        for (const { notTo } of left) {
          const free = members.filter(
            ({ id, open, capacity }) => id !== notTo && open + countOf(gifts, id) < capacity,
          );
          expect(free).toEqual([]);
        }
        // A later one that was given went to somebody whom the earlier one may not go to.
        waiting.forEach(({ serviceId, notTo }, at) => {
          if (given.has(serviceId)) return;
          for (const after of waiting.slice(at + 1)) {
            const to = given.get(after.serviceId);
            if (to !== undefined) expect(to).toBe(notTo);
          }
        });
      }),
    );
  });

  it('in turn: over any number of calls, whatever comes at once, shares differ by one at most', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        (batches, size) => {
          const members = ids
            .slice(0, size)
            .map((id) => ({ id, open: 0, capacity: 1_000, turn: 0 }));
          const shares = new Map(members.map(({ id }) => [id, 0]));
          for (const count of batches) {
            const waiting = Array.from({ length: count }, (_, n) => ({
              serviceId: `s${n}`,
              notTo: null,
            }));
            for (const { attendantId, turn } of giveOutAll('roundRobin', waiting, members)) {
              const member = members.find(({ id }) => id === attendantId) as Member;
              member.turn = turn;
              member.open += 1;
              shares.set(attendantId, (shares.get(attendantId) ?? 0) + 1);
            }
          }
          const all = [...shares.values()];
          expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('least busy: nobody gets one while another with room holds fewer', () => {
    fc.assert(
      fc.property(someWaiting, someMembers, (waiting, members) => {
        const held = new Map(members.map(({ id, open }) => [id, open]));
        const gifts = giveOutAll('leastBusy', waiting, members);
        for (const { serviceId, attendantId } of gifts) {
          const { notTo } = waiting.find((one) => one.serviceId === serviceId) as Waits;
          const mine = held.get(attendantId) ?? 0;
          for (const { id, capacity } of members) {
            const theirs = held.get(id) ?? 0;
            if (id !== notTo && theirs < capacity) expect(mine).toBeLessThanOrEqual(theirs);
          }
          held.set(attendantId, mine + 1);
        }
      }),
    );
  });
});
