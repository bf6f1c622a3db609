import { expect, it } from 'vitest';
import { summary } from '../preview/samples.ts';
import { whyFound } from './why-found.ts';

const { contact } = summary('c1', {
  name: 'Rita Alves',
  phone: '+5511988887777',
  contact: {
    ...{ emails: ['rita.alves@clinica.example'], phones: ['+5521933334444'] },
    ...{ notes: 'Alérgica a dipirona', tags: ['t1', 'gone'] },
  },
});
const tags = new Map([['t1', { id: 't1', name: 'Paciente VIP', hue: 1 }]]);
const why = (typed: string) => {
  const found = whyFound(contact, tags, typed);
  return (
    found && [found.text, found.marks.map(([at, length]) => found.text.slice(at, at + length))]
  );
};

it('what was found is shown where it is neither the name nor the number', () => {
  expect(why('rita')).toBeNull();
  expect(why('98888')).toBeNull();
  expect(why('93333')).toEqual(['+55 (21) 93333-4444', []]);
  expect(why('alves@clin')).toEqual(['rita.alves@clinica.example', ['alves', 'clinica']]);
  expect(why('rita vip')).toEqual(['Paciente VIP', ['VIP']]);
  expect(why('alergica')).toEqual(['Alérgica a dipirona', ['Alérgica']]);
  expect(why('nada')).toBeNull();
});
