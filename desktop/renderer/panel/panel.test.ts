import { describe, expect, it } from 'vitest';
import type { Past, ShownMessage } from '#shared/contract/bridge.ts';
import type { Intent } from '#shared/contract/command.ts';
import type { Contact } from '#shared/contract/contact.ts';
import type { Service } from '#shared/contract/service.ts';
import { createListStore } from '../list/store.ts';
import { found, newNumber } from '../opening/new-conversation-dialog.tsx';
import { silentDesk, summary } from '../preview/samples.ts';
import { createContactActions, inverseOf } from '../shell/contact-actions.ts';
import { createTold } from '../shell/told.ts';
import { nextHue } from '../tags/tags-dialog.tsx';
import { linksIn } from './links.ts';
import { withRows } from './store.ts';

const message = (id: string, position: number, part: Partial<ShownMessage> = {}): ShownMessage => ({
  ...{ id, conversationId: 'c1', serviceId: null, position, direction: 'in', kind: 'text' },
  ...{ text: 'x', authorId: null, status: null, failure: null },
  sentAt: new Date(Date.UTC(2026, 0, 1) + position * 60_000).toISOString(),
  ...part,
});
const withContact = (part: Partial<Contact>) => {
  const entry = summary('c1');
  return { ...entry, contact: { ...entry.contact, ...part } };
};

function acting(entry = withContact({ name: 'Ju' }), accepted = true) {
  const performed: Intent[] = [];
  const told = createTold();
  const actions = createContactActions({
    perform: async (intent) => {
      performed.push(intent);
      return accepted;
    },
    entry: () => entry,
    told,
  });
  return { actions, performed, all: () => told.getState().all };
}

describe('what is noted about a contact', () => {
  it('can be taken back by what puts the old value there', async () => {
    const { actions, performed, all } = acting();
    await actions.editContact('c1', { field: 'name', value: 'Júlia', was: 'Ju' });
    expect(all()).toMatchObject([{ type: 'undo', field: 'name' }]);
    const [told] = all();
    if (told?.type === 'undo') await actions.undo(told.undo);
    expect(performed.at(-1)).toMatchObject({
      change: { field: 'name', value: 'Ju', was: 'Júlia' },
    });
  });

  it('is not offered to be taken back where it was not accepted', async () => {
    const { actions, all } = acting(undefined, false);
    await actions.editContact('c1', { field: 'notes', value: 'x', was: null });
    expect(all()).toEqual([]);
  });

  it('has an opposite of every kind', () => {
    const by = { by: 'ana', at: '2026-01-01T00:00:00.000Z' };
    const { contact } = withContact({
      attributes: { plano: 'ouro' },
      consents: { sms: { given: false, ...by } },
    });
    const change = { field: 'attribute', key: 'plano', value: null, was: 'ouro' } as const;
    expect(inverseOf(contact, change)).toEqual({ ...change, value: 'ouro', was: null });
    expect(inverseOf(contact, { field: 'consent', channel: 'sms', value: true })).toMatchObject({
      value: false,
    });
    expect(inverseOf(contact, { field: 'consent', channel: 'email', value: true })).toMatchObject({
      value: null,
    });
    expect(inverseOf(contact, { field: 'email', value: 'a@b.c', on: false })).toMatchObject({
      on: true,
    });
  });

  it('tells once what two people wrote at once', () => {
    const { actions, all } = acting();
    const edit = { by: 'bia', at: '2026-01-01T00:00:00.000Z', over: { by: 'me', was: 'Ju' } };
    const after = withContact({ name: 'Juliana', edits: { name: edit } });
    actions.noteOvertaken(withContact({ name: 'Ju' }), after, 'me');
    actions.noteOvertaken(after, withContact({ name: 'Juliana', edits: { name: edit } }), 'me');
    expect(all()).toMatchObject([{ type: 'overtaken', mine: true, was: 'Ju', by: 'bia' }]);
  });

  it('taking a tag off is offered to be undone, putting one on is not', async () => {
    const { actions, all } = acting();
    await actions.tagContact('c1', 't1', true);
    await actions.tagService('c1', 's1', 't1', false);
    expect(all()).toMatchObject([{ undo: { type: 'tagService', on: true } }]);
  });
});

describe('the past', () => {
  const service = (id: string, createdAt: string) => ({ id, createdAt }) as Service;
  const past: Past = {
    services: [service('s2', '2026-02'), service('s1', '2026-01')],
    messages: [message('m2', 2, { text: 'https://a.example' })],
    whole: true,
  };

  it('takes in what comes, newest first, and lets go of what is deleted', () => {
    const later = withRows(past, {
      messages: [
        message('m3', 3, { text: 'nada' }),
        message('m4', 4, { text: 'http://b.example' }),
        message('m2', 2, { text: null, deletedAt: '2026-01-01T00:00:00.000Z' }),
      ],
      services: [service('s3', '2026-03'), { ...service('s1', '2026-01'), tags: ['t'] }],
      removed: [],
    });
    expect(later.messages.map(({ id }) => id)).toEqual(['m4']);
    expect(later.services.map(({ id }) => id)).toEqual(['s3', 's2', 's1']);
    expect(later.services.at(-1)?.tags).toEqual(['t']);
  });

  it('finds links as they would be opened, each once, and no other scheme', () => {
    expect(
      linksIn(
        'veja *https://a.example/x* e www.b.example, javascript:alert(1) https://a.example/x',
      ),
    ).toEqual(['https://a.example/x', 'https://www.b.example/']);
    expect(linksIn('me@example.com')).toEqual([]);
  });
});

describe('writing to somebody', () => {
  const entries = [
    summary('a', { name: 'João Pedro', phone: '+5511999990001', at: '2026-01-01' }),
    summary('b', { name: 'Joana', phone: '+5511988880000', at: '2026-01-02' }),
  ];

  it('finds who is known, newest first', () => {
    expect(found(entries, 'joa').map((one) => one.conversation.id)).toEqual(['b', 'a']);
    expect(found(entries, '99999').map((one) => one.conversation.id)).toEqual(['a']);
  });

  it('offers a number that nobody has, with or without the ninth digit', () => {
    expect(newNumber(entries, '+55 (11) 97777-6666')).toBe('+5511977776666');
    expect(newNumber(entries, '+55 11 99999-0001')).toBeNull();
    expect(newNumber(entries, '+55 11 9999-0001')).toBeNull();
    expect(newNumber(entries, 'joana')).toBeNull();
    expect(newNumber(entries, '1234')).toBeNull();
  });
});

describe('the list', () => {
  it('is narrowed to a tag of the contact or of the service', async () => {
    const tagged = withContact({ tags: ['t1'] });
    const served = summary('c2', { service: { state: 'finished' } });
    if (served.service) served.service = { ...served.service, tags: ['t1'] };
    const list = createListStore(silentDesk({ conversations: [tagged, served, summary('c3')] }));
    await list.load('me');
    const ids = () => list.getState().shown.recent.toSorted();
    expect(ids()).toEqual(['c1', 'c2', 'c3']);
    list.filterByTag('t1');
    expect(ids()).toEqual(['c1', 'c2']);
    list.receive([summary('c1')]);
    expect(ids()).toEqual(['c2']);
    list.filterByTag(null);
    expect(ids()).toEqual(['c1', 'c2', 'c3']);
  });
});

it('a new tag has the hue that the fewest have', () => {
  expect(nextHue([])).toBe(0);
  expect(nextHue([{ hue: 0 }, { hue: 1 }])).toBe(2);
});
