import type { MenuItemConstructorOptions } from 'electron';
import { expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ Menu: {} }));
const { checkSpelling, wordMenu } = await import('./spelling.ts');

const asked = {
  ...{ isEditable: true, selectionText: '', misspelledWord: 'concierto' },
  dictionarySuggestions: ['conserto', 'concerto'],
};
const labels = (menu: MenuItemConstructorOptions[]) => menu.flatMap(({ label }) => label ?? []);

it('checks in both languages, as far as the system knows them', () => {
  const chosen: string[][] = [];
  const setSpellCheckerLanguages = (languages: string[]) => void chosen.push(languages);
  for (const known of [['fr', 'en-US', 'pt-BR'], ['en-US'], []]) {
    checkSpelling({ availableSpellCheckerLanguages: known, setSpellCheckerLanguages });
  }
  expect(chosen).toEqual([['pt-BR', 'en-US'], ['en-US']]);
});

it('offers what was meant, and to remember the word', () => {
  const done: string[] = [];
  const picks = {
    replace: (word: string) => void done.push(`replace ${word}`),
    add: (word: string) => void done.push(`add ${word}`),
  };
  const menu = wordMenu(asked, 'pt-BR', picks);
  expect(labels(menu).slice(0, 3)).toEqual(['conserto', 'concerto', 'Adicionar ao dicionário']);
  for (const { click } of menu) (click as (() => void) | undefined)?.();
  expect(done).toEqual(['replace conserto', 'replace concerto', 'add concierto']);
  const none = wordMenu({ ...asked, dictionarySuggestions: [] }, 'en', picks);
  expect(labels(none).slice(0, 2)).toEqual(['No suggestions', 'Add to dictionary']);
});

it('a right word has no spelling in its menu, and what cannot be written in only a copy', () => {
  const picks = { replace: () => {}, add: () => {} };
  const right = wordMenu({ ...asked, misspelledWord: '' }, 'en', picks);
  expect(labels(right)).toEqual(['Cut', 'Copy', 'Paste', 'Select all']);
  const reading = { ...asked, isEditable: false };
  expect(wordMenu(reading, 'en', picks)).toEqual([]);
  expect(labels(wordMenu({ ...reading, selectionText: 'x' }, 'en', picks))).toEqual(['Copy']);
});
