import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mentionBegun, mentionsIn, notePieces } from './mentions.ts';

const ana = { id: 'a', name: 'Ana' };
const lima = { id: 'b', name: 'Ana Lima' };
const rui = { id: 'c', name: 'Rui' };
const ids = (text: string, picked?: Set<string>, people = [ana, lima, rui]) =>
  mentionsIn(text, people, picked).map(({ userId }) => userId);

it('takes the longest name, whole words only, each person once', () => {
  expect(ids('@Ana Lima e @Rui, veja @Rui')).toEqual(['b', 'c']);
  expect(ids('@Ana, por favor')).toEqual(['a']);
  expect(ids('@Anabela, e-mail x@Rui, @ Rui')).toEqual([]);
});

it('of two with one name it is the one who was picked, else both', () => {
  const twins = [rui, { id: 'd', name: 'Rui' }];
  expect(ids('@Rui', new Set(['d']), twins)).toEqual(['d']);
  expect(ids('@Rui', new Set(), twins)).toEqual(['c', 'd']);
});

it('pieces put together are the text, whatever it is', () => {
  const part = fc.constantFrom('@Ana', '@Ana Lima', '@Rui', ' ', 'x', '@', '\n', 'é');
  fc.assert(
    fc.property(
      fc.array(part).map((parts) => parts.join('')),
      (text) => {
        const mentions = mentionsIn(text, [ana, lima, rui]);
        const pieces = notePieces(text, mentions);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        const told = pieces.flatMap(({ userId }) => userId ?? []);
        expect(new Set(told)).toEqual(new Set(mentions.map(({ userId }) => userId)));
      },
    ),
  );
});

it('knows where a name is being written', () => {
  expect(mentionBegun('oi @ri', 6)).toEqual({ from: 3, typed: 'ri' });
  expect(mentionBegun('@', 1)).toEqual({ from: 0, typed: '' });
  expect(mentionBegun('@Ana Li', 7)).toEqual({ from: 0, typed: 'Ana Li' });
  for (const text of ['x@y', '@ ', '@a b c ', 'oi', '@a\nb']) {
    expect(mentionBegun(text, text.length)).toBe(null);
  }
});
