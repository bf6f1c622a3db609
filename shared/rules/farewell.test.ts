import { expect, it } from 'vitest';
import { farewellsIn, isFarewell, knownFarewells, usualFarewells } from './farewell.ts';

const farewell = (text: string) => isFarewell(text, knownFarewells(usualFarewells));

it.each([
  'ok',
  'OK!',
  'Obrigada!',
  'obrigada 🙏',
  'Ok, muito obrigado. Tchau!',
  '👍',
  '👍🏽',
  '❤️',
  'valeu',
  'Até mais',
  'Thanks!',
])('takes %s for thanks or a goodbye', (text) => expect(farewell(text)).toBe(true));

it.each([
  'ok, mas que horas abre?',
  '5',
  'obrigada, e o exame?',
  '?',
  'não',
  '',
  '   ',
  'ok'.repeat(40),
  '1️⃣ ou 2️⃣',
])('takes %s for something to answer', (text) => expect(farewell(text)).toBe(false));

it('a list keeps each word once, as it was written first, and nothing that says nothing', () => {
  expect(
    farewellsIn([' Obrigada! ', 'obrigada', '...', '', 'Até   mais', 'ATE MAIS', '👍']),
  ).toEqual(['Obrigada!', 'Até mais']);
});
