import fc from 'fast-check';
import { expect, it } from 'vitest';
import { automaticParts, longestAutomatic } from '../contract/automatic-text.ts';
import { fillAutomatic, unknownIn, usualTexts } from './automatic-text.ts';

const maria = { 'contact.firstName': 'Maria', workspace: 'Clínica' };

it.each([
  [
    'Olá, {{contact.firstName}}! Aqui é {{ workspace }}.',
    'Olá, Maria! Aqui é Clínica.',
    'Olá! Aqui é.',
  ],
  ['{{contact.firstName}}, tudo bem?', 'Maria, tudo bem?', 'tudo bem?'],
  ['Oi {{contact.firstName}}\n{{workspace}}', 'Oi Maria\nClínica', 'Oi'],
  ['{{workspace}}', 'Clínica', ''],
  ['{{nobody.knows}} {{constructor}}x', 'x', 'x'],
])('“%s” reads “%s”, and “%s” where nothing is known', (text, known, unknown) => {
  expect(fillAutomatic(text, maria)).toBe(known);
  expect(fillAutomatic(text, {})).toBe(unknown);
});

it('a value is one line, and stands for no variable itself', () => {
  expect(
    fillAutomatic('Oi {{contact.firstName}}.', { 'contact.firstName': '{{workspace}}\n x' }),
  ).toBe('Oi {{workspace}} x.');
});

it('whatever is written and known, the text is one that WhatsApp takes', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(fc.string(), fc.constantFrom('{{workspace}}', '{{minutes}}', '😀'.repeat(999))),
      ),
      fc.option(fc.string({ unit: 'binary' }), { nil: null }),
      (parts, workspace) => {
        const text = fillAutomatic(parts.join(''), { workspace });
        expect(text.length).toBeLessThanOrEqual(longestAutomatic);
        expect(text).not.toContain('\u0000');
        expect(text.trim()).toBe(text);
      },
    ),
  );
});

it('what is offered uses only what is known, in both languages', () => {
  for (const part of automaticParts) {
    for (const text of Object.values(usualTexts[part])) expect(unknownIn(text, part)).toEqual([]);
  }
  expect(unknownIn('{{minutes}} {{ opens }} {{opens}}', 'greeting')).toEqual(['minutes', 'opens']);
});
