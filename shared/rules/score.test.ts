import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreOf } from './score.ts';

/** [what they write, the score, what they say beside it] */
const answers: [string, number, string | null][] = [
  // pt-BR
  ['5', 5, null],
  [' 1 ', 1, null],
  ['5!', 5, null],
  ['5 - ótimo', 5, 'ótimo'],
  ['5- otimo atendimento', 5, 'otimo atendimento'],
  ['5, muito obrigada pela atenção', 5, 'muito obrigada pela atenção'],
  ['4. Demorou um pouco, mas resolveu', 4, 'Demorou um pouco, mas resolveu'],
  ['5 ótimo', 5, 'ótimo'],
  ['5 muito bom', 5, 'muito bom'],
  ['2 demorou demais', 2, 'demorou demais'],
  ['1\nPéssimo, esperei a tarde toda', 1, 'Péssimo, esperei a tarde toda'],
  ['nota 4', 4, null],
  ['Nota: 4', 4, null],
  ['Nota 5!!', 5, null],
  ['NOTA CINCO', 5, null],
  ['minha nota é 3', 3, null],
  ['A nota é 5, adorei', 5, 'adorei'],
  ['dou nota 5', 5, null],
  ['eu dou 4', 4, null],
  ['dou cinco', 5, null],
  ['daria 2', 2, null],
  ['avaliação: 5', 5, null],
  ['cinco', 5, null],
  ['Cinco estrelas', 5, null],
  ['três', 3, null],
  ['tres', 3, null],
  ['um', 1, null],
  ['quatro, foi bom', 4, 'foi bom'],
  ['5 estrelas', 5, null],
  ['5 estrelas!', 5, null],
  ['5/5', 5, null],
  ['4 de 5', 4, null],
  ['5 (cinco)', 5, null],
  ['5️⃣', 5, null],
  ['*5*', 5, null],
  ['5 👏👏', 5, '👏👏'],
  ['5❤️', 5, '❤'],
  ['⭐', 1, null],
  ['⭐⭐⭐⭐⭐', 5, null],
  ['⭐️⭐️⭐️⭐️⭐️', 5, null],
  ['⭐ ⭐ ⭐', 3, null],
  ['★★★☆☆', 3, null],
  ['🌟🌟🌟🌟🌟 amei', 5, 'amei'],
  ['Adorei ⭐⭐⭐⭐⭐', 5, 'Adorei'],
  ['Ótimo atendimento, nota 5', 5, 'Ótimo atendimento'],
  ['Atendimento excelente! Nota 5.', 5, 'Atendimento excelente!'],
  ['Foi tudo certo, 5 estrelas', 5, 'Foi tudo certo'],
  // en
  ['5 - great', 5, 'great'],
  ['five', 5, null],
  ['Five stars', 5, null],
  ['4 stars', 4, null],
  ['4 out of 5', 4, null],
  ['rating: 3', 3, null],
  ["I'd give it a 4", 4, null],
  ['I give you 5', 5, null],
  ['2, nobody answered for hours', 2, 'nobody answered for hours'],
  ['3 because it took long', 3, 'because it took long'],
  ['Great service, 5 stars!', 5, 'Great service'],
];

const ordinary = [
  '',
  '0',
  '6',
  '10',
  '05',
  '55',
  '-',
  'nota 10',
  'nota 0',
  'nota mil',
  'dez',
  'seis',
  '4,5',
  '4.5',
  '4 e meio',
  '4 ou 5',
  '5 ou quatro',
  'quatro ou cinco',
  '5/10',
  '3 a 5',
  '5 as 14h',
  '5h',
  '5:30',
  '5pm',
  '5%',
  '5º',
  '5 caixas por favor',
  '2 pizzas',
  '3 dias',
  '5 minutos',
  'um momento',
  'uma dúvida',
  'one moment please',
  'two boxes',
  '5, qual o horário amanhã?',
  '5?',
  'não dou nota 5',
  'Oi, queria remarcar',
  'obrigada!',
  'ok',
  '👍',
  '⭐⭐⭐⭐⭐⭐',
  '⭐⭐⭐ ⭐⭐⭐⭐',
  'Rua 5',
  'tenho 5',
  'sala 3',
  '1234',
  '5 5',
  '5 - esperei 2 horas',
  'R$ 5',
  '+5511999990001',
];

describe('what contacts answer', () => {
  it.each(answers)('%j is a score of %i', (text, score, comment) => {
    expect(scoreOf(text)).toEqual({ score, comment });
  });

  it.each(ordinary)('%j is an ordinary message', (text) => {
    expect(scoreOf(text)).toBeNull();
  });
});

const score = fc.integer({ min: 1, max: 5 });
const letters = fc.stringMatching(/^[a-zãáâéêíóôõúç]{1,12}( [a-zãáâéêíóôõúç]{1,12}){0,6}$/);
/** So long as it is no connective: "5, e" is not the start of another number. */
const comment = letters.filter((text) => !/^(?:ou|or|e|a|to|ate|até|and)\b/.test(text));

describe('any answer', () => {
  it('that is a score with words after a dash has both, whatever the words', () => {
    fc.assert(
      fc.property(score, comment, (wanted, words) => {
        expect(scoreOf(`${wanted} - ${words}`)).toEqual({ score: wanted, comment: words });
      }),
    );
  });

  it('is from 1 to 5 with a comment out of the text, or ordinary', () => {
    const pieces = fc.constantFrom('5', '3', 'nota', ' ', '⭐', 'x', '?', '-', ',', 'cinco', '10');
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const heard = scoreOf(text);
        if (!heard) return;
        expect([1, 2, 3, 4, 5]).toContain(heard.score);
        expect(heard.comment?.includes('?') ?? false).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('with two numbers in it is ordinary', () => {
    const between = fc.stringMatching(/^[ a-z,.-]{1,20}$/);
    fc.assert(
      fc.property(fc.nat(99), between, fc.nat(99), (one, words, other) => {
        // "4 de 5" is one number and its scale.
        fc.pre(!(other === 5 && /^\s*(?:de|em|of|out of)\s*$/.test(words)));
        expect(scoreOf(`${one}${words}${other}`)).toBeNull();
      }),
    );
  });

  it('of so many stars is that score, and with a sixth none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.constantFrom('', ' ', '️'), (count, gap) => {
        expect(scoreOf(`⭐${gap}`.repeat(count))?.score ?? null).toBe(count <= 5 ? count : null);
      }),
    );
  });
});
