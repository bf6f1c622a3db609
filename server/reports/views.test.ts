import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ServiceView } from '#shared/contract/service-view.ts';
import { type TestDesk, testDesk } from '../desk/test-desk.ts';
import { testOffice } from './test-office.ts';

let at: TestDesk;
let office: Awaited<ReturnType<typeof testOffice>>;
let eva: string;
let rui: string;
let ana: string;
const path = '/api/v1/service-views';
beforeAll(async () => {
  at = await testDesk();
  office = await testOffice(at.pool, () => new Date(at.clock.now));
  eva = await office.signIn((await at.person('Eva', 'admin')).id);
  rui = await office.signIn((await at.person('Rui', 'admin')).id);
  ana = await office.signIn((await at.person('Ana')).id);
});
beforeEach(() => at.pool.query('truncate service_views'));
afterAll(async () => {
  await office.close();
  await at.drop();
});

const make = async (token: string, name: string, shared = false, filter: object = {}) => {
  const answer = await office.ask(token, path, {
    method: 'POST',
    payload: { name, shared, filter },
  });
  return { status: answer.statusCode, view: answer.json<ServiceView & { code?: string }>() };
};
const change = (token: string, id: string, payload: object) =>
  office.ask(token, `${path}/${id}`, { method: 'PATCH', payload });
const remove = (token: string, id: string) =>
  office.ask(token, `${path}/${id}`, { method: 'DELETE' });
const names = async (token: string) =>
  (await office.ask(token, path)).json().items.map(({ name }: ServiceView) => name);

it('an admin keeps views: made, found again as they were, renamed, narrowed, deleted', async () => {
  const filter = { by: 'finished', period: 'last-7-days', score: 5, text: 'exame' };
  const { status, view } = await make(eva, ' Ótimas ', false, filter);
  expect([status, view]).toEqual([
    201,
    { ...{ id: view.id, name: 'Ótimas', shared: false, filter }, owner: view.owner },
  ]);
  expect(view.owner.name).toBe('Eva');
  expect((await office.ask(eva, path)).json()).toEqual({ items: [view], nextCursor: null });
  const renamed = await change(eva, view.id, { name: 'Muito boas' });
  expect(renamed.json()).toEqual({ ...view, name: 'Muito boas' });
  const other = await change(eva, view.id, { filter: { state: 'open' } });
  expect(other.json()).toMatchObject({ name: 'Muito boas', filter: { state: 'open' } });
  expect((await remove(eva, view.id)).statusCode).toBe(204);
  expect((await remove(eva, view.id)).statusCode).toBe(404);
  expect(await names(eva)).toEqual([]);
});

it('another admin’s own view cannot be seen, changed, taken over or deleted', async () => {
  const { view } = await make(eva, 'Minha');
  expect(await names(rui)).toEqual([]);
  for (const payload of [{ name: 'Tua' }, { shared: true }, { filter: {} }]) {
    expect((await change(rui, view.id, payload)).statusCode).toBe(404);
  }
  expect((await remove(rui, view.id)).statusCode).toBe(404);
  // Its name is no secret that a refusal could tell.
  expect((await make(rui, 'Minha')).status).toBe(201);
  expect(await names(eva)).toEqual(['Minha']);
});

it('a shared one is everybody’s to change and delete, but stays its owner’s and shared', async () => {
  const { view } = await make(eva, 'Da equipe', true);
  expect(await names(rui)).toEqual(['Da equipe']);
  const taken = await change(rui, view.id, { shared: false });
  expect([taken.statusCode, taken.json().errors[0].path]).toEqual([403, '/shared']);
  const changed = await change(rui, view.id, { name: 'De todos' });
  expect(changed.json()).toMatchObject({ name: 'De todos', owner: view.owner });
  expect((await change(eva, view.id, { shared: false })).statusCode).toBe(200);
  expect(await names(rui)).toEqual([]);
  await change(eva, view.id, { shared: true });
  expect((await remove(rui, view.id)).statusCode).toBe(204);
});

it('no attendant gets at them', async () => {
  const { view } = await make(eva, 'Da equipe', true);
  expect((await office.ask(ana, path)).statusCode).toBe(403);
  expect((await make(ana, 'x')).status).toBe(403);
  expect((await change(ana, view.id, { name: 'x' })).statusCode).toBe(403);
  expect((await remove(ana, view.id)).statusCode).toBe(403);
  expect((await office.ask(null, path)).statusCode).toBe(401);
});

it('a name stands once for each admin, however it is written', async () => {
  await make(eva, 'Abertos');
  const { view } = await make(eva, 'Outros');
  const again = await make(eva, 'ABERTOS ');
  expect([again.status, again.view.code]).toEqual([409, 'view-taken']);
  expect((await change(eva, view.id, { name: 'abertos' })).json().code).toBe('view-taken');
  expect(await names(eva)).toEqual(['Abertos', 'Outros']);
});

it.each([
  ['no name', { name: '', shared: false, filter: {} }],
  ['a blank name', { name: ' \u0000 ', shared: false, filter: {} }],
  ['a long name', { name: 'x'.repeat(61), shared: false, filter: {} }],
  ['no filter', { name: 'x', shared: false }],
  ['a filter of no such state', { name: 'x', shared: false, filter: { state: 'gone' } }],
  ['a filter of no such period', { name: 'x', shared: false, filter: { period: 'decade' } }],
  ['something else in the filter', { name: 'x', shared: false, filter: { cursor: 'x' } }],
  ['a filter of no such day', { name: 'x', shared: false, filter: { from: 'tomorrow' } }],
  ['an owner', { name: 'x', shared: false, filter: {}, ownerId: 'x' }],
])('%s is refused with where', async (_what, payload) => {
  const answer = await office.ask(eva, path, { method: 'POST', payload });
  expect(answer.statusCode).toBe(400);
  expect(answer.json().errors[0].path).toMatch(/^\//);
  expect(await names(eva)).toEqual([]);
});

it('a patch that says nothing, and one to no view, are refused', async () => {
  const { view } = await make(eva, 'x');
  expect((await change(eva, view.id, {})).statusCode).toBe(400);
  expect((await change(eva, 'x', { name: 'y' })).statusCode).toBe(400);
  const nowhere = '01900000-0000-7000-8000-000000000001';
  expect((await change(eva, nowhere, { name: 'y' })).statusCode).toBe(404);
});

it('words that no database takes are kept without what it does not take', async () => {
  const { status, view } = await make(eva, 'a\u0000b\ud800', false, { text: 'x\u0000y\udfff' });
  expect([status, view.name]).toEqual([201, 'ab\ufffd']);
  expect((await office.ask(eva, path)).json().items).toEqual([view]);
});

it('keeps so many of one admin and no more', async () => {
  await at.pool.query(
    `insert into service_views (id, owner_id, name, shared, filter)
     select gen_random_uuid(), id, n::text, false, '{}' from users, generate_series(1, 100) n
     where name = 'Eva'`,
  );
  expect((await make(eva, 'one more')).view.code).toBe('too-many');
  expect((await make(rui, 'first')).status).toBe(201);
  const page = (await office.ask(eva, `${path}?limit=60`)).json();
  const rest = (await office.ask(eva, `${path}?limit=60&cursor=${page.nextCursor}`)).json();
  expect([page.items.length, rest.items.length, rest.nextCursor]).toEqual([60, 40, null]);
});
