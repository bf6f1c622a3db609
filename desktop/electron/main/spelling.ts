/** What is written is looked at in Portuguese and in English; a word's menu says what was meant. */
import { Menu, type MenuItemConstructorOptions, type Session, type WebContents } from 'electron';
import type { Language } from '#shared/contract/bridge.ts';

/** Of macOS it is the system's own, which finds the language by itself. */
const wanted = ['pt-BR', 'en-US'];

type Checker = Pick<Session, 'availableSpellCheckerLanguages' | 'setSpellCheckerLanguages'>;

/** Those of our languages that this system can check. */
export function checkSpelling(session: Checker): void {
  const known = new Set(session.availableSpellCheckerLanguages);
  const languages = wanted.filter((language) => known.has(language));
  if (languages.length > 0) session.setSpellCheckerLanguages(languages);
}

const words = {
  'pt-BR': {
    add: 'Adicionar ao dicionário',
    none: 'Sem sugestões',
    cut: 'Recortar',
    copy: 'Copiar',
    paste: 'Colar',
    all: 'Selecionar tudo',
  },
  en: {
    add: 'Add to dictionary',
    none: 'No suggestions',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    all: 'Select all',
  },
} as const satisfies Record<Language, Record<string, string>>;

export type Asked = {
  isEditable: boolean;
  selectionText: string;
  misspelledWord: string;
  dictionarySuggestions: string[];
};
type Picks = { replace(word: string): void; add(word: string): void };

/** Empty: there is nothing to be done there. */
export function wordMenu(
  { isEditable, selectionText, misspelledWord, dictionarySuggestions }: Asked,
  language: Language,
  picks: Picks,
): MenuItemConstructorOptions[] {
  const t = words[language];
  if (!isEditable) {
    return selectionText.trim() === '' ? [] : [{ label: t.copy, role: 'copy' }];
  }
  const suggestions: MenuItemConstructorOptions[] = dictionarySuggestions
    .slice(0, 5)
    .map((label) => ({ label, click: () => picks.replace(label) }));
  const spelling: MenuItemConstructorOptions[] =
    misspelledWord === ''
      ? []
      : [
          ...(suggestions.length > 0 ? suggestions : [{ label: t.none, enabled: false }]),
          { type: 'separator' },
          { label: t.add, click: () => picks.add(misspelledWord) },
          { type: 'separator' },
        ];
  return [
    ...spelling,
    { label: t.cut, role: 'cut', enabled: selectionText !== '' },
    { label: t.copy, role: 'copy', enabled: selectionText !== '' },
    { label: t.paste, role: 'paste' },
    { label: t.all, role: 'selectAll' },
  ];
}

/** The page keeps this event to itself where it has a menu of its own. */
export function openWordMenus(contents: WebContents, language: () => Language): void {
  contents.on('context-menu', (_event, asked) => {
    const menu = wordMenu(asked, language(), {
      replace: (word) => contents.replaceMisspelling(word),
      add: (word) => void contents.session.addWordToSpellCheckerDictionary(word),
    });
    if (menu.length > 0) Menu.buildFromTemplate(menu).popup();
  });
}
