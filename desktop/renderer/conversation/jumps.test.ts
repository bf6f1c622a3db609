import { beforeEach, describe, expect, it } from 'vitest';
import type { MessagePage, Question, ShownMessage } from '#shared/contract/bridge.ts';
import type { Located } from '#shared/contract/place.ts';
import { message } from '../preview/samples.ts';
import { createTabsStore } from '../tabs/store.ts';
import { createJumps } from './jumps.ts';
import { createThreadsStore } from './store.ts';
import { createUnreadStore } from './unread.ts';

const at = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString();
const said = (n: number, conversationId = 'c1') =>
  message(n, { id: `${conversationId} ${n}`, conversationId, sentAt: at(n) });

/** A desk with so many messages in c1; what it does can be made to wait, or be another thing. */
function world(length = 300) {
  const rows = new Map<string, ShownMessage[]>([
    ['c1', Array.from({ length }, (_, n) => said(n + 1))],
    ['c2', Array.from({ length: 5 }, (_, n) => said(n + 1, 'c2'))],
  ]);
  const asked: string[] = [];
  const faults = {
    /** Pages at or below this position cannot be had. */
    deadBelow: Number.NEGATIVE_INFINITY,
    by: 'known' as Located['by'],
    unread: 0,
    hold: null as Promise<void> | null,
  };
  const all = () => [...rows.values()].flat();
  const answers = {
    async messages({ conversationId, before, limit }: Question<'messages'>): Promise<MessagePage> {
      await faults.hold;
      const below = (rows.get(conversationId) ?? []).filter(
        ({ position }) => before === null || (position ?? 0) < before,
      );
      const page = below.slice(-limit).filter(({ position }) => (position ?? 0) > faults.deadBelow);
      return { messages: page, services: [], more: below.length > page.length };
    },
    async locate({ conversationId, sought }: Question<'locate'>): Promise<Located> {
      await faults.hold;
      const mine = rows.get(conversationId) ?? [];
      const found =
        'messageId' in sought
          ? all().find(({ id }) => id === sought.messageId)
          : 'from' in sought
            ? (mine.find(({ sentAt }) => sentAt >= sought.from) ?? mine.at(-1))
            : faults.unread > 0
              ? mine.at(-faults.unread)
              : undefined;
      if (!found || faults.by !== 'known') return { place: null, by: faults.by };
      const { id, position, sentAt } = found;
      return {
        place: { conversationId: found.conversationId, messageId: id, position, sentAt },
        by: 'known',
        unread: faults.unread,
      };
    },
  };
  const desk = {
    async call(name: 'messages' | 'locate', question: never) {
      asked.push(name);
      return { ok: true, value: await answers[name](question) };
    },
  } as never;
  const threads = createThreadsStore(desk);
  const unread = createUnreadStore(desk, threads);
  const tabs = createTabsStore();
  const jumps = createJumps({ desk, threads, tabs, unread });
  const lowest = () => threads.getState().threads.get('c1')?.messages[0]?.position;
  return { rows, asked, faults, threads, unread, tabs, jumps, lowest };
}
let here: ReturnType<typeof world>;
beforeEach(() => {
  here = world();
});
const led = () => here.jumps.getState().jump;
const told = () => here.jumps.getState().told;
/** A promise that is kept when told to. */
function held() {
  let release = () => {};
  const promise = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { promise, release };
}

describe('a jump', () => {
  it('leads to a message of which only the id is known, however far up, with all between', async () => {
    expect(await here.jumps.to('c1', { messageId: 'c1 5' })).toBe(true);
    expect(led()?.to).toMatchObject({ keys: ['c1 5'] });
    const { messages = [] } = here.threads.getState().threads.get('c1') ?? {};
    expect(messages.map(({ position }) => position)).toEqual(
      Array.from({ length: 300 }, (_, n) => n + 1),
    );
    expect(here.tabs.getState().active).toBe('c1');
  });

  it('asks nobody for what is on the screen already', async () => {
    await here.threads.open('c1');
    here.asked.length = 0;
    await here.jumps.to('c1', { messageId: 'c1 290' });
    expect(here.asked).toEqual([]);
    expect(led()).not.toBeNull();
  });

  it('finds what has moved since its position was told', async () => {
    await here.jumps.to('c1', { messageId: 'c1 40', position: 270 });
    expect(led()?.to).toMatchObject({ keys: ['c1 40'] });
  });

  it('to what is deleted for good says so, and moves nothing', async () => {
    here.rows.set('c1', here.rows.get('c1')?.filter(({ id }) => id !== 'c1 5') ?? []);
    expect(await here.jumps.to('c1', { messageId: 'c1 5' })).toBe(false);
    expect([led(), told()?.why]).toEqual([null, 'gone']);
  });

  it('follows a message into the conversation that it is in by now', async () => {
    const moved = { ...said(3), conversationId: 'c2', position: 6 };
    here.rows.set('c1', here.rows.get('c1')?.filter(({ id }) => id !== 'c1 3') ?? []);
    here.rows.get('c2')?.push(moved);
    await here.jumps.to('c1', { messageId: 'c1 3' });
    expect(led()).toMatchObject({ conversationId: 'c2', to: { keys: ['c1 3'] } });
    expect(here.tabs.getState().active).toBe('c2');
  });

  it('offline says that it is not on this machine', async () => {
    here.faults.by = 'offline';
    await here.jumps.to('c1', { messageId: 'c1 5' });
    expect([led(), told()?.why, here.jumps.getState().going]).toEqual([null, 'offline', null]);
  });

  it('with a server that dies on the way keeps what came, and says that it did not answer', async () => {
    here.faults.deadBelow = 100;
    expect(await here.jumps.to('c1', { messageId: 'c1 5' })).toBe(false);
    expect([led(), told()?.why, here.lowest()]).toEqual([null, 'late', 101]);
    here.faults.deadBelow = 0;
    expect(await here.jumps.to('c1', { messageId: 'c1 5' })).toBe(true);
    expect(led()?.to).toMatchObject({ keys: ['c1 5'] });
  });

  it('the last of two is the one that counts, whichever is answered first', async () => {
    await here.threads.open('c1');
    const first = held();
    here.faults.hold = first.promise;
    const slow = here.jumps.to('c1', { messageId: 'c1 5' });
    here.faults.hold = null;
    await here.jumps.to('c1', { messageId: 'c1 100' });
    first.release();
    expect(await slow).toBe(true);
    expect(led()?.to).toMatchObject({ keys: ['c1 100'] });
    expect([told(), here.jumps.getState().going]).toEqual([null, null]);
    // Nothing further was read for what nobody wants any more.
    expect(here.lowest()).toBeGreaterThan(5);
  });

  it('while a page is under way ends as if it were not', async () => {
    await here.threads.open('c1');
    const slow = held();
    here.faults.hold = slow.promise;
    const page = here.threads.older('c1');
    here.faults.hold = null;
    await here.jumps.to('c1', { messageId: 'c1 1' });
    slow.release();
    await page;
    const thread = here.threads.getState().threads.get('c1');
    expect(thread?.messages).toHaveLength(300);
    // The page from further down knows of more above it: that is here already.
    expect([thread?.more, thread?.state]).toEqual([false, 'ready']);
    expect(led()?.to).toMatchObject({ keys: ['c1 1'] });
  });

  it('can be given up on the way', async () => {
    const slow = held();
    here.faults.hold = slow.promise;
    const going = here.jumps.to('c1', { messageId: 'c1 5' });
    expect(here.jumps.getState().going).toBe('c1');
    here.jumps.stop();
    slow.release();
    await going;
    expect([led(), told(), here.jumps.getState().going]).toEqual([null, null, null]);
  });

  it('of a search says itself what went wrong', async () => {
    here.faults.by = 'offline';
    expect(await here.jumps.go({ conversationId: 'c1', id: 'gone', position: 3 })).toBe(false);
    expect(told()).toBeNull();
  });
});

describe('a date', () => {
  const day = (from: number, until: number) => ({ day: at(from), until: at(until) });
  it('leads to its first message, or says where it led instead', async () => {
    await here.jumps.to('c1', day(20, 30));
    expect([led()?.to, told()]).toMatchObject([{ keys: ['c1 20'], align: 'start' }, null]);
    here.rows.set(
      'c1',
      here.rows.get('c1')?.filter(({ position: p }) => (p ?? 0) < 50 || (p ?? 0) > 90) ?? [],
    );
    await here.jumps.to('c1', day(60, 70));
    expect([led()?.to, told()]).toMatchObject([
      { keys: ['c1 91'] },
      { why: 'dayLater', at: at(91) },
    ]);
    await here.jumps.to('c1', day(900, 910));
    expect([led()?.to, told()]).toMatchObject([
      { keys: ['c1 300'] },
      { why: 'dayEarlier', at: at(300) },
    ]);
  });
  it('the moment of a service is a line of its own, else the message after it', async () => {
    await here.jumps.to('c1', { serviceId: 's', at: at(7) });
    expect(led()?.to).toMatchObject({ keys: ['queued s', 'started s', 'c1 7'] });
  });
});

describe('what is new', () => {
  it('is divided off where it began, read up to there, and says when there is nothing', async () => {
    await here.jumps.to('c1', 'unread');
    expect(told()?.why).not.toBeUndefined();
    here.unread.leave('c1');
    here.faults.unread = 120;
    await here.jumps.to('c1', 'unread');
    expect(here.unread.getState().dividers.get('c1')).toEqual({ messageId: 'c1 181', count: 120 });
    expect(led()?.to).toMatchObject({ keys: ['c1 181'] });
    expect(here.lowest()).toBeLessThanOrEqual(181);
  });
  it('is not divided off for whoever has left meanwhile', async () => {
    here.faults.unread = 3;
    const slow = held();
    here.faults.hold = slow.promise;
    const entering = here.unread.enter('c1');
    here.unread.leave('c1');
    slow.release();
    expect(await entering).toBe(false);
    expect(here.unread.getState().dividers.size).toBe(0);
    expect(here.unread.getState().asking.size).toBe(0);
  });
});

describe('the way back', () => {
  it('from the hits of one search leads to where it began', async () => {
    const go = (n: number) => here.jumps.go({ conversationId: 'c1', id: `c1 ${n}`, position: n });
    await go(290);
    here.jumps.done('c1', { key: 'c1 299', top: 5 });
    await go(280);
    here.jumps.done('c1', { key: 'c1 290', top: 80 });
    await here.jumps.to('c1', { messageId: 'c1 270' });
    here.jumps.done('c1', { key: 'c1 280', top: 80 });
    expect(
      here.jumps
        .getState()
        .ways.get('c1')
        ?.map((held) => held?.key),
    ).toEqual([...['c1 299', 'c1 280']]);
  });

  it('leads step by step to where each jump began, and is forgotten at the end', async () => {
    await here.jumps.to('c1', { messageId: 'c1 5' });
    here.jumps.done('c1', { key: 'c1 200', top: 12 });
    await here.jumps.to('c1', { messageId: 'c1 2' });
    here.jumps.done('c1', null);
    here.jumps.back('c1');
    expect(led()?.to).toEqual({ held: null });
    here.jumps.done('c1');
    here.jumps.back('c1');
    expect(led()?.to).toEqual({ held: { key: 'c1 200', top: 12 } });
    here.jumps.done('c1');
    here.jumps.back('c1');
    expect(led()).toBeNull();
    await here.jumps.to('c1', { messageId: 'c1 5' });
    here.jumps.done('c1', null);
    here.jumps.arrived('c1');
    here.jumps.back('c1');
    expect(led()).toBeNull();
  });
});
