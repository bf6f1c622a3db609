import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Contact, ContactChange } from '#shared/contract/contact.ts';
import type { Refused } from '#shared/contract/refusal.ts';
import type { Id } from '#shared/contract/scalars.ts';
import type { Service } from '#shared/contract/service.ts';
import type { SignedInUser } from '#shared/contract/sign-in.ts';
import { changeTag, createTag, removeTag } from '../contacts/tags.ts';
import { nobody } from '../platform/audit.ts';
import { past, pull, snapshot } from './feed-reading.ts';
import { ingest } from './ingest.ts';
import { openFor } from './opening.ts';
import { readChanges } from './rows.ts';
import { type TestDesk, testDesk } from './test-desk.ts';

let at: TestDesk;
let ana: SignedInUser;
let bia: SignedInUser;
let phones = 0;
beforeAll(async () => {
  at = await testDesk();
  ana = await at.person('Ana');
  bia = await at.person('Bia');
});
afterAll(() => at.drop());

async function writer() {
  phones += 1;
  const phone = `+5521977${String(phones).padStart(6, '0')}`;
  await at.arrive(phone, 'oi');
  const { id: conversationId, serviceId } = await at.conversation(phone);
  const [row] = (
    await at.pool.query('select contact_id id from conversations where id = $1', [conversationId])
  ).rows;
  const contactId = row.id as Id;
  const contact = async () => {
    const [change] = await readChanges(at.pool, [{ entity: 'contact', id: contactId }], null);
    return change?.row as Contact;
  };
  const service = async () => {
    const [change] = await readChanges(at.pool, [{ entity: 'service', id: serviceId }], null);
    return change?.row as Service;
  };
  const edit = (user: SignedInUser, change: ContactChange, id = newId()) =>
    at.perform(user, { type: 'editContact', conversationId, change }, id);
  return { phone, conversationId, serviceId, contactId, contact, service, edit };
}
const name = (value: string, was: string | null = null): ContactChange => ({
  ...{ field: 'name', value, was },
});
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: Refused) => error.refusal.code,
  );

it('two who change different fields at once both win, and every console hears of it', async () => {
  const { contact, contactId, edit } = await writer();
  const before = at.published.length;
  await Promise.all([
    edit(ana, name('Júlia')),
    edit(bia, { field: 'notes', value: 'prefere manhã', was: null }),
    edit(ana, { field: 'email', value: 'ju@example.com', on: true }),
    edit(bia, { field: 'email', value: 'trabalho@example.com', on: true }),
    edit(ana, { field: 'attribute', key: 'plano', value: 'ouro', was: null }),
    edit(bia, { field: 'attribute', key: 'cpf', value: '1', was: null }),
    edit(bia, { field: 'consent', channel: 'sms', value: true }),
  ]);
  const row = await contact();
  expect(row).toMatchObject({
    ...{ name: 'Júlia', notes: 'prefere manhã', attributes: { plano: 'ouro', cpf: '1' } },
    consents: { sms: { given: true, by: bia.id } },
  });
  expect(row.emails?.toSorted()).toEqual(['ju@example.com', 'trabalho@example.com']);
  const told = at.published.slice(before).flatMap(({ marks }) => marks);
  expect(told.filter(({ entity, id }) => entity === 'contact' && id === contactId)).toHaveLength(7);
});

it('of the same field the later wins, and the row says what was replaced unseen and whose it was', async () => {
  const { contact, edit } = await writer();
  await edit(ana, name('Júlia'));
  const answer = await edit(bia, name('Juliana'));
  expect(answer).toMatchObject({ ok: true, value: { contact: { name: 'Juliana' } } });
  expect((await contact()).edits?.name).toMatchObject({
    by: bia.id,
    over: { by: ana.id, was: 'Júlia' },
  });
  await edit(ana, name('Ju', 'Juliana'));
  expect((await contact()).edits?.name).not.toHaveProperty('over');
});

it('the same command twice happens once, and what changes nothing is told nobody', async () => {
  const { contact, edit } = await writer();
  const id = newId();
  await edit(ana, name('Júlia'), id);
  await edit(ana, name('Juliana', 'Júlia'));
  const again = await edit(ana, name('Júlia'), id);
  expect(again).toMatchObject({ ok: true, repeated: true });
  expect((await contact()).name).toBe('Juliana');
  const before = at.published.length;
  await edit(bia, name('Juliana'));
  expect(at.published.length).toBe(before);
});

it('refuses what is no number and no address, and keeps what Postgres cannot hold out', async () => {
  const { contact, edit } = await writer();
  expect(await edit(ana, { field: 'email', value: 'nobody', on: true })).toMatchObject({
    ...{ ok: false, code: 'invalid' },
  });
  expect(await edit(ana, { field: 'phone', value: '12', on: true })).toMatchObject({ ok: false });
  await edit(ana, { field: 'notes', value: 'a\u0000b\ud800', was: null });
  await edit(ana, { field: 'attribute', key: 'x\u0000', value: 'y\u0000', was: null });
  expect(await contact()).toMatchObject({ notes: 'ab\ufffd', attributes: { x: 'y' } });
});

it('tags stick on a service, finished or not, and on a contact, once each', async () => {
  const tag = await createTag(at.desk, nobody, { name: ' Orçamento ', hue: 3 });
  expect(tag.name).toBe('Orçamento');
  const { conversationId, serviceId, service, contact } = await writer();
  const stick = (on: boolean) =>
    at.perform(bia, { type: 'tagService', conversationId, serviceId, tagId: tag.id, on });
  await at.perform(ana, { type: 'startService', conversationId, serviceId });
  await stick(true);
  await stick(true);
  // What stands is what a later command answers with, too.
  const finished = await at.perform(ana, { type: 'finishService', conversationId, serviceId });
  expect(finished).toMatchObject({ ok: true, value: { service: { tags: [tag.id] } } });
  await stick(false);
  expect(await service()).not.toHaveProperty('tags');
  expect(await stick(true)).toMatchObject({ ok: true, value: { service: { tags: [tag.id] } } });
  await at.perform(ana, { type: 'tagContact', conversationId, tagId: tag.id, on: true });
  expect((await contact()).tags).toEqual([tag.id]);

  await removeTag(at.desk, nobody, tag.id);
  expect(await service()).not.toHaveProperty('tags');
  expect(await stick(true)).toMatchObject({ ok: false, code: 'not-found' });
  // Taking it off is done already.
  expect(await stick(false)).toMatchObject({ ok: true });
});

it('a tag of another conversation’s service is refused, and a tag has its name alone', async () => {
  const one = await writer();
  const other = await writer();
  const tag = await createTag(at.desk, nobody, { name: 'Retorno', hue: 0 });
  const second = await createTag(at.desk, nobody, { name: 'Urgente', hue: 1 });
  expect(
    await at.perform(ana, {
      ...{ type: 'tagService', conversationId: one.conversationId, serviceId: other.serviceId },
      ...{ tagId: tag.id, on: true },
    }),
  ).toMatchObject({ ok: false, code: 'not-found' });
  expect(await refusalOf(createTag(at.desk, nobody, { name: 'RETORNO', hue: 1 }))).toBe(
    'tag-taken',
  );
  expect(await refusalOf(changeTag(at.desk, nobody, second.id, { name: 'retorno' }))).toBe(
    'tag-taken',
  );
  expect(await changeTag(at.desk, nobody, tag.id, { name: 'retorno' })).toMatchObject({ hue: 0 });
  expect(await refusalOf(removeTag(at.desk, nobody, newId()))).toBe('not-found');
});

it('a first start has the tags, and a later one hears of a new one', async () => {
  const first = await snapshot(at.pool, ana.id, { after: null });
  const tag = await createTag(at.desk, nobody, { name: 'Convênio', hue: 5 });
  const answer = await pull(at.pool, ana.id, { epoch: first.epoch, since: first.cursor });
  expect(answer).toMatchObject({ changes: [{ entity: 'tag', id: tag.id, row: tag }] });
  const next = await snapshot(at.pool, ana.id, { after: null });
  expect(next.changes).toContainEqual({ entity: 'tag', id: tag.id, row: tag });
});

it('two contacts that are one person keep what the team knew of either', async () => {
  const [one, two] = [await writer(), await writer()];
  const tag = await createTag(at.desk, nobody, { name: 'VIP', hue: 2 });
  for (const { edit, conversationId } of [one, two]) {
    const nth = conversationId === one.conversationId ? 'a' : 'b';
    await edit(ana, { field: 'email', value: `${nth}@example.com`, on: true });
    await edit(ana, { field: 'email', value: 'both@example.com', on: true });
    await edit(ana, { field: 'notes', value: `nota ${nth}`, was: null });
    await edit(ana, { field: 'attribute', key: nth, value: nth, was: null });
  }
  await two.edit(ana, name('Só a segunda'));
  await at.perform(ana, {
    ...{ type: 'tagContact', conversationId: two.conversationId, tagId: tag.id, on: true },
  });
  // Their number changed: whoever went by the old one is whoever goes by the new.
  await ingest(at.desk, [
    { type: 'person', phone: one.phone, formerPhone: two.phone, name: null } as never,
  ]);
  const rows = (
    await at.pool.query('select id from contacts where id = any($1)', [
      [one.contactId, two.contactId],
    ])
  ).rows;
  expect(rows).toHaveLength(1);
  const kept = rows[0].id === one.contactId ? one : two;
  expect(await kept.contact()).toMatchObject({
    ...{ name: 'Só a segunda', tags: [tag.id], attributes: { a: 'a', b: 'b' } },
    phones: [kept === one ? two.phone : one.phone],
  });
  const { emails, notes } = await kept.contact();
  expect(emails?.toSorted()).toEqual(['a@example.com', 'b@example.com', 'both@example.com']);
  expect(notes).toContain('nota a');
  expect(notes).toContain('nota b');
});

it('starts a service with a number that never wrote, once, and gives its rows', async () => {
  const phone = '+55 (21) 96666-0001';
  const first = await openFor(at.desk, ana, { phone });
  expect(first.changes.map(({ entity, row }) => [entity, row !== null])).toEqual([
    ['contact', true],
    ['conversation', true],
    ['service', true],
  ]);
  const again = await openFor(at.desk, ana, { phone: '+5521966660001' });
  expect(again.conversationId).toBe(first.conversationId);
  expect(await refusalOf(openFor(at.desk, bia, { phone }))).toBe('service-held');
  expect(await refusalOf(openFor(at.desk, bia, { phone: '12' }))).toBe('invalid');
  expect(await refusalOf(openFor(at.desk, bia, { contactId: newId() }))).toBe('not-found');
});

it('tells what lies behind a conversation: every service, and what has a file or a link', async () => {
  const { phone, conversationId, serviceId } = await writer();
  await at.arrive(phone, 'veja https://example.com/a', 'nada aqui');
  const answer = await past(at.pool, { conversationId });
  expect(answer.services.map(({ id }) => id)).toEqual([serviceId]);
  expect(answer.messages.map(({ text }) => text)).toEqual(['veja https://example.com/a']);
});
