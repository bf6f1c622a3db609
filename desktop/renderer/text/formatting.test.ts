import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flatly, isEmojiOnly, type Piece, piecesOf, plainly } from './formatting.ts';

/** Pieces as one line to read: <b>…</b> for bold and so on, [text](url) for a link. */
function drawn(pieces: Piece[]): string {
  return pieces
    .map((piece) => {
      if (piece.type === 'text') return piece.text;
      if (piece.type === 'link') return `[${piece.text}](${piece.url})`;
      return `<${piece.mark}>${drawn(piece.pieces)}</${piece.mark}>`;
    })
    .join('');
}

describe('what WhatsApp marks', () => {
  it.each([
    ['*oi*', '<bold>oi</bold>'],
    ['oi *tudo bem* com _você_?', 'oi <bold>tudo bem</bold> com <italic>você</italic>?'],
    ['*_os dois_*', '<bold><italic>os dois</italic></bold>'],
    ['~riscado~, *fim*.', '<strike>riscado</strike>, <bold>fim</bold>.'],
    ['```let a = *1*;\nb```', '<mono>let a = *1*;\nb</mono>'],
    ['`código`', '<mono>código</mono>'],
    ['2*3*4 e nome_do_arquivo', '2*3*4 e nome_do_arquivo'],
    ['* item\n* outro', '* item\n* outro'],
    ['*aberto\nfechado*', '*aberto\nfechado*'],
    ['**', '**'],
    ['``` sem fim', '``` sem fim'],
    ['``````', '``````'],
    ['*a* *b*', '<bold>a</bold> <bold>b</bold>'],
  ])('%j', (text, shown) => expect(drawn(piecesOf(text))).toBe(shown));
});

describe('links', () => {
  it.each([
    ['veja https://a.com/x.', 'veja [https://a.com/x](https://a.com/x).'],
    ['(https://a.com/b_c_d)', '([https://a.com/b_c_d](https://a.com/b_c_d))'],
    [
      'https://pt.wikipedia.org/wiki/A_(b)',
      '[https://pt.wikipedia.org/wiki/A_(b)](https://pt.wikipedia.org/wiki/A_(b))',
    ],
    ['www.clinica.com.br', '[www.clinica.com.br](https://www.clinica.com.br/)'],
    ['ana@clinica.com.br', '[ana@clinica.com.br](mailto:ana@clinica.com.br)'],
    ['*https://a.com*', '<bold>[https://a.com](https://a.com/)</bold>'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['data:text/html,<script>', 'data:text/html,<script>'],
    ['JaVaScRiPt://https://x', 'JaVaScRiPt://https://x'],
    ['file:///etc/passwd', 'file:///etc/passwd'],
    ['https://banco.com@mal.com/', 'https://banco.com@mal.com/'],
    ['http://', 'http://'],
  ])('%s', (text, shown) => {
    const pieces = piecesOf(text);
    if (text.startsWith('JaVa')) expect(JSON.stringify(pieces)).not.toMatch(/"url":"java/i);
    else expect(drawn(pieces)).toBe(shown);
  });
});

describe('whatever is written', () => {
  const hostile = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '*',
          '_',
          '~',
          '`',
          '```',
          '\n',
          ' ',
          'a',
          'http://',
          'https://x.y/',
          'www.',
          'mailto:',
          'javascript:',
          '@',
          '.',
          '(',
          ')',
          '\u202e',
          '\u2066',
          '\u200f',
          '<script>',
          'ع',
          '👩‍👧',
          '\ud800',
        ),
        fc.string(),
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join(''));
  const links = (pieces: Piece[]): string[] =>
    pieces.flatMap((piece) =>
      piece.type === 'link' ? [piece.url] : piece.type === 'mark' ? links(piece.pieces) : [],
    );
  const letters = (text: string) => text.replace(/[*_~`\n]/g, '');
  const words = (pieces: Piece[]): string =>
    pieces.map((piece) => (piece.type === 'mark' ? words(piece.pieces) : piece.text)).join('');

  it('nothing is lost but signs, and links go nowhere but the web and the mail', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const pieces = piecesOf(text);
        expect(letters(words(pieces))).toBe(letters(plainly(text)));
        for (const url of links(pieces)) expect(url).toMatch(/^(?:https?|mailto):/);
        expect(words(pieces)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['*a ', '_', '`', '```', '*_~', 'http://', 'a@', '(', 'www.', '*a* ', '\u202e', 'a.'])(
    'stays quick with 65,536 characters of %j',
    (part) => {
      const text = part.repeat(65_536 / part.length);
      const start = performance.now();
      piecesOf(text);
      flatly(text);
      expect(performance.now() - start).toBeLessThan(500);
    },
  );
});

it('flattens for a list', () => {
  expect(flatly('*Oi*,\n\ntudo   bem?')).toBe('Oi, tudo bem?');
});

it.each([
  ['👍', true],
  ['👍🏽 ❤️', true],
  ['👩‍👧‍👦', true],
  ['🇧🇷', true],
  ['👍👍👍👍', false],
  ['ok 👍', false],
  ['5', false],
  ['', false],
  [' ', false],
])('%j is emoji only: %s', (text, is) => expect(isEmojiOnly(text)).toBe(is));
