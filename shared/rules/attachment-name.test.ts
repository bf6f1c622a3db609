import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attachmentName } from './attachment-name.ts';

/** Of its UTF-8. */
const bytes = (text: string) => encodeURIComponent(text).replace(/%../g, 'x').length;

it.each([
  ['contrato.pdf', 'contrato.pdf'],
  ['Relatório de ação 2026.xlsx', 'Relatório de ação 2026.xlsx'],
  ['../../../etc/passwd', 'passwd'],
  ['..\\..\\Windows\\System32\\drivers\\etc\\hosts', 'hosts'],
  ['C:\\fakepath\\foto.jpg', 'foto.jpg'],
  ['/', ''],
  ['..', ''],
  ['.', ''],
  ['', ''],
  ['.bashrc', 'bashrc'],
  ['foto.jpg\u0000.exe', 'foto.jpg.exe'],
  // Right-to-left override: shown as "fotoexe.jpg" and run as a program.
  ['foto\u202egpj.exe', 'fotogpj.exe'],
  ['a\u2066b\u2069\u200bc.txt', 'abc.txt'],
  ['linha\r\nSet-Cookie: x=1.txt', 'linhaSet-Cookie_ x=1.txt'],
  ['"><script>.html', '___script_.html'],
  ['CON', '_CON'],
  ['nul.txt', '_nul.txt'],
  ['console.txt', 'console.txt'],
  ['ponto no fim. . .', 'ponto no fim'],
  ['👩‍👧.png', '👩‍👧.png'],
  ['meia \ud83d.png', 'meia \ufffd.png'],
])('%j goes by %j', (given, name) => {
  expect(attachmentName(given)).toBe(name);
});

it('a name of any length keeps its ending and fits a file system', () => {
  const name = attachmentName(`${'ã'.repeat(10_000)}.docx`);
  expect(bytes(name)).toBeLessThanOrEqual(255);
  expect(bytes(name)).toBeGreaterThan(250);
  expect(name.endsWith('ã.docx')).toBe(true);
  expect(attachmentName(`a.${'x'.repeat(10_000)}`).length).toBe(255);
});

it('whatever it is given, it gives a plain name, and the same again', () => {
  const any = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.stringMatching(/^[./\\ \0<>:"|?*\u202e\u200fa]{0,300}$/),
  );
  fc.assert(
    fc.property(any, (given) => {
      const name = attachmentName(given);
      expect(name).not.toMatch(/[/\\<>:"|?*]|\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
      expect(name).not.toMatch(/^\.|[. ]$/);
      expect(name.isWellFormed()).toBe(true);
      expect(bytes(name)).toBeLessThanOrEqual(255);
      expect(attachmentName(name)).toBe(name);
    }),
    { numRuns: 2_000 },
  );
});
