import { v7 as newId } from 'uuid';
import { beforeEach, expect, it } from 'vitest';
import type { ConversationSummary } from '#shared/contract/bridge.ts';
import type { Message } from '#shared/contract/message.ts';
import type { SoundKind } from '#shared/contract/settings.ts';
import type { Notice } from './host.ts';
import { type Notices, openNotices } from './notices.ts';
import { words } from './words.ts';

const me = newId();
let shown: Map<string, Notice>;
let heard: SoundKind[];
let badges: number[];
let wants: { notify: boolean; stays: boolean; hushed: boolean };
let notices: Notices;
beforeEach(() => {
  shown = new Map();
  heard = [];
  badges = [];
  wants = { notify: true, stays: false, hushed: false };
  notices = openNotices({
    host: {
      notify: (notice) => void shown.set(notice.conversationId, notice),
      unnotify: (id) => void shown.delete(id),
    },
    badge: (count) => void badges.push(count),
    userId: me,
    words: () => words.en,
    summaries: () => [],
    teamOf: () => undefined,
    nameOf: () => 'Bia',
    wants: () => wants,
    sound: (kind) => void heard.push(kind),
  });
});

function conversation(name: string, state: 'waiting' | 'open' | 'finished' = 'open', holder = me) {
  const id = newId();
  const summary = {
    conversation: { id, lastPosition: 1 },
    contact: { id: newId(), name },
    service: { id: newId(), state, attendantId: state === 'open' ? holder : null },
    unread: 1,
    draft: '',
  } as unknown as ConversationSummary;
  return summary;
}
const write = (to: ConversationSummary, text: string | null, more: Partial<Message> = {}) =>
  ({
    ...{ id: newId(), conversationId: to.conversation.id, kind: 'text', text },
    ...more,
  }) as Message;
const texts = () => [...shown.values()].map(({ title, body, count }) => [title, body, count]);

it('says one thing per conversation, with how much it stands for', () => {
  const [ana, bruno] = [conversation('Ana'), conversation('Bruno')];
  notices.told([ana], [write(ana, 'one')], []);
  notices.told([ana, bruno], [write(ana, 'two'), write(ana, 'three'), write(bruno, 'hi')], []);
  expect(texts()).toEqual([
    ['Ana (3)', 'three', 3],
    ['Bruno', 'hi', 1],
  ]);
});

it('says nothing of a heap that comes at once, and nothing of a mention that is being read', () => {
  const heap = Array.from({ length: 40 }, (_, n) => conversation(`Ana ${n}`));
  notices.told(
    heap,
    heap.map((one) => write(one, 'hi')),
    [],
  );
  expect([texts(), heard, badges.at(-1)]).toEqual([[], [], 40]);
  const bruno = conversation('Bruno');
  notices.inFront(bruno.conversation.id);
  notices.mentioned(bruno, 'x');
  expect([texts(), heard]).toEqual([[], []]);
  notices.inFront(null);
  notices.mentioned(bruno, 'x');
  expect([texts(), heard]).toEqual([[['Bruno', 'x', 1]], ['mention']]);
});

it('begins anew once it was seen, and takes away what was read elsewhere', () => {
  const ana = conversation('Ana');
  notices.told([ana], [write(ana, 'one')], []);
  notices.inFront(ana.conversation.id);
  expect(texts()).toEqual([]);
  notices.told([ana], [write(ana, 'two')], []);
  expect([texts(), heard]).toEqual([[], ['mine']]);
  notices.inFront(null);
  notices.told([ana], [write(ana, 'three')], []);
  expect(texts()).toEqual([['Ana', 'three', 1]]);
  notices.told([{ ...ana, unread: 0 }], [], []);
  expect(texts()).toEqual([]);
});

it('is heard once for who waits, at each message in mine, and once for a heap', () => {
  const [waits, mine, other] = [
    conversation('Ana', 'waiting'),
    conversation('Bruno'),
    conversation('Carla', 'open', newId()),
  ];
  notices.told([waits], [write(waits, 'hello')], []);
  notices.told([waits], [write(waits, 'anybody?')], []);
  expect(heard).toEqual(['waiting']);
  notices.told([mine], [write(mine, 'a'), write(mine, 'b')], []);
  notices.told([mine], [write(mine, 'c')], []);
  notices.told([other], [write(other, 'not mine')], []);
  expect(heard).toEqual(['waiting', 'mine', 'mine']);
  notices.mentioned(other, 'what do you think?');
  expect(heard.at(-1)).toBe('mention');
});

it('is silent and shows nothing while hushed, and counts all the same', () => {
  wants.hushed = true;
  const ana = conversation('Ana');
  notices.told([ana], [write(ana, 'one')], []);
  notices.mentioned(ana, 'x');
  expect([texts(), heard, badges]).toEqual([[], [], [1]]);
});

it('is heard where notices are not wanted', () => {
  wants.notify = false;
  const ana = conversation('Ana', 'waiting');
  notices.told([ana], [write(ana, 'one')], []);
  notices.told([ana], [write(ana, 'two')], []);
  expect([texts(), heard]).toEqual([[], ['waiting']]);
});

it('can be answered only where the service is mine, and stays where that is wanted', () => {
  const [waits, mine] = [conversation('Ana', 'waiting'), conversation('Bruno')];
  wants.stays = true;
  notices.told([waits, mine], [write(waits, 'a'), write(mine, 'b')], []);
  expect([...shown.values()].map(({ replyable, stays }) => [replyable, stays])).toEqual([
    [false, true],
    [true, true],
  ]);
});

it('says in words what has none', () => {
  const ana = conversation('Ana');
  notices.told([ana], [write(ana, null, { kind: 'voice' })], []);
  expect(texts()[0]?.[1]).toBe('Voice message');
  notices.told([ana], [write(ana, '', { kind: 'unknown' })], []);
  expect(texts()[0]?.[1]).toBe('New message');
});

it('leaves nothing to be read of somebody who signed out', () => {
  const ana = conversation('Ana');
  notices.told([ana], [write(ana, 'one')], []);
  notices.close();
  expect(texts()).toEqual([]);
});

it.each([
  [{ name: 'Bia', phone: '+5511999990011' }, 'Bia: abre no feriado?'],
  [{ name: null, phone: '+5511999990011' }, '+55 (11) 99999-0011: abre no feriado?'],
  [{ name: null, phone: null }, 'abre no feriado?'],
  [undefined, 'abre no feriado?'],
])('says who of a group wrote: %j', (sender, body) => {
  const group = conversation('Condomínio', 'waiting');
  notices.told([group], [write(group, 'abre no feriado?', sender && { sender })], []);
  expect(texts()).toEqual([['Condomínio', body, 1]]);
});

it('says that a service was given to me, until I look, and is heard', () => {
  const ana = conversation('Ana');
  const given = { ...ana, unread: 0, service: { ...ana.service, given: { by: newId() } } };
  notices.told([given as never], [], [given.service as never]);
  expect(texts()).toEqual([['Ana', 'Bia transferred this service to you', 1]]);
  expect(heard).toEqual(['mine']);
  notices.told([given as never], [], []);
  expect(texts()).toHaveLength(1);
  notices.inFront(ana.conversation.id);
  expect(texts()).toEqual([]);
});
