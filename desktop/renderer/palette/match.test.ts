import { expect, it } from 'vitest';
import { summary } from '../preview/samples.ts';
import { conversationsFor, recentFirst, scoreOf, withRecent, wordsOf } from './match.ts';

const people = [
  summary('joao', { name: 'João Pedro Araújo', phone: '+5511999990001', at: '2026-01-01' }),
  summary('joana', { name: 'Joana Prado', phone: '+5511999990002', at: '2026-01-05' }),
  summary('maria', { name: 'Maria João', phone: '+5521988887777', at: '2026-01-09' }),
];
const found = (typed: string) =>
  conversationsFor(typed, people, 8).map(({ conversation }) => conversation.id);

it.each([
  ['joao', ['joao', 'maria']],
  ['ARAÚJO', ['joao']],
  ['araujo jo', ['joao']],
  ['jprado', ['joana']],
  ['prdo', ['joana']],
  ['mria', ['maria']],
  ['99999-0002', ['joana']],
  ['(21) 98888', ['maria']],
  ['zzz', []],
])('%s finds %j', (typed, ids) => expect(found(typed)).toEqual(ids));

it('the beginning of a name goes before its middle, the middle before scattered letters', () => {
  const score = (text: string) => scoreOf(text, wordsOf('ana')) ?? Number.NaN;
  expect(score('ana lima')).toBeLessThan(score('julia ana'));
  expect(score('julia ana')).toBeLessThan(score('mariana'));
  expect(score('mariana')).toBeLessThan(score('andrea'));
});

it('what was used last comes first, once', () => {
  expect(recentFirst(['a', 'b', 'c'], withRecent(withRecent([], 'b'), 'c'), (one) => one)).toEqual([
    'c',
    'b',
    'a',
  ]);
  expect(withRecent(['a', 'b'], 'b')).toEqual(['b', 'a']);
});

it('answers a key press over 5,000 contacts within a frame', () => {
  const many = Array.from({ length: 5000 }, (_, n) =>
    summary(`c${n}`, { name: `Contato número ${n} da Silva`, at: `2026-${n}` }),
  );
  conversationsFor('a', many, 8);
  const typed = ['s', 'si', 'sil', 'silv', 'slva', 'contato 49'];
  const start = performance.now();
  for (const text of typed) conversationsFor(text, many, 8);
  expect((performance.now() - start) / typed.length).toBeLessThan(16);
});
