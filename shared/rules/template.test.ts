import { expect, it } from 'vitest';
import type { Template } from '../contract/template.ts';
import { fillTemplate, knownValues, placeholdersOf, previewTemplate } from './template.ts';

const template: Template = {
  name: 'appointment',
  language: 'pt_BR',
  category: 'UTILITY',
  header: 'Consulta de {{1}}',
  body: 'Olá {{1}}, sua consulta é {{2}}. Até {{2}}!',
  footer: 'Clínica',
};

it('finds what stands for values, each once, in its order', () => {
  expect(placeholdersOf(template.body)).toEqual(['1', '2']);
  expect(placeholdersOf('{{ first_name }} {{x}} {{first_name}} {y} {{}}')).toEqual([
    'first_name',
    'x',
  ]);
  expect(placeholdersOf(null)).toEqual([]);
});

it('shows the text as it will read, and names the values in their order', () => {
  const filled = fillTemplate(template, {
    header: { 1: 'Ana' },
    body: { 2: ' amanhã\n\tàs  9h ', 1: '$& {{2}}' },
  });
  expect(filled?.text).toBe(
    'Consulta de Ana\n\nOlá $& {{2}}, sua consulta é amanhã às 9h. Até amanhã às 9h!\n\nClínica',
  );
  expect(filled?.template).toEqual({
    name: 'appointment',
    language: 'pt_BR',
    header: [{ text: 'Ana' }],
    body: [{ text: '$& {{2}}' }, { text: 'amanhã às 9h' }],
  });
});

it('names values that have names, and leaves out what has none', () => {
  const named = { ...template, header: null, footer: null, body: 'Oi {{first_name}}' };
  const values = { header: {}, body: { first_name: 'Bia' } };
  const use = { name: 'appointment', language: 'pt_BR' };
  expect(fillTemplate(named, values)).toEqual({
    text: 'Oi Bia',
    template: { ...use, body: [{ name: 'first_name', text: 'Bia' }] },
  });
  expect(fillTemplate({ ...named, body: 'Oi' }, values)).toEqual({ text: 'Oi', template: use });
});

const tooLittle: Record<string, string>[] = [{}, { 1: 'a' }, { 1: 'a', 2: ' \n' }, { name: 'x' }];
it.each(tooLittle)('refuses %j as too little', (body) =>
  expect(fillTemplate(template, { header: { 1: 'x' }, body })).toBeNull(),
);

it('previews what is there, and says what is missing', () => {
  const values = { header: { 1: ' Ana ' }, body: { 1: '$& Ana', 2: '  ' } };
  expect(previewTemplate(template, values, (name) => `<${name}>`)).toEqual({
    header: 'Consulta de Ana',
    body: 'Olá $& Ana, sua consulta é <2>. Até <2>!',
    footer: 'Clínica',
  });
  const plain = { header: null, body: 'Oi', footer: null };
  expect(previewTemplate(plain, { header: {}, body: {} }, () => '')).toEqual(plain);
});

it.each([
  ['Olá {{1}}, sua consulta é {{2}}', { 1: 'Ana Lima' }],
  ['*Prezado(a)* {{1}}: {{2}}', { 1: 'Ana Lima' }],
  ['👋 Good morning, *{{1}}*!', { 1: 'Ana Lima' }],
  ['Sua consulta com {{1}} é amanhã', {}],
  ['Olá! Sua consulta com {{1}} é amanhã', {}],
  ['Seu pedido {{1}} saiu', {}],
  ['{{1}}, tudo bem?', {}],
  ['Caro {{ first_name }}', { first_name: 'Ana' }],
  ['É a {{nome}}, {{primeiro_nome}}?', { nome: 'Ana Lima', primeiro_nome: 'Ana' }],
  ['Para {{customer_name}} em {{file_name}}', { customer_name: 'Ana Lima' }],
])('puts the name where it fits: %s', (body, values) => {
  expect(knownValues({ header: null, body }, ' Ana  Lima ').body).toEqual(values);
});

it('knows no name where there is none', () => {
  expect(knownValues({ header: 'Oi {{1}}', body: 'Oi {{nome}}' }, null)).toEqual({
    header: {},
    body: {},
  });
});
