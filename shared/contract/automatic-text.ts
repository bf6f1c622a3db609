import { type Static, Type } from 'typebox';
import { ContactLanguage } from './evaluation.ts';

/** What WhatsApp takes in one text, in UTF-16 units, whichever way it goes. */
export const longestAutomatic = 4_096;

/** A text that the workspace writes to contacts by itself; see rules/automatic-text for its variables. */
export const AutomaticText = Type.String({
  minLength: 1,
  maxLength: longestAutomatic,
  pattern: '\\S',
});

/** What the system wrote by itself: no interaction, and nobody's. */
export const automaticParts = ['greeting', 'away', 'warning'] as const;
export const AutomaticPart = Type.Enum([...automaticParts]);
export type AutomaticPart = (typeof automaticParts)[number];

/** The words in which what stands for variables is said. */
export const TextLanguage = ContactLanguage;
export type TextLanguage = Static<typeof TextLanguage>;
