import { expect, it } from 'vitest';
import { toSheet } from './sheet.ts';

it('keeps cells and rows apart, whatever people are called', () => {
  const rows = [
    ['Atendente', 'Encerrados'],
    ['Ana\tPaula\r\nRibeiro', '1.024'],
    ['=HYPERLINK("http://example.com")', '–'],
    [' \t+1', '-3'],
    ['@SUM(A1)', '0'],
  ];
  const cells = toSheet(rows)
    .split('\n')
    .map((line) => line.split('\t'));
  expect(cells).toEqual([
    ['Atendente', 'Encerrados'],
    ['Ana Paula Ribeiro', '1.024'],
    [`'=HYPERLINK("http://example.com")`, '–'],
    ["'+1", "'-3"],
    ["'@SUM(A1)", '0'],
  ]);
});
