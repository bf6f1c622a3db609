import { expect, it } from 'vitest';
import type { Template } from '#shared/contract/template.ts';
import { createThreadsStore } from '../conversation/store.ts';
import { message, silentDesk, summary } from '../preview/samples.ts';
import { keyOf, languageFor, languagesOf, matching } from './choose.ts';
import { createTemplatesStore } from './store.ts';
import { heardIn, minutesLeft } from './window.ts';

const template = (name: string, language = 'pt_BR', body = 'Olá {{1}}'): Template => ({
  ...{ name, language, body, category: 'UTILITY', header: null, footer: null },
});
const now = Date.parse('2026-11-21T12:00:00.000Z');
const ago = (hours: number) => new Date(now - hours * 3_600_000).toISOString();
const wrote = (position: number, hours: number) => message(position, { sentAt: ago(hours) });
const answered = (position: number | null, hours: number) =>
  message(position, { direction: 'out', sentAt: ago(hours) });
const entry = (lastMessage = answered(9, 0)) => ({
  ...summary('c1', { lastPosition: 9 }),
  lastMessage,
});
const thread = (messages: ReturnType<typeof message>[], more = true) => ({
  ...{ messages, more, state: 'ready' as const },
});

it('is open for a day after the contact wrote, whatever we wrote since', () => {
  const left = (hours: number) =>
    minutesLeft(heardIn(entry(), thread([wrote(8, hours), answered(9, 0)])), now);
  expect(left(1)).toBeNull();
  expect(left(21.9)).toBeNull();
  expect(left(22)).toBe(120);
  expect(left(23.99)).toBe(1);
  expect(left(24)).toBe(0);
  // The clock of the contact may be ahead.
  expect(left(-1)).toBeNull();
});

it('goes by the last message while the conversation is not read yet', () => {
  expect(minutesLeft(heardIn(entry(wrote(9, 23)), undefined), now)).toBe(60);
  expect(minutesLeft(heardIn(entry(answered(9, 30)), undefined), now)).toBe(0);
  // What the contact wrote may be below it.
  expect(minutesLeft(heardIn(entry(answered(9, 23)), undefined), now)).toBeNull();
});

it('is closed for who never wrote, and says nothing where it cannot know', () => {
  const none = { ...summary('c1', { lastPosition: 0 }), lastMessage: null };
  expect(minutesLeft(heardIn(none, undefined), now)).toBe(0);
  expect(minutesLeft(heardIn(none, thread([answered(null, 0)], false)), now)).toBe(0);
  expect(heardIn(entry(), thread([answered(9, 1)], false))).toEqual({ at: null, certain: true });
  expect(minutesLeft(heardIn(entry(), thread([answered(8, 23), answered(9, 0)])), now)).toBeNull();
  expect(minutesLeft(heardIn(entry(), thread([answered(8, 25), answered(9, 0)])), now)).toBe(0);
  expect(minutesLeft(null, now)).toBeNull();
});

it('opens by itself when the contact writes or calls', async () => {
  const page = { messages: [wrote(8, 40), answered(9, 0)], services: [], more: false };
  const threads = createThreadsStore(silentDesk({ messages: page }));
  await threads.open('c1');
  const left = () => minutesLeft(heardIn(entry(), threads.getState().threads.get('c1')), now);
  expect(left()).toBe(0);
  const call = message(10, { kind: 'call', text: null, sentAt: ago(0) });
  threads.receive({ messages: [call], services: [], removed: [] });
  expect(left()).toBeNull();
});

it('keeps in sight what was seen while it asks anew, and when nobody answers', async () => {
  const answers: unknown[] = [
    [template('a')],
    { ok: false, code: 'server-unreachable', detail: '' },
    [template('b')],
  ];
  const templates = createTemplatesStore(silentDesk({ templates: () => answers.shift() }));
  await templates.load();
  expect(templates.getState()).toMatchObject({ items: [{ name: 'a' }], trouble: null });
  const asking = templates.load();
  expect(templates.getState()).toMatchObject({ items: [{ name: 'a' }], loading: true });
  await asking;
  expect(templates.getState()).toMatchObject({
    items: [{ name: 'a' }],
    loading: false,
    trouble: 'server-unreachable',
  });
  await templates.load();
  expect(templates.getState()).toMatchObject({ items: [{ name: 'b' }], trouble: null });
});

it('asks once at a time, and shows nobody what was asked for another', async () => {
  let answer: (items: Template[]) => void = () => {};
  const desk = silentDesk({
    templates: () =>
      new Promise((done) => {
        answer = done;
      }),
  });
  const templates = createTemplatesStore(desk);
  const asking = Promise.all([templates.load(), templates.load()]);
  expect(desk.asked).toHaveLength(1);
  templates.reset();
  answer([template('of the former')]);
  await asking;
  expect(templates.getState()).toEqual({ items: null, loading: false, trouble: null });
});

it('finds by words of name and text, without accents, in one language or all', () => {
  const all = [
    template('order_update', 'en_US', 'Your order'),
    template('aviso', 'pt_BR', 'Sua consulta é amanhã'),
    template('aviso', 'en', 'Tomorrow'),
  ];
  const keys = (wanted: string, language: string | null) =>
    matching(all, wanted, language).map(keyOf);
  expect(keys('', null)).toEqual(['aviso en', 'aviso pt_BR', 'order_update en_US']);
  expect(keys('AMANHA consulta', null)).toEqual(['aviso pt_BR']);
  expect(keys('order update', null)).toEqual(['order_update en_US']);
  expect(keys('aviso', 'en')).toEqual(['aviso en']);
  expect(keys('nothing', null)).toEqual([]);
  expect(languagesOf(all)).toEqual(['en', 'en_US', 'pt_BR']);
});

it.each([
  [['es', 'pt_BR', 'pt_PT'], 'pt-BR', 'pt_BR'],
  [['es', 'pt_PT'], 'pt-BR', 'pt_PT'],
  [['en_US', 'pt_BR'], 'en', 'en_US'],
  [['es'], 'en', null],
])('of %j begins with the one of the console %s: %s', (languages, locale, wanted) => {
  expect(languageFor(languages, locale)).toBe(wanted);
});
