/** What the workspace writes to contacts by itself: the words it begins with, and its variables. Pure. */
import {
  type AutomaticPart,
  longestAutomatic,
  type TextLanguage,
} from '../contract/automatic-text.ts';
import { daytimeAt } from './canned-reply.ts';

/** Offered before anybody has written their own. */
export const usualTexts: Readonly<Record<AutomaticPart, Readonly<Record<TextLanguage, string>>>> = {
  greeting: {
    'pt-BR':
      '{{daytime}}, {{contact.firstName}}! Aqui é {{workspace}}. Recebemos a sua mensagem e já vamos atender.',
    en: '{{daytime}}, {{contact.firstName}}! This is {{workspace}}. We have your message and will answer soon.',
  },
  away: {
    'pt-BR':
      '{{daytime}}, {{contact.firstName}}! Agora estamos fechados. Voltamos {{opens}} e respondemos por aqui.',
    en: '{{daytime}}, {{contact.firstName}}! We are closed now. We are back {{opens}} and will answer here.',
  },
  warning: {
    'pt-BR': 'Ainda está por aí? Sem resposta, este atendimento será encerrado em {{minutes}} min.',
    en: 'Are you still there? Without an answer, this service ends in {{minutes}} min.',
  },
};

const everywhere = ['contact.firstName', 'contact.name', 'workspace', 'daytime'] as const;
/** What can stand in each text. */
export const variablesOf = {
  greeting: everywhere,
  away: [...everywhere, 'opens'],
  warning: [...everywhere, 'minutes'],
} as const satisfies Record<AutomaticPart, readonly string[]>;
export type AutomaticVariable = (typeof variablesOf)[AutomaticPart][number];
/** What is not known is absent or null. */
export type AutomaticValues = Partial<Readonly<Record<AutomaticVariable, string | null>>>;

const daytimes = {
  'pt-BR': { morning: 'Bom dia', afternoon: 'Boa tarde', evening: 'Boa noite' },
  en: { morning: 'Good morning', afternoon: 'Good afternoon', evening: 'Good evening' },
} as const;

/** How one greets at this hour of the workspace's clock. */
export const daytimeWords = (hour: number, language: TextLanguage): string =>
  daytimes[language][daytimeAt(hour)];

export const firstNameOf = (name: string | null): string | null =>
  name?.trim().split(/\s+/)[0] || null;

const variable = /\{\{\s*([\w.]+)\s*\}\}/g;
const gone = '\u0000';

/**
 * The text as the contact reads it. What is not known is left out with the comma or space before it,
 * or after it where it begins a line: "Olá, {{contact.firstName}}!" greets the nameless as "Olá!".
 */
export function fillAutomatic(text: string, values: AutomaticValues): string {
  const filled = text.replaceAll(gone, '').replace(variable, (_whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name as AutomaticVariable] : null;
    return value?.replaceAll(gone, '').replace(/\s+/g, ' ').trim() || gone;
  });
  return wholeLetters(
    filled
      .replaceAll(new RegExp(`^[^\\S\\n]*${gone}[,;!]?[^\\S\\n]*`, 'gm'), '')
      .replaceAll(new RegExp(`[,;]?[^\\S\\n]*${gone}`, 'g'), '')
      .trim(),
  );
}

/** No half of a surrogate pair at the end of what is too long. */
const wholeLetters = (text: string): string =>
  text.length <= longestAutomatic
    ? text
    : text.slice(0, longestAutomatic).replace(/[\uD800-\uDBFF]$/, '');

/** Variables in a text that this part does not know, each once. */
export function unknownIn(text: string, part: AutomaticPart): string[] {
  const known: readonly string[] = variablesOf[part];
  const named = Array.from(text.matchAll(/\{\{([^{}]*)\}\}/g), ([, name = '']) => name.trim());
  return [...new Set(named.filter((name) => !known.includes(name)))];
}
