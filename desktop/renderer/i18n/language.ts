import type { Language } from '#shared/contract/bridge.ts';
import { en } from './en.ts';
import { ptBr } from './pt-br.ts';
import type { Words } from './words.ts';

export const words: Readonly<Record<Language, Words>> = { 'pt-BR': ptBr, en };
export const languages: readonly Language[] = ['pt-BR', 'en'];

/** What the person chose, else what the system speaks; Portuguese where that is neither. */
export function languageOf(chosen: Language | null, system: string): Language {
  if (chosen) return chosen;
  return system.toLowerCase().startsWith('en') ? 'en' : 'pt-BR';
}
