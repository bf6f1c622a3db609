import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { accountReasons } from './cloud/errors.ts';
import { words } from './linked/disconnects.ts';
import { reasonCodeOf, sessionReasons } from './reason-codes.ts';

const all = { ...sessionReasons, ...words, ...accountReasons };

it('no two reasons go by one name, and one that is not known has none', () => {
  const parts = [sessionReasons, words, accountReasons].flatMap(Object.keys);
  expect(new Set(parts).size).toBe(parts.length);
  for (const [code, reason] of Object.entries(all)) expect(reasonCodeOf(reason)).toBe(code);
  expect(reasonCodeOf('Meta cannot be reached: as it is')).toBeUndefined();
});

it.each(['en', 'pt-br'])('consoles have words for each of them in %s', (language) => {
  const file = `../../desktop/renderer/i18n/${language}-whatsapp.ts`;
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const reasons = /\n {4}reasons: \{\n(.*?)\n {4}\}/s.exec(text)?.[1] ?? '';
  const there = [...reasons.matchAll(/^ {6}(\w+):/gm)].map(([, code]) => code);
  expect(there.toSorted()).toEqual(Object.keys(all).toSorted());
});
