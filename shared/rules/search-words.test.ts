import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  contactWords,
  digitsOf,
  matches,
  searchedTexts,
  snippetOf,
  termsOf,
} from './search-words.ts';

const shown = (texts: string[], typed: string) => {
  const { text, marks } = snippetOf(texts, termsOf(typed));
  return { text, marked: marks.map(([from, length]) => text.slice(from, from + length)) };
};

it('words stand for what begins with them, quotes for just what is in them', () => {
  expect(termsOf('bom dia')).toEqual([
    { words: ['bom'], prefix: true },
    { words: ['dia'], prefix: true },
  ]);
  expect(termsOf('"bom dia" ana')).toEqual([
    { words: ['bom', 'dia'], prefix: false },
    { words: ['ana'], prefix: true },
  ]);
  expect(termsOf('“bom')).toEqual([{ words: ['bom'], prefix: false }]);
  expect(termsOf('% * " 👍🏽 _ -- \u0000 \ud800')).toEqual([]);
});

it('marks what was found without minding accents and capitals', () => {
  expect(shown(['A consulta é amanhã às 9h'], 'AMANHA cons')).toEqual({
    text: 'A consulta é amanhã às 9h',
    marked: ['consulta', 'amanhã'],
  });
  expect(shown(['cafe\u0301 agora'], 'café').marked).toEqual(['cafe\u0301']);
  expect(shown(['bom\ndia'], '"bom dia"').marked).toEqual(['bom dia']);
});

it('shows a piece around the first hit, of the text that has most of it', () => {
  const long = `${'palavra '.repeat(60)}exame de sangue ${'outra '.repeat(60)}`;
  const { text, marked } = shown(['nada', long], 'exame');
  expect(marked).toEqual(['exame']);
  expect(text.length).toBeLessThan(170);
  expect(text.startsWith('…') && text.endsWith('…')).toBe(true);
});

it('looks at captions, names of files, cards and places', () => {
  const texts = searchedTexts({
    text: 'segue',
    attachment: {
      ...{
        id: 'x',
        kind: 'document',
        name: 'laudo-final.pdf',
        mediaType: '',
        size: 1,
        sha256: null,
      },
      state: 'here',
    },
    content: { cards: [{ name: 'Dr. Otávio', phones: ['+55 11 4002-8922'] }] },
  });
  for (const typed of ['laudo', 'final pdf', 'otavio', '4002', 'segue otavio']) {
    expect(matches(texts, termsOf(typed)), typed).toBe(true);
  }
  expect(matches(texts, termsOf('segue nunca'))).toBe(false);
  expect(matches(texts, [])).toBe(false);
});

it('knows a number when it sees one', () => {
  expect(digitsOf('(11) 98765-4321')).toBe('11987654321');
  expect(digitsOf('sala 302')).toBeNull();
  expect(digitsOf('12')).toBeNull();
});

it('names are found by each of their words', () => {
  const contact = { id: '', name: 'Mãe do João', whatsappName: 'Zé', phone: null, createdAt: '' };
  expect(contactWords(contact)).toBe(' mae do joao ze');
});

it('nothing that can be typed or written breaks it, and marks lie inside the snippet', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, typed) => {
      const terms = termsOf(typed);
      matches([text], terms);
      const snippet = snippetOf([text], terms);
      let end = 0;
      for (const [from, length] of snippet.marks) {
        expect(from).toBeGreaterThanOrEqual(end);
        end = from + length;
        expect(length).toBeGreaterThan(0);
      }
      expect(end).toBeLessThanOrEqual(snippet.text.length);
    }),
  );
  // Whatever a text has is found by it.
  fc.assert(
    fc.property(fc.lorem({ maxCount: 30 }), fc.nat(), (text, n) => {
      const words = text.split(' ');
      const one = (words[n % words.length] as string).slice(0, 3);
      expect(matches([text], termsOf(one))).toBe(true);
    }),
  );
});
