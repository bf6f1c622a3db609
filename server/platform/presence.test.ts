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

it('the contact who types is told like a console that is nobody’s, and stops with their word or in silence', () => {
  presences.contactTypes('c1', true);
  vi.advanceTimersByTime(200);
  expect(news()).toEqual([
    { consoleId: 'contact c1', userId: null, conversationId: 'c1', typing: true },
  ]);
  presences.contactTypes('c1', false);
  vi.advanceTimersByTime(200);
  expect(news()).toMatchObject([{ userId: null, conversationId: null }]);
  presences.contactTypes('c2', true);
  vi.advanceTimersByTime(11_500);
  expect(news().at(-1)).toMatchObject({ consoleId: 'contact c2', conversationId: null });
});

it('says which conversations somebody of ours begins to look at, once each time', () => {
  const looked: string[] = [];
  const watched = openPresences(
    () => {},
    (id) => looked.push(id),
  );
  watched.says('k1', 'ana', looking('c1'));
  watched.says('k1', 'ana', looking('c1', true));
  watched.says('k1', 'ana', looking('c2'));
  watched.contactTypes('c3', true);
  expect(looked).toEqual(['c1', 'c2']);
  watched.close();
});
