import { describe, expect, it } from 'vitest';
import { linesOf } from './lines.ts';
import { piecesOf } from './typefaces.ts';

/** Every character is as wide as any other. */
const measure = ({ text }: { text: string }) => [...text].length;
const drawn = (text: string, width = 100) =>
  linesOf(text, width, measure).map(({ runs }) => runs.map((run) => run.text).join(''));

describe('lines', () => {
  it('are broken between words, a long word between letters, and where the text says so', () => {
    expect(drawn('um dois três', 7)).toEqual(['um dois', 'três']);
    expect(drawn('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
    expect(drawn('a\r\nb\n\nc')).toEqual(['a', 'b', '', 'c']);
    expect(drawn('')).toEqual(['']);
  });

  it('never lose a letter or go beyond their width', () => {
    const text = 'Olá, tudo bem? ​Não consigo abrir o arquivo-muito-comprido.pdf hoje 😊👩‍👧 não';
    for (let width = 4; width < 40; width += 1) {
      const lines = linesOf(text, width, measure);
      for (const line of lines) expect(line.width).toBeLessThanOrEqual(width);
      const said = lines.flatMap(({ runs }) => runs.map((run) => run.text)).join('');
      expect(said.replace(/\s/g, '')).toBe(text.replace(/[\s\u200b]/g, ''));
    }
  });

  it('words from right to left follow each other to the left, with brackets as they open', () => {
    expect(drawn('אב גד')).toEqual(['גד אב']);
    expect(drawn('אב (גד)')).toEqual(['(גד) אב']);
    // A number stays as it is read, a sentence of ours keeps its side.
    expect(drawn('אב 123 גד')).toEqual(['גד 123 אב']);
    expect(drawn('ok אב גד!')).toEqual(['ok גד אב!']);
    const [line] = linesOf('אב', 100, measure);
    expect(line?.rtl).toBe(true);
    expect(linesOf('ok אב', 100, measure)[0]?.rtl).toBe(false);
  });
});

describe('typefaces', () => {
  const faces = (text: string) => piecesOf(text).map(({ face, text: part }) => `${face}:${part}`);
  it('each draws what it has', () => {
    expect(faces('Olá Ćo')).toEqual(['latin:Olá ', 'latin-ext:Ć', 'latin:o']);
    expect(faces('да')).toEqual(['cyrillic:да']);
    expect(faces('ok 👍🏽❤️')).toEqual(['latin:ok ', 'emoji:👍', 'emoji:❤']);
    expect(faces('e\u0301')).toEqual(['latin:e\u0301']);
  });
  it('what none has is marked, and what nobody sees is left out', () => {
    expect(faces('日本')).toEqual(['latin:\ufffd\ufffd']);
    expect(faces('a\u202e\u0000\ufeffb')).toEqual(['latin:ab']);
  });
});
