import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { message, service, silentDesk } from '../preview/samples.ts';
import { firstIndexOf, rowsOf } from './rows.ts';
import { createThreadsStore } from './store.ts';
import { newThread, type Thread, withChanges, withPage } from './thread.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 12, minute)).toISOString();
const said = (position: number, minute = position) => message(position, { sentAt: at(minute) });
const page = (from: number, to: number, more: boolean) => ({
  messages: Array.from({ length: to - from + 1 }, (_, n) => said(from + n)),
  services: [],
  more,
});
const drawn = (thread: Thread) =>
  rowsOf(thread).map((row) =>
    row.type === 'service' ? row.moment : row.type === 'message' ? row.key : row.type,
  );

describe('a thread', () => {
  it('puts what waits after what has a position, and in its place once it has one', () => {
    const mine = message(null, { id: 'x', direction: 'out', status: 'waiting', sentAt: at(3) });
    let thread = withPage(newThread, page(1, 2, false), true);
    thread = withChanges(thread, [mine, said(3, 4)], [], []);
    expect(thread.messages.map((m) => m.id)).toEqual(['m1', 'm2', 'm3', 'x']);
    thread = withChanges(thread, [{ ...mine, position: 4, status: 'sent' }], [], []);
    expect(thread.messages.map((m) => [m.id, m.status])).toContainEqual(['x', 'sent']);
    thread = withChanges(thread, [], [], ['x']);
    expect(thread.messages).toHaveLength(3);
  });

  it('has no gap: what is older than its stretch waits for its page', () => {
    const thread = withPage(newThread, page(10, 20, true), true);
    expect(withChanges(thread, [said(5)], [], []).messages[0]?.position).toBe(10);
    const early = withChanges(newThread, [said(5), said(21)], [], []);
    expect(withPage(early, page(10, 20, true), true).messages.map((m) => m.position)).toEqual([
      10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
    ]);
  });

  it('ends the same in whatever order its changes come', () => {
    const changes = [1, 2, 3, 4, 5].map((n) => [said(n)]);
    fc.assert(
      fc.property(fc.shuffledSubarray(changes, { minLength: 5 }), (shuffled) => {
        const thread = shuffled.reduce(
          (so, change) => withChanges(so, change, [], []),
          withPage(newThread, { messages: [], services: [], more: false }, true),
        );
        expect(thread.messages.map((m) => m.position)).toEqual([1, 2, 3, 4, 5]);
      }),
    );
  });
});

describe('rows', () => {
  it('has a line for each day and each moment of a service', () => {
    const done = service({
      state: 'finished',
      attendantId: 'ana',
      createdAt: at(1),
      startedAt: at(2),
      finishedAt: at(4),
      finishReason: 'inactivity',
    });
    const thread = withPage(
      newThread,
      { messages: [said(1), said(2, 3), said(3, 60 * 30)], services: [done], more: false },
      true,
    );
    expect(drawn(thread)).toEqual([
      'beginning',
      'day',
      'queued',
      'm1',
      'started',
      'm2',
      'finished',
      'day',
      'm3',
    ]);
  });

  it('a service that an attendant began was never in the queue', () => {
    const own = service({ state: 'open', attendantId: 'ana', createdAt: at(1), startedAt: at(1) });
    const thread = withPage(newThread, { messages: [said(1)], services: [own], more: false }, true);
    expect(drawn(thread)).toEqual(['beginning', 'day', 'started', 'm1']);
  });

  it('leaves out moments older than the stretch', () => {
    const old = service({
      state: 'finished',
      createdAt: at(-50),
      startedAt: at(-49),
      finishedAt: at(-40),
    });
    expect(drawn(withPage(newThread, { ...page(5, 6, true), services: [old] }, true))).toEqual([
      'day',
      'm5',
      'm6',
    ]);
  });

  it('each message is there once, in order, and every key is its own', () => {
    const arbitrary = fc.array(
      fc.record({ minute: fc.integer({ min: -5000, max: 5000 }), out: fc.boolean() }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(arbitrary, (moments) => {
        const messages = moments.map(({ minute, out }, n) =>
          message(n + 1, { sentAt: at(minute), direction: out ? 'out' : 'in' }),
        );
        const rows = rowsOf(
          withPage(
            newThread,
            { messages, services: [service({ createdAt: at(0) })], more: false },
            true,
          ),
        );
        expect(rows.filter((row) => row.type === 'message').map((row) => row.key)).toEqual(
          messages.map((m) => m.id),
        );
        expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
      }),
    );
  });

  it('counts down by as many rows as come in above, and by none for those below', () => {
    let thread = withPage(newThread, page(50, 60, true), true);
    const index = (key: string) => {
      const rows = rowsOf(thread);
      return firstIndexOf(rows, thread.anchor) + rows.findIndex((row) => row.key === key);
    };
    const before = index('m50');
    thread = withChanges(thread, [said(61), said(62)], [], []);
    expect(index('m50')).toBe(before);
    thread = withPage(thread, page(1, 49, false), false);
    expect(index('m50')).toBe(before);
    expect(index('m60')).toBe(before + 10);
  });
});

describe('the open threads', () => {
  it('reads the newest page once, older ones on demand, and says when that fails', async () => {
    let broken = false;
    const desk = silentDesk({
      messages: ({ before }) => {
        if (broken) throw new Error('away');
        return before === null ? page(61, 120, true) : page(1, 60, false);
      },
    });
    const threads = createThreadsStore(desk);
    await Promise.all([threads.open('c1'), threads.open('c1')]);
    expect(desk.asked).toHaveLength(1);
    broken = true;
    await threads.older('c1');
    expect(threads.getState().threads.get('c1')?.state).toBe('failed');
    broken = false;
    await Promise.all([threads.older('c1'), threads.older('c1')]);
    expect(threads.getState().threads.get('c1')?.messages).toHaveLength(120);
    await threads.older('c1');
    expect(desk.asked).toHaveLength(3);
  });

  it('takes a signal for the threads it has, and lets go of those no tab shows', async () => {
    const threads = createThreadsStore(silentDesk({ messages: page(1, 2, false) }));
    await threads.open('c1');
    const before = threads.getState().threads.get('c1');
    threads.receive({
      messages: [message(1, { conversationId: 'c2' })],
      services: [],
      removed: [],
    });
    expect(threads.getState().threads.get('c1')).toBe(before);
    threads.receive({ messages: [said(3)], services: [], removed: ['m1'] });
    expect(
      threads
        .getState()
        .threads.get('c1')
        ?.messages.map((m) => m.id),
    ).toEqual(['m2', 'm3']);
    threads.keep([]);
    expect(threads.getState().threads.size).toBe(0);
  });
});
