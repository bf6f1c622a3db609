import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PresenceNews } from '#shared/contract/presence.ts';
import { openPresences, type Presences } from './presence.ts';

let told: PresenceNews[];
let presences: Presences;
beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  presences = openPresences((news) => told.push(news));
});
afterEach(() => {
  presences.close();
  vi.useRealTimers();
});
const news = () => told.splice(0).flatMap(({ consoles }) => consoles);
const looking = (conversationId: string | null, typing = false) => ({ conversationId, typing });

it('tells what is different, once, however often it is said', () => {
  for (let beat = 0; beat < 3; beat += 1) presences.says('k1', 'ana', looking('c1'));
  presences.says('k2', 'bia', looking('c1', true));
  vi.advanceTimersByTime(200);
  expect(news()).toEqual([
    { consoleId: 'k1', userId: 'ana', conversationId: 'c1', typing: false },
    { consoleId: 'k2', userId: 'bia', conversationId: 'c1', typing: true },
  ]);
  presences.says('k1', 'ana', looking('c1'));
  vi.advanceTimersByTime(200);
  expect(told).toEqual([]);
  expect(presences.whole('k1')).toEqual({
    whole: true,
    consoles: [{ consoleId: 'k2', userId: 'bia', conversationId: 'c1', typing: true }],
  });
});

it('a console that is silent is gone within seconds, one that leaves at once', () => {
  presences.says('k1', 'ana', looking('c1'));
  presences.says('k2', 'bia', looking('c1'));
  vi.advanceTimersByTime(200);
  news();
  for (let second = 0; second < 11; second += 1) {
    vi.advanceTimersByTime(1_000);
    presences.says('k2', 'bia', looking('c1'));
  }
  vi.advanceTimersByTime(1_000);
  expect(news()).toEqual([{ consoleId: 'k1', userId: 'ana', conversationId: null, typing: false }]);
  presences.left('k2');
  vi.advanceTimersByTime(200);
  expect(news()).toMatchObject([{ consoleId: 'k2', conversationId: null }]);
  expect(presences.whole('').consoles).toEqual([]);
});

it('typing ends by itself, though the console stays', () => {
  presences.says('k1', 'ana', looking('c1', true));
  vi.advanceTimersByTime(4_000);
  presences.says('k1', 'ana', looking('c1', true));
  vi.advanceTimersByTime(4_000);
  expect(news()).toMatchObject([{ typing: true }]);
  vi.advanceTimersByTime(3_000);
  expect(news()).toMatchObject([{ conversationId: 'c1', typing: false }]);
});
