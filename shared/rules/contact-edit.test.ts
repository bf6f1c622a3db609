import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contact, ContactChange } from '../contract/contact.ts';
import { Refused } from '../contract/refusal.ts';
import { overtakenIn, withContactChange, withTag } from './contact-edit.ts';

const contact: Contact = {
  id: 'k',
  name: null,
  whatsappName: 'Ju',
  phone: '+5511999990001',
  createdAt: '2026-11-20T12:00:00.000Z',
};
let tick = 0;
const doer = (by: string) => {
  tick += 1;
  return { by, at: new Date(tick * 1_000).toISOString() };
};
const name = (value: string | null, was: string | null): ContactChange => ({
  ...{ field: 'name', value, was },
});
const notes = (value: string | null, was: string | null): ContactChange => ({
  ...{ field: 'notes', value, was },
});
const attribute = (key: string, value: string | null, was: string | null): ContactChange => ({
  ...{ field: 'attribute', key, value, was },
});

describe('a change of one field', () => {
  it('leaves what another changed in a different field', () => {
    const one = withContactChange(contact, name('Júlia', null), doer('ana'));
    const two = withContactChange(one, notes('prefere manhã', null), doer('bia'));
    const three = withContactChange(two, attribute('plano', 'ouro', null), doer('bia'));
    expect(three).toMatchObject({
      ...{ name: 'Júlia', notes: 'prefere manhã', attributes: { plano: 'ouro' } },
    });
    expect(overtakenIn(contact, three, 'ana')).toEqual([]);
  });

  it('of the same field wins when it is the later, and both are told what it was', () => {
    const ana = withContactChange(contact, name('Júlia', null), doer('ana'));
    const bia = withContactChange(ana, name('Juliana', null), doer('bia'));
    expect(bia.name).toBe('Juliana');
    expect(overtakenIn(ana, bia, 'ana')).toEqual([
      { field: 'name', by: 'bia', was: 'Júlia', mine: true },
    ]);
    expect(overtakenIn(ana, bia, 'bia')).toEqual([
      { field: 'name', by: 'ana', was: 'Júlia', mine: false },
    ]);
    expect(overtakenIn(ana, bia, 'caio')).toEqual([]);
    // Told once: what came with it again is not told again.
    expect(overtakenIn(bia, { ...bia, notes: 'x' }, 'ana')).toEqual([]);
  });

  it('is nobody’s loss where the other’s was seen', () => {
    const ana = withContactChange(contact, name('Júlia', null), doer('ana'));
    const bia = withContactChange(ana, name('Juliana', 'Júlia'), doer('bia'));
    expect(overtakenIn(ana, bia, 'ana')).toEqual([]);
  });

  it('that changes nothing is none', () => {
    expect(withContactChange(contact, name('  ', null), doer('ana'))).toBe(contact);
    expect(withContactChange(contact, attribute('x', null, null), doer('ana'))).toBe(contact);
    const one = withContactChange(contact, notes('a', null), doer('ana'));
    expect(withContactChange(one, notes(' a ', null), doer('bia'))).toBe(one);
  });

  it('adds and takes out numbers and e-mails, each by itself', () => {
    const add = (value: string, field: 'phone' | 'email' = 'email', on = true): ContactChange => ({
      ...{ field, value, on },
    });
    const one = withContactChange(contact, add(' Ju@Example.com '), doer('ana'));
    const two = withContactChange(one, add('b@example.com'), doer('bia'));
    expect(two.emails).toEqual(['ju@example.com', 'b@example.com']);
    expect(withContactChange(two, add('ju@example.com'), doer('ana'))).toBe(two);
    const three = withContactChange(two, add('ju@example.com', 'email', false), doer('ana'));
    expect(three.emails).toEqual(['b@example.com']);
    expect(
      withContactChange(three, add('b@example.com', 'email', false), doer('ana')),
    ).not.toHaveProperty('emails');
    expect(() => withContactChange(contact, add('no mail'), doer('ana'))).toThrow(Refused);
    expect(() => withContactChange(contact, add('123', 'phone'), doer('ana'))).toThrow(Refused);
    expect(
      withContactChange(contact, add('+55 (21) 98888-0000', 'phone'), doer('a')).phones,
    ).toEqual(['+5521988880000']);
    // Their own number, with or without the ninth digit, is no other.
    expect(withContactChange(contact, add('+551199990001', 'phone'), doer('a'))).toBe(contact);
  });

  it('of a consent says who noted it and when; none again is as if it was never asked', () => {
    const by = doer('ana');
    const consent = (value: boolean | null): ContactChange => ({
      ...{ field: 'consent', channel: 'sms', value },
    });
    const given = withContactChange(contact, consent(true), by);
    expect(given.consents).toEqual({ sms: { given: true, ...by } });
    expect(withContactChange(given, consent(true), doer('bia'))).toBe(given);
    expect(withContactChange(given, consent(null), doer('bia'))).not.toHaveProperty('consents');
  });

  it('never has an attribute be something of an object’s own', () => {
    const one = withContactChange(contact, attribute('constructor', 'x', null), doer('ana'));
    expect(one.attributes).toEqual({ constructor: 'x' });
  });
});

it('what different people do to different fields ends the same in any order', () => {
  const changes = fc.uniqueArray(
    fc.oneof(
      fc.constantFrom('a', 'b', 'c').map((key) => attribute(key, 'v', null)),
      fc.constant(notes('n', null)),
      fc.constant(name('N', null)),
      fc
        .constantFrom('x@example.com', 'y@example.com')
        .map((value): ContactChange => ({ field: 'email', value, on: true })),
    ),
    { selector: (change) => JSON.stringify(change) },
  );
  const plain = ({ edits, emails = [], ...rest }: Contact) => ({
    ...rest,
    emails: [...emails].sort(),
    attributes: Object.fromEntries(Object.entries(rest.attributes ?? {}).sort()),
  });
  fc.assert(
    fc.property(
      changes.chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
      ),
      ([all, shuffled]) => {
        const after = (list: ContactChange[]) =>
          plain(list.reduce((so, change) => withContactChange(so, change, doer('ana')), contact));
        expect(after(shuffled)).toEqual(after(all));
      },
    ),
  );
});

it('a tag is there once, and an empty list is none', () => {
  const row: { tags?: string[] } = {};
  const one = withTag(row, 'b', true);
  expect(withTag(one, 'b', true)).toBe(one);
  expect(withTag(one, 'a', true).tags).toEqual(['a', 'b']);
  expect(withTag(one, 'b', false)).toEqual({});
});
