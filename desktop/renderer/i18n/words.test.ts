import { createTranslator } from 'use-intl/core';
import { expect, it } from 'vitest';
import { en } from './en.ts';
import { ptBr } from './pt-br.ts';
import type { Words } from './words.ts';

function leaves(words: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [[path + key, value]] : [...leaves(value, `${path}${key}.`)],
    ),
  );
}
const inserts = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]))].sort();

const english = leaves(en);
const portuguese = leaves(ptBr);

it('both languages say the same things with the same insertions', () => {
  expect([...portuguese.keys()]).toEqual([...english.keys()]);
  for (const [key, text] of english) {
    expect([key, inserts(portuguese.get(key) ?? '')]).toEqual([key, inserts(text)]);
  }
});

it.each([
  ['en', en],
  ['pt-BR', ptBr],
] as ['en' | 'pt-BR', Words][])('%s is well formed throughout', (locale, messages) => {
  const broken: string[] = [];
  const t = createTranslator({
    locale,
    messages,
    onError: (error) => broken.push(error.message),
  }) as (key: string, values: Record<string, string | number>) => string;
  for (const [key, text] of leaves(messages)) {
    const values = Object.fromEntries(
      inserts(text).map((name) => [name ?? '', text.includes(`{${name}, `) ? 2 : 'x']),
    );
    t(key, values);
  }
  expect(broken).toEqual([]);
});
