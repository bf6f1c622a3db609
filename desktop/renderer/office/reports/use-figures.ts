import { useLocale } from 'use-intl';
import { createFigures, type Figures } from './figures.ts';

const made = { 'pt-BR': createFigures('pt-BR'), en: createFigures('en') };

/** Figures as the language of the office writes them. */
export const useFigures = (): Figures => made[useLocale()];
