import { expect, it } from 'vitest';
import { cannedBegun, cannedFor, daytimeAt, fill, type Values } from './canned-reply.ts';

const values: Values = {
  'contact.name': 'Maria {{workspace}}',
  'contact.firstName': 'Maria',
  'attendant.name': 'Ana',
  workspace: null,
  greeting: 'Bom dia',
};
const mark = (name: string) => `[${name}?]`;

it('fills in what is known, once, and says where something is left to write', () => {
  const { text, open } = fill(
    '{{greeting}}, {{ contact.firstName }}! {{workspace}} {{x.y}}',
    values,
    mark,
  );
  expect(text).toBe('Bom dia, Maria! [workspace?] [x.y?]');
  expect(open.map(([from, to]) => text.slice(from, to))).toEqual(['[workspace?]', '[x.y?]']);
  // A name is a name, whatever is in it.
  expect(fill('{{contact.name}}', values, mark)).toEqual({ text: 'Maria {{workspace}}', open: [] });
  expect(fill('{ {greeting} } {{}}', values, mark).open).toEqual([]);
});

it('greets by the clock', () => {
  expect([4, 5, 11, 12, 17, 18, 23, 0].map(daytimeAt)).toEqual([
    ...['evening', 'morning', 'morning', 'afternoon', 'afternoon', 'evening', 'evening', 'evening'],
  ]);
});

it('a slash begins one at the start or after a space, never within a word', () => {
  expect(cannedBegun('/bo', 3)).toEqual({ from: 0, typed: 'bo' });
  expect(cannedBegun('oi /', 4)).toEqual({ from: 3, typed: '' });
  for (const text of ['e/ou', 'https://x', '/bo ', '1/2']) {
    expect(cannedBegun(text, text.length)).toBe(null);
  }
});

it('finds by shortcut before words, without accents', () => {
  const all = [
    { shortcut: 'preparo', text: 'Exame de sangue em jejum' },
    { shortcut: 'endereço', text: 'Rua A. Preparo no site.' },
    { shortcut: 'p', text: 'x' },
  ];
  const found = (typed: string) => cannedFor(all, typed).map(({ shortcut }) => shortcut);
  expect(found('P')).toEqual(['p', 'preparo', 'endereço']);
  expect(found('endereco')).toEqual(['endereço']);
  expect(found('sangue')).toEqual(['preparo']);
  expect(found('zzz')).toEqual([]);
});
